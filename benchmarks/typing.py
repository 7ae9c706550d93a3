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


async def run(articles: int, words: int, kept: Path | None = None) -> str:
    """Return the tables; with `kept` the filled services stay in that folder, and are used again."""
    corpus = list(stories(articles))
    typed = texts(corpus, words)
    lines = [
        "| typed | index | engine | keys | p50 | p95 | longest |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    by_letters = [f"| engine | {' | '.join(LETTERS)} |", "| --- | --- | --- | --- | --- |"]
    starts = []
    async with filled(corpus, kept) as doors:
        for engine, settings in doors.items():
            with served(settings) as url, httpx.Client(base_url=url, timeout=60) as client:
                starts.append(f"{engine} {_timed(client, 'quotes', asked('quotes', '', [])):.0f} ms")
                times = [(one, _times(client, one)) for one in typed]
            groups: list[list[float]] = [[] for _ in LETTERS]
            for one, measured in times:
                lines.append(f"| {one.name} | {one.index} | {engine} | {_cells([took for _, took in measured])} |")
                for letters, took in measured:
                    groups[min(letters, len(groups)) - 1].append(took)
            everything = [took for group in groups for took in group]
            lines.append(f"| **all** | | {engine} | {_cells(everything)} |")
            by_letters.append(f"| {engine} | {' | '.join(_p50_p95(group) for group in groups)} |")
    return (
        f"{articles:,} articles, {words} texts of each kind, typed letter by letter; each key is the page's own "
        "request (20 hits with highlights, five facets, the timeline), one after the other.\n\n"
        + "\n".join(lines)
        + "\n\np50, p95 by letters typed:\n\n"
        + "\n".join(by_letters)
        + f"\n\nThe very first search after the start: {', '.join(starts)}."
    )


def _times(client: httpx.Client, typed: Typed) -> list[tuple[int, float]]:
    return [(letters, _timed(client, typed.index, parameters)) for letters, parameters in typed.presses()]


def _timed(client: httpx.Client, index: str, parameters: Parameters) -> float:
    started = time.perf_counter()
    client.get(f"/v1/search/{index}", params=parameters).raise_for_status()
    return (time.perf_counter() - started) * 1_000


def _cells(times: Sequence[float]) -> str:
    return f"{len(times)} | {median(times):.1f} | {quantiles(times, n=20)[-1]:.1f} | {max(times):.1f} ms"


def _p50_p95(times: Sequence[float]) -> str:
    return f"{median(times):.1f}, {quantiles(times, n=20)[-1]:.1f} ms"
