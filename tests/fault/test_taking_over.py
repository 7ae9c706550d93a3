"""What a dead worker held goes on elsewhere within thirty seconds, and without anybody's help."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import sqlalchemy as sa

from search.embedded import EmbeddedEngine
from service.indexing.worker import Worker
from service.store import outbox
from service.store.database import Database
from service.store.migrate import migrate
from service.store.tables import leases
from tests.fault.archive import store
from tests.fault.mortal import heard, start

ALLOWED_SECONDS = 30
POLL_SECONDS = 0.05


async def only_waiting(database: Database, count: int) -> None:
    """Return when no more than so many articles wait."""
    for _ in range(int(ALLOWED_SECONDS / POLL_SECONDS)):
        async with database.read() as connection:
            if await outbox.waiting(connection) <= count:
                return
        await asyncio.sleep(POLL_SECONDS)
    raise AssertionError("they wait for ever")


async def pass_time(database: Database, seconds: float) -> None:
    """As far as the leases that are there know."""
    async with database.write() as connection:
        await connection.execute(sa.update(leases).values(until=leases.c.until - seconds))


async def test_what_the_dead_held_is_taken_over_in_time_and_not_too_soon(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url)
    await migrate(database)
    ids = await store(database, range(3))
    process, ours = start("works", (tmp_path, database_url), "outbox.claimed")
    heard(process, ours)
    assert process.exitcode == -signal.SIGKILL
    engine = EmbeddedEngine(tmp_path / "search")
    worker = Worker(database, engine, poll=POLL_SECONDS)
    working = asyncio.create_task(worker.run())
    (another,) = await store(database, [3])
    await only_waiting(database, len(ids))
    assert set(await engine.revisions("articles", [*ids, another])) == {another}
    await pass_time(database, ALLOWED_SECONDS - 10 * POLL_SECONDS)
    await only_waiting(database, 0)
    assert set(await engine.revisions("articles", ids)) == set(ids)
    worker.stop()
    await working
    await engine.close()
    await database.close()
