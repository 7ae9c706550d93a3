"""A task that is cancelled in the middle of its transaction: by Ctrl-C, or by a client that goes away."""

from __future__ import annotations

import asyncio

import sqlalchemy as sa

from service.store.database import Database
from service.store.tables import outlets

NAMES = [{"id": f"o{number}", "name": f"Outlet {number}"} for number in range(500)]


async def reading_for_ever(database: Database, begun: asyncio.Event) -> None:
    """Writes a row and reads on and on; what is given back after that waits for the store like everybody else."""
    try:
        async with database.write() as connection:
            await connection.execute(sa.insert(outlets), [{"id": "half", "name": "Half done"}])
            begun.set()
            while True:
                (await connection.execute(sa.select(outlets))).all()
    except BaseException:
        async with database.write() as connection:
            await connection.execute(sa.delete(outlets).where(outlets.c.id == "o0"))
        raise


async def test_it_is_undone_at_once_and_whoever_handles_that_can_write(database: Database) -> None:
    async with database.write() as connection:
        await connection.execute(sa.insert(outlets), NAMES)
    for number in range(8):
        begun = asyncio.Event()
        task = asyncio.create_task(reading_for_ever(database, begun))
        await begun.wait()
        await asyncio.sleep(number * 0.001)
        task.cancel()
        await asyncio.wait({task}, timeout=10)  # a writer that finds the store locked gives up after thirty seconds
        assert task.cancelled()
    async with database.read() as connection:
        left = set((await connection.execute(sa.select(outlets.c.id))).scalars())
    assert left == {row["id"] for row in NAMES} - {"o0"}
