from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from service.store.database import PRAGMAS, Database
from service.store.migrate import migrate
from service.store.tables import articles, metadata
from service.store.unavailable import StoreUnavailable


async def test_the_migrations_make_the_very_tables_that_the_code_uses(database: Database) -> None:
    async with database.read() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), metadata)
        )
    assert differences == []


async def test_migrating_again_changes_nothing(database: Database) -> None:
    await migrate(database)


async def test_every_sqlite_connection_syncs_fully_and_holds_foreign_keys(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL has no such settings")
    for transaction in (database.read, database.write):
        async with transaction() as connection:
            for pragma, wanted in PRAGMAS.items():
                found = (await connection.exec_driver_sql(f"PRAGMA {pragma}")).scalar()
                assert found == wanted, pragma


async def test_a_corrupt_store_is_unavailable_and_its_errors_hold_no_data(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    database = Database(f"sqlite+aiosqlite:///{path}")
    await migrate(database)
    await database.close()
    path.write_bytes(path.read_bytes()[:100] + b"\xff" * 200_000)
    broken = Database(f"sqlite+aiosqlite:///{path}")
    with pytest.raises(StoreUnavailable) as raised:
        async with broken.read() as connection:
            await connection.execute(articles.select().where(articles.c.id == "a-private-word"))
    assert "a-private-word" not in f"{raised.value} {raised.value.__cause__}"
    await broken.close()
    await asyncio.sleep(0.05)


async def test_a_store_that_cannot_be_opened_is_said_to_be_unavailable(tmp_path: Path) -> None:
    folder = tmp_path / "a-folder-where-a-file-should-be"
    folder.mkdir()
    database = Database(f"sqlite+aiosqlite:///{folder}")
    with pytest.raises(StoreUnavailable):
        await migrate(database)
    await database.close()
    await asyncio.sleep(0.05)  # aiosqlite's thread tells the loop of its end a moment later
