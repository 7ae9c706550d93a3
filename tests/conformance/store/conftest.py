"""The store's suite runs over every database."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.store.database import Database
from service.store.migrate import migrate

POSTGRES = "ONRECORD_TEST_POSTGRES_URL"
"""An SQLAlchemy URL (`postgresql+asyncpg://…`) of a database whose tables the tests may drop."""


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    if request.param == "sqlite":
        opened = Database(f"sqlite+aiosqlite:///{tmp_path / 'store.db'}")
    elif url := os.environ.get(POSTGRES):
        opened = Database(url)
        async with opened.write() as connection:
            await connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            await connection.execute(sa.text("CREATE SCHEMA public"))
    else:
        pytest.skip(f"no PostgreSQL: set {POSTGRES}")
    await migrate(opened)
    yield opened
    await opened.close()
