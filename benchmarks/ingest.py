"""Articles a second: read and extracted, stored, and searchable; beside the same documents straight to Meilisearch."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import httpx
import msgspec

from benchmarks.corpus import Story, stories
from benchmarks.filling import fill, opened, settings_for
from search.meilisearch import MeilisearchEngine
from search.schema import INDEX_VERSION, INDEXES
from service.ingest.extracting import extract
from service.models import ArticleIn
from tests.servers import LARGE, Access, any_meilisearch

DOCUMENTS_AT_ONCE = 5_000
READ = 300


async def run(articles: int) -> str:
    """Return the table for a corpus of so many articles; the engines come one after the other, on the same machine."""
    corpus = list(stories(articles))
    lines = ["| step | articles/s | against Meilisearch alone |", "| --- | --- | --- |"]
    lines.append(f"| read and extracted, one core | {_reading_rate(corpus[:READ]):,.0f} | – |")
    with any_meilisearch(LARGE) as access, tempfile.TemporaryDirectory() as folder:
        alone = articles / await straight(corpus, access)
        lines.append(f"| the same documents straight to Meilisearch, to searchable | {alone:,.0f} | 1.00 |")
        for name, given in (("embedded", None), ("Meilisearch", access)):
            async with opened(settings_for(Path(folder) / name, given)) as parts:
                seconds = await fill(parts, corpus)
            stored, indexed = articles / seconds.stored, articles / seconds.searchable
            both = articles / (seconds.stored + seconds.searchable)
            lines.append(f"| {name}: extracted to stored | {stored:,.0f} | {stored / alone:.2f} |")
            lines.append(f"| {name}: stored to searchable | {indexed:,.0f} | {indexed / alone:.2f} |")
            lines.append(f"| {name}: extracted to searchable | {both:,.0f} | {both / alone:.2f} |")
    count = sum(len(story.quotes) for story in corpus)
    return f"{articles:,} articles with {count:,} quotes, one process.\n\n" + "\n".join(lines)


async def straight(corpus: Sequence[Story], access: Access) -> float:
    """Seconds to index the same documents by plain requests, all sent before any is waited for."""
    prefix = f"bench-straight-{time.time_ns()}"
    engine = MeilisearchEngine(access.url, access.key, prefix=prefix)
    await engine.prepare()  # the same settings
    await engine.close()
    headers = {"Authorization": f"Bearer {access.key}"} if access.key else {}
    documents = {
        "articles": [story.article for story in corpus],
        "quotes": [quote for story in corpus for quote in story.quotes],
    }
    started = time.perf_counter()
    async with httpx.AsyncClient(base_url=access.url, headers=headers, timeout=120) as client:
        tasks = []
        for name in INDEXES:
            uid = f"{prefix}_v{INDEX_VERSION}_{name}"
            for first in range(0, len(documents[name]), DOCUMENTS_AT_ONCE):
                body = msgspec.json.encode(documents[name][first : first + DOCUMENTS_AT_ONCE])
                sent = await client.post(
                    f"/indexes/{uid}/documents?primaryKey=id",
                    content=body,
                    headers={"Content-Type": "application/json"},
                )
                tasks.append(sent.raise_for_status().json()["taskUid"])
        for task in tasks:
            found = {"status": "enqueued"}
            while found["status"] in {"enqueued", "processing"}:
                await asyncio.sleep(0.02)
                found = (await client.get(f"/tasks/{task}")).json()
            if found["status"] != "succeeded":
                raise RuntimeError(f"Meilisearch would not index: {found}")
    return time.perf_counter() - started


def _reading_rate(corpus: Sequence[Story]) -> float:
    given = [ArticleIn(body=story.article.body, title=story.article.title, language="en") for story in corpus]
    started = time.perf_counter()
    for one in given:
        extract(one, max_chars=1_000_000)
    return len(given) / (time.perf_counter() - started)
