"""The store's suite runs over every database."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from service.store.database import Database
from service.store.migrate import migrate
from tests import postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL that the whole run shares; each test has a database of its own."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.any_postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database without tables."""
    if request.param == "sqlite":
        opened = Database(f"sqlite+aiosqlite:///{tmp_path / 'store.db'}")
        yield opened
        await opened.close()
        return
    url = request.getfixturevalue("postgres_url")
    name = f"onrecord_{uuid.uuid4().hex[:12]}"
    server = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(sa.text(f"CREATE DATABASE {name}"))
    opened = Database(sa.make_url(url).set(database=name).render_as_string(hide_password=False))
    yield opened
    await opened.close()
    async with server.connect() as connection:
        await connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    await server.dispose()


@pytest.fixture
async def database(empty_database: Database) -> Database:
    """A database with the newest tables."""
    await migrate(empty_database)
    return empty_database
