"""What the fault tests run on: either engine, either database, and a Meilisearch that they may stop and kill."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from search.embedded import EmbeddedEngine
from search.engine import SearchEngine
from search.meilisearch import MeilisearchEngine
from service.store.database import Database
from tests import servers
from tests.templates import new_store


@pytest.fixture
def own_meilisearch() -> Iterator[servers.MeilisearchServer]:
    if servers.binary() is None:
        pytest.skip(servers.NOT_OURS)
    with servers.MeilisearchServer() as server:
        yield server


@pytest.fixture(params=["embedded", "meilisearch"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[SearchEngine]:
    """A new engine of either kind."""
    made: SearchEngine
    if request.param == "embedded":
        made = EmbeddedEngine(tmp_path / "search")
    else:
        url, key = request.getfixturevalue("meilisearch")
        made = MeilisearchEngine(url, key, prefix=f"f{uuid.uuid4().hex[:12]}", timeout=30)
    yield made
    await made.close()


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    """A new store."""
    opened = Database(f"sqlite+aiosqlite:///{new_store(tmp_path)}")
    yield opened
    await opened.close()


@pytest.fixture(params=["sqlite", "postgresql"])
async def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """The URL of a new, empty database of either kind, for processes to open."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'store.db'}"
        return
    url = request.getfixturevalue("postgres_url")
    name = f"onrecord_{uuid.uuid4().hex[:12]}"
    server = create_async_engine(url, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(sa.text(f"CREATE DATABASE {name}"))
    yield sa.make_url(url).set(database=name).render_as_string(hide_password=False)
    async with server.connect() as connection:
        await connection.execute(sa.text(f"DROP DATABASE {name} WITH (FORCE)"))
    await server.dispose()
