"""The store's suite runs over every database."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import create_async_engine

from service.store.database import Database
from tests.templates import finish, migrated, new_store


@pytest.fixture(scope="session")
def postgres_template(postgres_url: str) -> str:
    """The name of a database with the newest tables, for others to be copied from."""
    name = f"onrecord_template_{uuid.uuid4().hex[:12]}"

    async def make() -> None:
        await _on_the_server(postgres_url, f"CREATE DATABASE {name}")
        await migrated(_url_of(postgres_url, name))

    finish(make())
    return name


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database without tables."""
    if request.param == "sqlite":
        async with _opened(f"sqlite+aiosqlite:///{tmp_path / 'store.db'}") as database:
            yield database
        return
    async with _on_postgres(request.getfixturevalue("postgres_url"), "template1") as database:
        yield database


@pytest.fixture(params=["sqlite", "postgresql"])
async def database(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Database]:
    """A database with the newest tables."""
    async with _new(request, tmp_path, is_sqlite=request.param == "sqlite") as database:
        yield database


@pytest.fixture
async def second_database(
    request: pytest.FixtureRequest, database: Database, tmp_path: Path
) -> AsyncIterator[Database]:
    """Another one of the same kind."""
    folder = tmp_path / "second"
    folder.mkdir()
    async with _new(request, folder, is_sqlite=database.is_sqlite) as second:
        yield second


@asynccontextmanager
async def _new(request: pytest.FixtureRequest, folder: Path, *, is_sqlite: bool) -> AsyncIterator[Database]:
    if is_sqlite:
        async with _opened(f"sqlite+aiosqlite:///{new_store(folder)}") as database:
            yield database
        return
    template = request.getfixturevalue("postgres_template")
    async with _on_postgres(request.getfixturevalue("postgres_url"), template) as database:
        yield database


@asynccontextmanager
async def _opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def _on_postgres(server: str, template: str) -> AsyncIterator[Database]:
    name = f"onrecord_{uuid.uuid4().hex[:12]}"
    await _on_the_server(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    async with _opened(_url_of(server, name)) as database:
        yield database
    await _on_the_server(server, f"DROP DATABASE {name} WITH (FORCE)")


async def _on_the_server(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(sa.text(statement))
    await engine.dispose()


def _url_of(server: str, name: str) -> str:
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)
