"""Articles a second: read and extracted, stored, and searchable; beside the same documents straight to Meilisearch."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import msgspec

from benchmarks.corpus import Story, stories
from benchmarks.filling import fill, opened, settings_for
from benchmarks.processes import children, memory
from search.meilisearch import MeilisearchEngine
from search.schema import INDEX_VERSION, INDEXES
from service.ingest.command import Ingestion
from service.ingest.extracting import extract
from service.ingest.files import Limits
from service.ingest.ledger import Ledger
from service.ingest.pool import Pool, cores
from service.models import ArticleIn
from service.parts import Parts
from service.settings import Settings
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
        handed_in = written(corpus, Path(folder) / "corpus.ndjson")
        for name, given in (("embedded", None), ("Meilisearch", access)):
            async with opened(settings_for(Path(folder) / name, given)) as parts:
                seconds = await fill(parts, corpus)
            stored, indexed = articles / seconds.stored, articles / seconds.searchable
            both = articles / (seconds.stored + seconds.searchable)
            lines.append(f"| {name}: extracted to stored | {stored:,.0f} | {stored / alone:.2f} |")
            lines.append(f"| {name}: stored to searchable | {indexed:,.0f} | {indexed / alone:.2f} |")
            lines.append(f"| {name}: extracted to searchable | {both:,.0f} | {both / alone:.2f} |")
            for what, run in (("stored", stored_from), ("searchable", searchable_from)):
                rate = articles / await run(settings_for(Path(folder) / f"{name}-{what}", given), handed_in)
                lines.append(
                    f"| {name}: from a file, extraction and all, to {what} | {rate:,.0f} | {rate / alone:.2f} |"
                )
    count = sum(len(story.quotes) for story in corpus)
    said = f"{articles:,} articles with {count:,} quotes; extraction in {cores()} processes where it counts."
    return f"{said}\n\n" + "\n".join(lines)


async def stored_from(settings: Settings, path: Path) -> float:
    """Seconds in which the command has stored the articles of a file."""
    async with opened(settings) as parts:
        return await _ingested(parts, path)


async def searchable_from(settings: Settings, path: Path) -> float:
    """Seconds until they are searchable, too: indexed while they are stored, as the command does it."""
    async with opened(settings) as parts:
        await parts.worker.prepare()
        started = time.perf_counter()
        work = asyncio.create_task(parts.worker.run())
        await _ingested(parts, path)
        await parts.worker.drain()
        seconds = time.perf_counter() - started
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work
        return seconds


async def _ingested(parts: Parts, path: Path) -> float:
    started = time.perf_counter()
    run = Ingestion([path], Limits())
    async with Pool(max_chars=parts.settings.max_article_chars) as pool:
        async for refused in run.run(parts.intake, pool, Ledger(parts.database), outlet=None, again=False):
            assert not refused
    return time.perf_counter() - started


def written(corpus: Iterable[Story], path: Path) -> Path:
    """The stories as JSON lines of what would be handed in."""
    with path.open("wb") as file:
        file.writelines(msgspec.json.encode(_given(story)) + b"\n" for story in corpus)
    return path


def _given(story: Story) -> ArticleIn:
    found = story.article
    return ArticleIn(
        body=found.body,
        title=found.title,
        outlet=found.outlet,
        url=found.url,
        language="en",
        published_at=found.published,
    )


def memory_of(sizes: Sequence[int]) -> str:
    """How large the command's own process grows, and the largest of those that extract, for corpora of these sizes.

    What it has mapped of the index's files is told apart: that is page cache, which the system takes back when it
    needs it.
    """
    lines = [
        "| articles | articles/s to searchable | the command's own, at most | with mapped files | an extractor |",
        "| --- | --- | --- | --- | --- |",
    ]
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            path = written(stories(count), Path(folder) / "corpus.ndjson")
            started = time.perf_counter()
            environment = {**os.environ, "ONRECORD_DATA_DIR": folder}
            command = [sys.executable, "-m", "service.cli", "ingest", str(path)]
            own = all_ = 0.0
            others: dict[int, float] = {}
            with subprocess.Popen(
                command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            ) as process:
                while process.poll() is None:
                    own, all_ = max(own, memory(process.pid, "RssAnon")), max(all_, memory(process.pid, "VmHWM"))
                    # The last of each: between fork and exec a child still is as large as the command.
                    others |= {child: peak for child in children(process.pid) if (peak := memory(child, "VmHWM"))}
                    time.sleep(0.05)
            assert process.returncode == 0
            rate = count / (time.perf_counter() - started)
            peaks = (own, all_, max(others.values(), default=0.0))
            megabytes = " | ".join(f"{peak:,.0f} MB" for peak in peaks)
            lines.append(f"| {count:,} | {rate:,.0f} | {megabytes} |")
    return "Resident memory of `onrecord ingest` on the embedded engine:\n\n" + "\n".join(lines)


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
