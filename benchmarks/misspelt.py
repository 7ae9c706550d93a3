"""How often a quote is found by six of its words, every long one misspelt.

`python -m benchmarks.misspelt [JSONL]` writes quotes to both engines and asks for each of some hundreds by six
consecutive words, where every word of five letters or more has one random edit at a random place (a letter replaced,
left out, put in, or two swapped; the first letter as likely as any other). A try succeeds when the quote, or another
with the same text, is among the first five. The JSONL has rows {"id", "quotes": [{"text"}]}; without one, generated
quotes are used.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.corpus import stories
from benchmarks.queries import spoil
from search.embedded import EmbeddedEngine
from search.engine import Query, SearchEngine
from search.meilisearch import MeilisearchEngine
from search.schema import QuoteDocument
from search.text import words
from tests.servers import any_meilisearch

WORDS, TOP = 6, 5


def generated(count: int) -> list[QuoteDocument]:
    """Return at least `count` generated quotes."""
    quotes: list[QuoteDocument] = []
    for story in stories(count):
        quotes += story.quotes
        if len(quotes) >= count:
            break
    return quotes


def from_jsonl(path: Path) -> list[QuoteDocument]:
    """Return the quotes of a file, as documents that hold nothing but their text."""
    pattern = generated(1)[0]
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    texts = [quote["text"] for row in rows for quote in row["quotes"]]
    fields = {name: getattr(pattern, name) for name in pattern.__struct_fields__}
    unknown = ("speaker", "speaker_id", "source", "source_id", "mention", "cue", "article_title", "outlet")
    plain = dict.fromkeys(unknown)
    return [QuoteDocument(**{**fields, **plain, "id": f"q{number}", "text": text}) for number, text in enumerate(texts)]


def tries(quotes: Sequence[QuoteDocument], count: int, seed: int = 11) -> Iterator[tuple[QuoteDocument, str]]:
    """Yield `count` quotes of at least six words, and six misspelt words of each."""
    dice = random.Random(seed)
    long = [quote for quote in quotes if len(words(quote.text)) >= WORDS]
    for quote in dice.sample(long, min(count, len(long))):
        spoken = words(quote.text)
        first = dice.randrange(len(spoken) - WORDS + 1)
        yield quote, " ".join(spoil(spoken[first : first + WORDS], dice))


async def missed(engine: SearchEngine, quotes: Sequence[QuoteDocument], count: int) -> list[tuple[str, str]]:
    """Return (query, text) of the tries that do not find their quote."""
    misses = []
    for quote, q in tries(quotes, count):
        page = await engine.search("quotes", Query(q=q, limit=TOP))
        if all(hit.document["text"] != quote.text for hit in page.hits):
            misses.append((q, quote.text))
    return misses


def run(path: Path | None = None, count: int = 500) -> str:
    """Return a Markdown table of what both engines find, of the quotes in `path` or of generated ones."""
    return asyncio.run(report(path, count))


async def report(path: Path | None, count: int) -> str:
    """Fill both engines, and ask them."""
    quotes = from_jsonl(path) if path else generated(3_000)
    lines = [f"{len(quotes):,} quotes", "", "| engine | tries | found in the top 5 |", "| --- | --- | --- |"]
    asked = len(list(tries(quotes, count)))
    with any_meilisearch() as (url, key), tempfile.TemporaryDirectory() as directory:
        prefix = f"misspelt{uuid.uuid4().hex[:8]}"
        for engine in (EmbeddedEngine(Path(directory)), MeilisearchEngine(url, key, prefix=prefix)):
            await engine.prepare()
            await engine.write("quotes", put=quotes)
            misses = await missed(engine, quotes, count)
            lines.append(f"| {engine.name} | {asked} | {100 * (1 - len(misses) / asked):.1f} % |")
            await engine.close()
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("jsonl", nargs="?", type=Path)
    parser.add_argument("--tries", type=int, default=500)
    chosen = parser.parse_args()
    print(run(chosen.jsonl, chosen.tries))


if __name__ == "__main__":
    main()
