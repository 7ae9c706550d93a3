from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import sqlalchemy as sa

from search.embedded import EmbeddedEngine
from search.engine import Page, Query, Refusal, SearchRejected, SearchUnavailable
from search.schema import Document, IndexName
from service.indexing.worker import Worker
from service.models import Draft, FoundQuote
from service.store import articles, outbox, quarantine, writing
from service.store.database import Database
from service.store.incoming import Incoming, Saved
from service.store.tables import outbox as outbox_rows
from tests.templates import new_store


class Moody(EmbeddedEngine):
    """The embedded engine, which refuses the documents that it is told to, and is down when it is told to be."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory)
        self.refused: set[str] = set()
        self.down = False
        self.poison: set[str] = set()
        self.written: list[str] = []
        self.may_write = asyncio.Event()
        self.may_write.set()

    async def write(
        self, index: IndexName, *, put: Sequence[Document] = (), remove: Sequence[str] = ()
    ) -> list[Refusal]:
        if self.down:
            raise SearchUnavailable("down")
        if self.poison & {document.id for document in put}:
            raise SearchRejected("413: not that one")
        await self.may_write.wait()
        self.written += [document.id for document in put]
        taken = [document for document in put if document.id not in self.refused]
        refusals = [Refusal(document.id, "too odd") for document in put if document.id in self.refused]
        return refusals + await super().write(index, put=taken, remove=remove)


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[Moody]:
    opened = Moody(tmp_path / "search")
    yield opened
    await opened.close()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite+aiosqlite:///{new_store(tmp_path)}")
    yield opened
    await opened.close()


@pytest.fixture
def worker(database: Database, engine: Moody) -> Worker:
    return Worker(database, engine, batch=7, poll=0.01, retry_max=0.05)


async def store(database: Database, count: int) -> list[str]:
    quote = FoundQuote(text="It holds", kind="direct", start=0, end=8, speaker="Una Morrow", speaker_type="person")
    batch = [Incoming(Draft(body=f"It holds, number {number}."), [quote]) for number in range(count)]
    async with database.write() as connection:
        return [one.article_id for one in await writing.save(connection, batch) if isinstance(one, Saved)]


async def everything(engine: Moody, index: IndexName) -> Page:
    return await engine.search(index, Query(limit=100))


async def searchable(database: Database, ids: list[str]) -> set[str]:
    async with database.read() as connection:
        return {key for key, article in (await articles.by_ids(connection, ids)).items() if article.searchable}


async def leased(database: Database) -> bool:
    async with database.read() as connection:
        return bool(await connection.scalar(sa.select(outbox_rows.c.id).where(outbox_rows.c.lease.is_not(None))))


async def until_leased(database: Database) -> None:
    for _ in range(500):
        if await leased(database):
            return
        await asyncio.sleep(0.01)
    pytest.fail("no batch was taken")


async def test_draining_takes_everything_to_the_engine_in_batches(
    worker: Worker, database: Database, engine: Moody
) -> None:
    ids = await store(database, 30)
    await worker.drain()
    assert (await everything(engine, "articles")).total == 30
    assert (await everything(engine, "quotes")).total == 30
    assert await searchable(database, ids) == set(ids)


async def test_a_refused_document_is_set_aside_with_its_reason_and_the_rest_goes_on(
    worker: Worker, database: Database, engine: Moody
) -> None:
    ids = await store(database, 20)
    engine.refused = {ids[4]}
    await worker.drain()
    assert (await everything(engine, "articles")).total == 19
    assert (await everything(engine, "quotes")).total == 20
    assert await searchable(database, ids) == set(ids) - {ids[4]}
    async with database.read() as connection:
        assert await outbox.refused_count(connection) == 1
        assert await outbox.waiting(connection) == 0


async def test_what_was_refused_is_taken_when_the_article_changes(
    worker: Worker, database: Database, engine: Moody
) -> None:
    (article_id,) = await store(database, 1)
    engine.refused = {article_id}
    await worker.drain()
    engine.refused = set()
    async with database.write() as connection:
        await outbox.add(connection, {article_id: ()})
    await worker.drain()
    assert await searchable(database, [article_id]) == {article_id}
    async with database.read() as connection:
        assert await outbox.refused_count(connection) == 0


async def test_a_running_worker_outlives_an_outage_and_catches_up(
    worker: Worker, database: Database, engine: Moody
) -> None:
    engine.down = True
    running = asyncio.create_task(worker.run())
    ids = await store(database, 3)
    worker.wake()
    for _ in range(200):
        if worker.held_up:
            break
        await asyncio.sleep(0.01)
    assert worker.held_up
    assert await searchable(database, ids) == set()
    engine.down = False
    for _ in range(500):
        if await searchable(database, ids) == set(ids):
            break
        await asyncio.sleep(0.01)
    assert await searchable(database, ids) == set(ids)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_draining_waits_for_the_batches_of_a_running_worker_and_repeats_none(
    worker: Worker, database: Database, engine: Moody
) -> None:
    engine.may_write.clear()
    ids = await store(database, 5)
    running = asyncio.create_task(worker.run())
    await until_leased(database)
    draining = asyncio.create_task(worker.drain())
    await asyncio.wait([draining], timeout=0.3)
    assert not draining.done()
    engine.may_write.set()
    await draining
    running.cancel()
    assert await searchable(database, ids) == set(ids)
    assert sorted(key for key in engine.written if key in ids) == sorted(ids)


async def test_a_deleted_article_leaves_the_index_with_its_quotes(
    worker: Worker, database: Database, engine: Moody
) -> None:
    first, _ = await store(database, 2)
    await worker.drain()
    async with database.write() as connection:
        await writing.delete(connection, first)
    await worker.drain()
    assert (await everything(engine, "articles")).total == 1
    assert (await everything(engine, "quotes")).total == 1


async def test_what_fails_for_what_it_is_is_found_and_set_aside_and_the_rest_goes_on(
    worker: Worker, database: Database, engine: Moody
) -> None:
    ids = await store(database, 20)
    engine.poison = {*ids[3:7], ids[17]}  # all of the half of a batch, and one alone
    await worker.drain()
    assert await searchable(database, ids) == set(ids) - engine.poison
    async with database.read() as connection:
        assert await outbox.waiting(connection) == 0
        aside = await quarantine.page(connection, after=None, limit=9)
    assert {one.article_id: one.reason for one in aside} == dict.fromkeys(
        engine.poison, "SearchRejected: 413: not that one"
    )
    engine.poison = set()
    async with database.write() as connection:
        assert await quarantine.retry(connection, [ids[4]]) == 1
        assert await quarantine.retry(connection, ()) == 5
    await worker.drain()
    assert await searchable(database, ids) == set(ids)
    async with database.read() as connection:
        assert await quarantine.page(connection, after=None, limit=9) == []


async def test_what_befalls_every_article_alike_is_no_fault_of_theirs(
    worker: Worker, database: Database, engine: Moody
) -> None:
    ids = await store(database, 5)
    engine.poison = set(ids)
    with pytest.raises(SearchRejected):
        await worker.drain()
    async with database.read() as connection:
        assert await outbox.waiting(connection) == 5
        assert await outbox.refused_count(connection) == 0


async def test_a_worker_that_is_stopped_finishes_its_batches_and_begins_no_other(
    worker: Worker, database: Database, engine: Moody
) -> None:
    engine.may_write.clear()
    ids = await store(database, 30)
    running = asyncio.create_task(worker.run())
    await until_leased(database)
    worker.stop()
    engine.may_write.set()
    await running
    assert 7 <= len(await searchable(database, ids)) <= 14  # two lanes of seven
    assert not await leased(database)
