"""What `/health/ready` says of each part, and what a request is told of a store that can't take it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar.testing import RequestFactory

from search.embedded import EmbeddedEngine
from service.api.problems import HANDLERS
from service.api.readiness import readiness
from service.indexing.worker import Worker
from service.store import leases, outbox, rebuilds
from service.store.database import Database
from service.store.unavailable import StoreUnavailable, Trouble
from tests.fault.archive import store
from tests.templates import new_store


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = Database(f"sqlite+aiosqlite:///{new_store(tmp_path)}")
    yield opened
    await opened.close()


@pytest.fixture
async def engine(tmp_path: Path) -> AsyncIterator[EmbeddedEngine]:
    opened = EmbeddedEngine(tmp_path / "search")
    await opened.prepare()
    yield opened
    await opened.close()


async def test_every_part_has_its_word_from_empty_to_whole(database: Database, engine: EmbeddedEngine) -> None:
    found = await readiness(database, engine)
    assert (found.status, found.store, found.search, found.outbox, found.reindex) == ("ok", "ok", "ok", "ok", "none")
    await store(database, [1])
    found = await readiness(database, engine)
    assert (found.status, found.search, found.waiting) == ("ok", "ok", 1)
    await Worker(database, engine).drain()
    async with database.write() as connection:
        await outbox.add_all(connection)  # as after a loss
    found = await readiness(database, engine)
    assert (found.status, found.search, found.waiting) == ("degraded", "filling", 1)
    await Worker(database, engine).drain()
    async with database.write() as connection:
        assert await rebuilds.begin(connection, "somebody", 60)
    found = await readiness(database, engine)
    assert (found.status, found.search, found.reindex, found.to_rebuild) == ("ok", "ok", "building", 1)
    async with database.write() as connection:
        await leases.release(connection, "somebody")
    assert (await readiness(database, engine)).reindex == "none"


async def test_what_waits_too_long_is_said_to_be_behind(database: Database, engine: EmbeddedEngine) -> None:
    (article_id,) = await store(database, [1])
    await Worker(database, engine).drain()
    async with database.write() as connection:
        await outbox.add(connection, {article_id: ()})
        await connection.exec_driver_sql("UPDATE outbox SET created_at = '2024-01-01T00:00:00Z'")
    found = await readiness(database, engine)
    assert (found.status, found.outbox) == ("degraded", "behind")
    assert (found.oldest_seconds or 0) > 1_000_000


async def test_a_store_that_could_not_be_written_is_unavailable_until_it_can(
    database: Database, engine: EmbeddedEngine
) -> None:
    await store(database, [1])
    async with database.write() as connection:  # there is one writing connection
        await connection.exec_driver_sql("PRAGMA max_page_count=1")
    with pytest.raises(StoreUnavailable):
        await store(database, range(2, 400))
    async with database._writer.connect() as connection:
        await connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    assert database.trouble == "full"
    found = await readiness(database, engine)
    assert (found.status, found.store) == ("ok", "ok")  # it has tried, and it can


async def test_search_that_is_down_leaves_the_service_ready_to_take_articles(
    database: Database, engine: EmbeddedEngine
) -> None:
    await engine.close()
    found = await readiness(database, engine)
    assert (found.status, found.store, found.search) == ("degraded", "ok", "unavailable")


@pytest.mark.parametrize(
    ("trouble", "status", "words"),
    [("full", 507, "is full"), ("read_only", 503, "read-only"), ("unavailable", 503, "can't be read or written")],
)
def test_a_request_is_told_why_nothing_of_it_was_stored(trouble: Trouble, status: int, words: str) -> None:
    answer = HANDLERS[StoreUnavailable](RequestFactory().get("/"), StoreUnavailable("x", trouble))  # type: ignore[arg-type]
    assert answer.status_code == status
    assert words in answer.content.detail
    assert "nothing of this request was stored" in answer.content.detail
