"""Search as you type: what the page at `/` asks at each key, over HTTP, of the service on either engine."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles

import httpx
from msgspec import Struct

from benchmarks.corpus import Story, stories
from benchmarks.filling import filled
from benchmarks.processes import listener, processor_ms
from benchmarks.queries import misspelt
from benchmarks.service import served
from benchmarks.words import COMMON

LETTERS = ("1 letter", "2 letters", "3 letters", "4 and more")

Parameters = list[tuple[str, str]]


class Typed(Struct, frozen=True):
    """Texts that are typed letter by letter, with what is chosen beside them."""

    name: str
    index: str
    texts: Sequence[str]
    chosen: Sequence[Parameters]

    def presses(self) -> Iterator[tuple[int, Parameters]]:
        """Yield for every key the number of letters so far, and the page's request."""
        for text, chosen in zip(self.texts, self.chosen, strict=True):
            for letters in range(1, len(text) + 1):
                if text[letters - 1] != " ":
                    yield letters, asked(self.index, text[:letters], chosen)


def asked(index: str, q: str, chosen: Parameters) -> Parameters:
    """The parameters of `search` in `service/web/assets/api.js`."""
    facets = ["speaker", "outlet", "section", *(["kind"] if index == "quotes" else []), "language"]
    asked = [("q", q), ("limit", "20"), ("offset", "0"), ("facet_limit", "40")]
    return [*asked, *(("facets", facet) for facet in facets), *chosen, ("histogram", "month")]


def texts(corpus: Sequence[Story], count: int, seed: int = 5) -> list[Typed]:
    """What is typed: `count` texts of each kind."""
    dice = random.Random(seed)
    picked = [dice.choice(corpus) for _ in range(count)]
    common = [word for word in COMMON if len(word) >= 5]
    words = [dice.choice(re.findall("[a-z]{5,}", story.article.body.lower())) for story in picked]
    counts = _counts(corpus)
    rare = [_rarest(story, counts) for story in picked]
    names = [(story.quotes[0].speaker or "").lower() for story in picked]
    wrong = [word[:2] + misspelt(word[2:], dice) for word in words]
    outlets = [[("outlet", story.article.outlet_id)] if story.article.outlet_id else [] for story in picked]
    year = [[("from", "2022-01-01"), ("to", "2022-12-31")] for _ in picked]
    nothing: list[Parameters] = [[] for _ in picked]
    return [
        Typed("a common word", "quotes", [dice.choice(common) for _ in picked], nothing),
        Typed("a word", "quotes", words, nothing),
        Typed("a rare word", "quotes", rare, nothing),
        Typed("a misspelt word", "quotes", wrong, nothing),
        Typed("a speaker", "quotes", names, nothing),
        Typed("two words", "quotes", [" ".join(two) for two in zip(words, rare, strict=True)], nothing),
        Typed("a word, an outlet chosen", "quotes", words, outlets),
        Typed("a word, a year chosen", "quotes", words, year),
        Typed("a word", "articles", words, nothing),
        Typed("a misspelt word", "articles", wrong, nothing),
    ]


def _counts(corpus: Iterable[Story]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for story in corpus:
        for quote in story.quotes:
            for word in re.findall("[a-z]{5,}", quote.text.lower()):
                counts[word] = counts.get(word, 0) + 1
    return counts


def _rarest(story: Story, counts: dict[str, int]) -> str:
    words = [word for quote in story.quotes for word in re.findall("[a-z]{5,}", quote.text.lower())]
    return min(words, key=lambda word: (counts[word], word), default="nobody")


class Press(Struct, frozen=True):
    """One key: the letters typed so far, and the milliseconds of its answer: until it was there, and of processors."""

    letters: int
    took: float
    worked: float


class Door:
    """A service over one kept connection, and the processes that answer for it."""

    def __init__(self, client: httpx.Client, *urls: str | None) -> None:
        self._client = client
        ports = [httpx.URL(url).port or 80 for url in urls if url]
        self._pids = [pid for port in ports if (pid := listener(port)) is not None]

    def ask(self, index: str, letters: int, parameters: Parameters) -> Press:
        """Ask once."""
        worked, started = sum(map(processor_ms, self._pids)), time.perf_counter()
        self._client.get(f"/v1/search/{index}", params=parameters).raise_for_status()
        took = (time.perf_counter() - started) * 1_000
        return Press(letters, took, sum(map(processor_ms, self._pids)) - worked)


async def run(articles: int, words: int, kept: Path | None = None) -> str:
    """Return the tables; with `kept` the filled services stay in that folder, and are used again."""
    corpus = list(stories(articles))
    typed = texts(corpus, words)
    lines, starts = [], []
    by_letters = [f"| engine | {' | '.join(LETTERS)} |", "| --- | --- | --- | --- | --- |"]
    async with filled(corpus, kept) as doors:
        for engine, settings in doors.items():
            with served(settings) as url, httpx.Client(base_url=url, timeout=60) as client:
                door = Door(client, url, settings.search_url)
                starts.append(f"{engine} {door.ask('quotes', 0, asked('quotes', '', [])).took:.0f} ms")
                presses = [[door.ask(one.index, *press) for press in one.presses()] for one in typed]
            every = [press for some in presses for press in some]
            for one, some in zip(typed, presses, strict=True):
                lines.append(f"| {one.name} | {one.index} | {engine} | {_cells(some)} |")
            lines.append(f"| **all** | | {engine} | {_cells(every)} |")
            groups = [[press for press in every if min(press.letters, len(LETTERS)) == size + 1] for size in range(4)]
            by_letters.append(f"| {engine} | {' | '.join(_p50_p95([press.took for press in one]) for one in groups)} |")
    return "\n".join(
        [
            f"{articles:,} articles, {words} texts of each kind, typed letter by letter. Each key is the page's own",
            "request (20 hits with highlights, five facets, the timeline), asked when the one before is answered.",
            "",
            "| typed | index | engine | keys | p50, p95 | longest | processor time p50, p95 |",
            "| --- | --- | --- | --- | --- | --- | --- |",
            *lines,
            "",
            "p50, p95 by letters typed:",
            "",
            *by_letters,
            "",
            f"The very first search after the start: {', '.join(starts)}. Processor time is that of the service and of",
            "Meilisearch: what an answer would take on a machine that does nothing else.",
        ]
    )


def _cells(presses: Sequence[Press]) -> str:
    took = [press.took for press in presses]
    worked = _p50_p95([press.worked for press in presses])
    return f"{len(took)} | {_p50_p95(took)} | {max(took):.0f} ms | {worked}"


def _p50_p95(times: Sequence[float]) -> str:
    return f"{median(times):.1f}, {quantiles(times, n=20)[-1]:.1f} ms"
