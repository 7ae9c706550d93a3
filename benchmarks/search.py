"""Search speed: the embedded engine, and the Meilisearch adapter, against the same queries straight to Meilisearch.

`python -m benchmarks search --articles 10000` prints a Markdown table of ratios; below 1 is faster than Meilisearch
asked directly over one kept connection. Each query is asked of all, one after the other, so that whatever else the
machine does falls on all alike. The straight client asks for uncompressed answers: compressed ones come 40 ms later
(a delayed ACK), which would flatter us.
"""

from __future__ import annotations

import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

from benchmarks.corpus import Story, stories
from benchmarks.filling import filled
from benchmarks.queries import Case, cases
from search.embedded import EmbeddedEngine
from search.engine import Query, SearchEngine
from search.filters import meilisearch_expression, without_own
from search.meilisearch import MeilisearchEngine
from search.schema import INDEX_VERSION, INDEXES, IndexName
from service.indexing.opening import open_engine
from tests.servers import LARGE, any_meilisearch

WRITE_AT_ONCE = 2_000

Ask = Callable[[IndexName, Query], Awaitable[object]]


async def fill(engine: SearchEngine, corpus: Sequence[Story]) -> float:
    """Write the corpus and return the seconds that it took."""
    await engine.prepare()
    start = time.perf_counter()
    for first in range(0, len(corpus), WRITE_AT_ONCE):
        some = corpus[first : first + WRITE_AT_ONCE]
        await engine.write("articles", put=[story.article for story in some])
        await engine.write("quotes", put=[quote for story in some for quote in story.quotes])
    return time.perf_counter() - start


def straight(client: httpx.AsyncClient, prefix: str) -> Ask:
    """Return a function that asks Meilisearch without the adapter."""

    async def ask(index: IndexName, query: Query) -> object:
        uid = f"{prefix}_v{INDEX_VERSION}_{index}"
        answer = await client.post("/multi-search", json={"queries": bodies(uid, index, query)})
        return answer.raise_for_status().json()

    return ask


def bodies(uid: str, index: IndexName, query: Query) -> list[dict[str, Any]]:
    """Return the queries of one multi-search, as a person would write them who knows what the adapter knows."""
    schema = INDEXES[index]
    selected = [facet for facet in query.facets if len(without_own(query.filters, facet)) < len(query.filters)]
    main: dict[str, Any] = {"indexUid": uid, "q": query.q, "limit": query.limit}
    if query.filters:
        main["filter"] = [meilisearch_expression(schema, one) for one in query.filters]
    if query.facets:
        main["facets"] = [facet for facet in query.facets if facet not in selected]
    if query.sort:
        main["sort"] = [f"{query.sort.field}:{'desc' if query.sort.descending else 'asc'}"]
    if query.highlight:
        main["attributesToHighlight"] = list(query.highlight)
        main["attributesToCrop"] = [f"{field}:{words}" for field, words in query.crop.items()]
    counts = [
        {
            "indexUid": uid,
            "q": query.q,
            "limit": 0,
            "facets": [facet],
            "filter": [meilisearch_expression(schema, one) for one in without_own(query.filters, facet)],
        }
        for facet in selected
    ]
    return [main, *counts]


async def measure(asked: Sequence[Case], asks: Sequence[Ask], rounds: int) -> dict[str, list[list[float]]]:
    """Return the milliseconds of every query, by case and by who was asked; the first round does not count."""
    times: dict[str, list[list[float]]] = {case.name: [[] for _ in asks] for case in asked}
    for number in range(rounds + 1):
        for case in asked:
            for query in case.queries:
                for who, ask in enumerate(asks):
                    start = time.perf_counter()
                    await ask(case.index, query)
                    if number:
                        times[case.name][who].append((time.perf_counter() - start) * 1_000)
    return times


def table(times: dict[str, list[list[float]]]) -> str:
    """Return the Markdown table."""
    lines = [
        "| queries | straight: p50, p95 | embedded: p50, p95 | ratio p50 | p95 | adapter: ratio p50 | p95 |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    everything = [[one for case in times.values() for one in case[who]] for who in range(3)]
    for name, (meilisearch, embedded, adapter) in [*times.items(), ("**all**", everything)]:
        p50 = [median(some) for some in (meilisearch, embedded, adapter)]
        p95 = [quantiles(some, n=20)[-1] for some in (meilisearch, embedded, adapter)]
        lines.append(
            f"| {name} | {p50[0]:.1f}, {p95[0]:.1f} ms | {p50[1]:.1f}, {p95[1]:.1f} ms | {p50[1] / p50[0]:.2f} "
            f"| {p95[1] / p95[0]:.2f} | {p50[2] / p50[0]:.2f} | {p95[2] / p95[0]:.2f} |"
        )
    return "\n".join(lines)


async def run(articles: int, queries: int = 30, rounds: int = 2, kept: Path | None = None) -> str:
    """Return the report for a corpus of `articles` articles; `queries` of each kind are asked `rounds` times.

    With `kept` the engines are those of the services that are kept there (`benchmarks.filling.filled`).
    """
    if kept is not None:
        return await report_kept(articles, queries, rounds, kept)
    return await report(articles, queries, rounds)


async def report_kept(articles: int, queries: int, rounds: int, kept: Path) -> str:
    """Compare the engines of the two services that are kept in a folder."""
    corpus = list(stories(articles))
    async with filled(corpus, kept) as doors:
        engines = tuple(open_engine(settings, read_only=True) for settings in doors.values())
        for engine in engines:
            await engine.prepare()
        there = doors["Meilisearch"]
        key = there.search_key.reveal() if there.search_key else None
        asked = cases(corpus, queries)
        compared = await compare(engines, there.search_url or "", key, there.search_prefix, asked, rounds)
        for engine in engines:
            await engine.close()
    return f"{articles:,} articles, {sum(len(story.quotes) for story in corpus):,} quotes.\n\n{compared}"


async def report(articles: int, queries: int, rounds: int) -> str:
    """Fill both engines with a new corpus, and compare them."""
    corpus = list(stories(articles))
    prefix = f"bench{uuid.uuid4().hex[:8]}"
    with any_meilisearch(LARGE) as (url, key), tempfile.TemporaryDirectory() as directory:
        engines = EmbeddedEngine(Path(directory)), MeilisearchEngine(url, key, prefix=prefix)
        seconds = [await fill(engine, corpus) for engine in engines]
        compared = await compare(engines, url, key, prefix, cases(corpus, queries), rounds)
        for engine in engines:
            await engine.close()
    return (
        f"{articles:,} articles, {sum(len(story.quotes) for story in corpus):,} quotes; written to the embedded engine "
        f"{seconds[1] / seconds[0]:.1f} times as fast as to Meilisearch.\n\n{compared}"
    )


async def compare(
    engines: Sequence[SearchEngine],
    url: str,
    key: str | None,
    prefix: str,
    asked: Sequence[Case],
    rounds: int,
) -> str:
    """Return the table for (embedded, Meilisearch) engines that are filled."""
    headers = {"Accept-Encoding": "identity", **({"Authorization": f"Bearer {key}"} if key else {})}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=60) as client:
        asks = [straight(client, prefix), *(engine.search for engine in engines)]
        return table(await measure(asked, asks, rounds))
