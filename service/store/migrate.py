"""Brings a database to the newest schema; safe when several processes start at once."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from service.store.database import Database

_LOCK = 0x6F6E7265  # "onre": the PostgreSQL advisory lock that migrations take turns by


def alembic_config(connection: sa.Connection) -> Config:
    """Alembic's configuration for our migrations on this connection."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


async def migrate(database: Database, revision: str = "head") -> None:
    """Apply all migrations up to `revision` in one transaction, after any other process that is at it."""
    async with database.write() as connection:
        if not database.is_sqlite:  # on SQLite, the write transaction itself is the lock
            await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        await connection.run_sync(lambda sync: command.upgrade(alembic_config(sync), revision))
