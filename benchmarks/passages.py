"""How often a pasted passage finds the quote that it came from.

`python -m benchmarks passages` writes generated quotes to both engines and pastes: a quote as it is, one with two words
replaced by others of the corpus, one in typographic marks inside a paragraph of other words, and that paragraph with
two words of the quote replaced. A try succeeds when the quote, or another with the same text, is the first (or among
the first five).
"""

from __future__ import annotations

import random
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles

from benchmarks.misspelt import generated
from search.embedded import EmbeddedEngine
from search.engine import Query
from search.meilisearch import MeilisearchEngine
from search.schema import QuoteDocument
from search.text import words
from tests.servers import LARGE, any_meilisearch

AROUND = 40
"""Words before, and words behind the quote in its paragraph."""

MIN_WORDS = 11
"""Shorter queries are no passages."""

Paste = Callable[[str, random.Random, Sequence[str]], str]


def edited(text: str, dice: random.Random, vocabulary: Sequence[str]) -> str:
    """Return `text` with two of its words replaced."""
    spoken = text.split()
    for place in dice.sample(range(len(spoken)), 2):
        spoken[place] = dice.choice(vocabulary)
    return " ".join(spoken)


def around(text: str, dice: random.Random, vocabulary: Sequence[str]) -> str:
    """Return a paragraph with `text` quoted in it."""
    before, behind = ([dice.choice(vocabulary) for _ in range(AROUND)] for _ in range(2))
    return f"{' '.join(before).capitalize()} – “{text},” {' '.join(behind)}."


PASTES: dict[str, Paste] = {
    "as it is": lambda text, _dice, _vocabulary: text,
    "two words replaced": edited,
    "in a paragraph": around,
    "in a paragraph, two words replaced": lambda text, dice, vocabulary: around(
        edited(text, dice, vocabulary), dice, vocabulary
    ),
}


def tries(quotes: Sequence[QuoteDocument], count: int, paste: Paste, seed: int = 5) -> Iterator[tuple[str, str]]:
    """Yield (passage, text it came from)."""
    dice = random.Random(seed)
    vocabulary = [word for quote in quotes[:2_000] for word in words(quote.text)]
    long = [quote.text for quote in quotes if len(words(quote.text)) >= MIN_WORDS]
    for text in dice.sample(long, count):
        yield paste(text, dice, vocabulary), text


async def report(size: int, count: int) -> str:
    """Return the Markdown table for `size` quotes and `count` tries of each kind."""
    quotes = generated(size)
    lines = [
        f"{len(quotes):,} quotes, {count} passages of each kind, of quotes of {MIN_WORDS} words or more.",
        "",
        "| pasted | engine | first | in the first five | p50, p95 |",
        "| --- | --- | --- | --- | --- |",
    ]
    with any_meilisearch(LARGE) as (url, key), tempfile.TemporaryDirectory() as directory:
        prefix = f"passages{uuid.uuid4().hex[:8]}"
        for engine in (EmbeddedEngine(Path(directory)), MeilisearchEngine(url, key, prefix=prefix)):
            await engine.prepare()
            for first in range(0, len(quotes), 5_000):
                await engine.write("quotes", put=quotes[first : first + 5_000])
            for name, paste in PASTES.items():
                ranks, times = [], []
                for passage, text in tries(quotes, count, paste):
                    started = time.perf_counter()
                    page = await engine.search("quotes", Query(q=passage, limit=5))
                    times.append((time.perf_counter() - started) * 1_000)
                    found = [hit.document["text"] for hit in page.hits]
                    ranks.append(found.index(text) if text in found else 5)
                first = 100 * sum(rank == 0 for rank in ranks) / count
                five = 100 * sum(rank < 5 for rank in ranks) / count
                spent = f"{median(times):.0f}, {quantiles(times, n=20)[-1]:.0f} ms"
                lines.append(f"| {name} | {engine.name} | {first:.1f} % | {five:.1f} % | {spent} |")
            await engine.close()
    return "\n".join(lines)
