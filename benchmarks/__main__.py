"""`python -m benchmarks NAME [ARGUMENTS]`: run one benchmark, print its table, and put it into RESULTS.md."""

from __future__ import annotations

import asyncio
import inspect
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable
from pathlib import Path

from benchmarks import adversarial, imports, ingest, pages, passages, quotes, search, service, typing
from benchmarks.results import record

KEPT = "a folder in which the filled services are left, and found again by the next run"

Run = Callable[[Namespace], str | Awaitable[str]]


def main() -> None:
    parser = ArgumentParser(prog="python -m benchmarks", description=__doc__)
    names = parser.add_subparsers(dest="name", required=True)
    runs: dict[str, Run] = {}

    def add(name: str, run: Run, said: str) -> ArgumentParser:
        runs[name] = run
        return names.add_parser(name, help=said)

    one = add(
        "search",
        lambda given: search.run(given.articles, given.queries, given.rounds, given.kept),
        "engines, side by side",
    )
    one.add_argument("--articles", type=int, default=10_000)
    one.add_argument("--queries", type=int, default=30, help="of each kind")
    one.add_argument("--rounds", type=int, default=2)
    one.add_argument("--kept", type=Path, help=KEPT)
    one = add(
        "service",
        lambda given: service.run(given.articles, given.queries, given.kept),
        "HTTP against Meilisearch itself",
    )
    one.add_argument("--articles", type=int, default=2_000)
    one.add_argument("--queries", type=int, default=100)
    one.add_argument("--kept", type=Path, help=KEPT)
    one = add(
        "typing", lambda given: typing.run(given.articles, given.words, given.kept), "search as you type, over HTTP"
    )
    one.add_argument("--articles", type=int, default=100_000)
    one.add_argument("--words", type=int, default=20, help="of each kind")
    one.add_argument("--kept", type=Path, help=KEPT)
    one = add("passages", lambda given: passages.report(given.quotes, given.tries), "pasted passages")
    one.add_argument("--quotes", type=int, default=10_000)
    one.add_argument("--tries", type=int, default=100, help="of each kind")
    one = add("ingest", lambda given: ingest.run(given.articles), "articles a second, to stored and to searchable")
    one.add_argument("--articles", type=int, default=2_000)
    one = add(
        "imports",
        lambda given: imports.run(given.megabytes, indexing=given.indexing, seconds=given.seconds),
        "memory of a long import",
    )
    one.add_argument("--megabytes", type=int, default=100)
    one.add_argument("--indexing", action="store_true", help="index meanwhile, too")
    one.add_argument("--seconds", type=float, default=3_600, help="work it off for so long at most")
    one = add("ingest-memory", lambda given: ingest.memory_of(given.articles), "how large `onrecord ingest` grows")
    one.add_argument("--articles", type=int, nargs="+", default=[2_000, 10_000, 40_000])
    one = add("quotes", lambda given: quotes.run(given.gold, given.scorer), "extraction against gold")
    one.add_argument("--gold", type=Path, required=True)
    one.add_argument("--scorer", type=Path)
    one = add("pages", lambda given: pages.run(given.directory, given.peers), "readers of HTML pages against answers")
    one.add_argument("directory", type=Path)
    one.add_argument("--no-peers", dest="peers", action="store_false", help="ours only")
    one = add(
        "adversarial", lambda given: adversarial.run(given.chars, given.rounds), "how time grows with hostile texts"
    )
    one.add_argument("--chars", type=int, default=1_000_000)
    one.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    report = runs[given.name](given)
    text = asyncio.run(_awaited(report)) if inspect.isawaitable(report) else str(report)
    print(text)
    shown = [argument if "/" not in argument else Path(argument).name for argument in sys.argv[2:]]
    record(given.name, shown, text)


async def _awaited(report: Awaitable[str]) -> str:
    return await report


if __name__ == "__main__":
    main()
