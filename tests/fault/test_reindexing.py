"""The index is built anew while it is searched and written; nobody sees any of it but a better index."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from search.engine import Query, SearchEngine
from search.meilisearch import MeilisearchEngine
from service.errors import Conflict, OnRecordError
from service.indexing import reindex
from service.indexing.reindex import Reindex
from service.indexing.worker import Worker
from service.store import leases, outbox, rebuilds
from service.store.database import Database
from tests.command.running import onrecord
from tests.fault.archive import differing, due, expire_leases, held, store


async def total(engine: SearchEngine) -> int:
    return (await engine.search("articles", Query(limit=0))).total


async def steadily(call: Callable[[], Awaitable[None]], a_second: int, done: asyncio.Event) -> list[float]:
    """Call so many times a second, one after the other; returns how long each took from when it was due, in seconds."""
    took = []
    due = time.monotonic()
    while not done.is_set():
        await asyncio.sleep(due - time.monotonic())
        await call()
        took.append(time.monotonic() - due)
        due += 1 / a_second
    return took


def said(took: list[float], seconds: float) -> str:
    middle, late = (statistics.quantiles(took, n=100)[at] * 1000 for at in (49, 98))
    return (
        f"{len(took) / seconds:.0f}/s (median {middle:.0f} ms, 99 % {late:.0f} ms, longest {max(took) * 1000:.0f} ms)"
    )


async def test_reindexing_under_writes_and_searches_loses_nothing_and_fails_nobody(
    database: Database,
    engine: SearchEngine,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    before = request.config.getoption("--reindexed-articles")
    worker = Worker(database, engine, batch=200, poll=0.05)
    for first in range(0, before, 500):
        await store(database, range(first, min(first + 500, before)))
    await worker.drain()
    working = asyncio.create_task(worker.run())
    written, fewest = before, before

    async def write() -> None:
        nonlocal written
        await store(database, [written])
        written += 1
        worker.wake()

    async def search() -> None:
        nonlocal fewest
        fewest = min(fewest, await total(engine))

    done = asyncio.Event()
    started = time.monotonic()
    load = [asyncio.create_task(steadily(write, 50, done)), asyncio.create_task(steadily(search, 20, done))]
    times = 0
    paced = request.config.getoption("--reindexed-seconds")
    while times < 2 or time.monotonic() < started + paced:
        if paced:
            await _by_the_command(database, engine, tmp_path)
        else:
            await Reindex(database, engine, batch=1_000).run()
        times += 1
    seconds = time.monotonic() - started
    done.set()
    writes, searches = await asyncio.gather(*load)
    worker.stop()
    await working
    await Worker(database, engine).drain()  # the other one has been told to begin nothing any more
    record_property(
        "figures",
        f"{engine.name}: {before} articles indexed anew {times} times in {seconds:.1f} s under {said(writes, seconds)} "
        f"writes and {said(searches, seconds)} searches; {written - await total(engine)} lost, 0 errors",
    )
    assert fewest == before  # a search that sees an empty or half an index counts fewer
    assert await total(engine) == written
    assert await held(engine) == await due(database)
    async with database.read() as connection:
        assert await outbox.targets(connection) == [outbox.LIVE]


async def _by_the_command(database: Database, engine: SearchEngine, folder: Path) -> None:
    """As its user does: in a process of its own."""
    given = {"ONRECORD_DATA_DIR": str(folder), "ONRECORD_DATABASE_URL": database.url.render_as_string()}
    if isinstance(engine, MeilisearchEngine):
        url, key, prefix, *_ = engine._given
        given |= {"ONRECORD_SEARCH_URL": url, "ONRECORD_SEARCH_KEY": key or "", "ONRECORD_SEARCH_PREFIX": prefix}
    done = await asyncio.to_thread(onrecord, folder, "reindex", **given)
    assert done.returncode == 0, done.stderr


async def test_a_wiped_engine_is_whole_again_after_one_reindex(database: Database, engine: SearchEngine) -> None:
    worker = Worker(database, engine)
    await store(database, range(20))
    await worker.drain()
    for name, documents in (await held(engine)).items():
        await engine.write(name, remove=list(documents))  # type: ignore[arg-type]  # one of the two
    assert await total(engine) == 0
    await Reindex(database, engine, batch=1_000).run()
    assert await differing(database, engine) == []
    async with database.read() as connection:
        assert await outbox.waiting(connection) == 0


async def test_one_reindex_at_a_time_and_a_dead_one_is_given_up(database: Database, engine: SearchEngine) -> None:
    await store(database, range(3))
    await engine.prepare()
    async with database.write() as connection:
        assert await rebuilds.begin(connection, "another", 60)
    with pytest.raises(Conflict, match="another reindex"):
        await Reindex(database, engine, batch=10).run()
    await expire_leases(database)
    worker = Worker(database, engine)
    working = asyncio.create_task(worker.run())
    for _ in range(500):
        async with database.read() as connection:
            if await outbox.targets(connection) == [outbox.LIVE]:
                break
        await asyncio.sleep(0.01)
    worker.stop()
    await working
    async with database.read() as connection:
        assert await outbox.targets(connection) == [outbox.LIVE]
        assert await outbox.waiting(connection, target="built-another") == 0
    await Reindex(database, engine, batch=10).run()
    assert await differing(database, engine) == []


async def test_what_was_taken_for_dead_does_not_swap(
    database: Database, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store(database, range(3))
    await Worker(database, engine).drain()

    async def lost(self: Reindex, *_: object) -> None:
        async with database.write() as connection:
            await leases.release(connection, str((await rebuilds.current(connection)).target.removeprefix("built-")))  # type: ignore[union-attr]

    monkeypatch.setattr(reindex.Reindex, "_verified", lost)
    with pytest.raises(OnRecordError, match="given up"):
        await Reindex(database, engine, batch=10).run()
    assert await differing(database, engine) == []
    async with database.read() as connection:
        assert await outbox.targets(connection) == [outbox.LIVE]
