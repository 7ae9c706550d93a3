"""The application over HTTP, on both engines."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import pytest_asyncio
from litestar import Litestar
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.settings import Secret, Settings
from tests.api.pages import ARTICLES
from tests.templates import new_store

HOST = "http://127.0.0.1"

Client = AsyncTestClient[Litestar]


@pytest.fixture(params=["embedded", "meilisearch"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Of a service of its own, with an empty store."""
    new_store(tmp_path)
    return on_embedded(tmp_path) if request.param == "embedded" else on_meilisearch(request, tmp_path)


def on_embedded(data_dir: Path) -> Settings:
    return Settings(data_dir=data_dir)


def on_meilisearch(request: pytest.FixtureRequest, data_dir: Path) -> Settings:
    server = request.getfixturevalue("meilisearch")
    prefix = f"api-{uuid.uuid4().hex[:8]}"
    return Settings(data_dir=data_dir, search_url=server.url, search_key=Secret(server.key), search_prefix=prefix)


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[Client]:
    async with AsyncTestClient(create_app(settings), base_url=HOST) as opened:
        yield opened


@pytest.fixture
async def store_only(tmp_path: Path) -> AsyncIterator[Client]:
    """A client for what does not depend on the engine."""
    new_store(tmp_path)
    async with AsyncTestClient(create_app(on_embedded(tmp_path)), base_url=HOST) as opened:
        yield opened


async def stock(client: Client) -> None:
    """Have the service hold `ARTICLES`, all of them searchable."""
    for article in ARTICLES[:-1]:
        assert (await client.post("/v1/articles", json=article)).status_code == 201
    assert (await client.post("/v1/articles?wait=search", json=ARTICLES[-1])).json()["searchable"] is True


@pytest.fixture
async def stocked_anew(client: Client) -> Client:
    """A client of a service of its own that holds `ARTICLES`: for tests that change it."""
    await stock(client)
    return client


@pytest.fixture(params=["embedded", "meilisearch"])
def stocked(request: pytest.FixtureRequest) -> Client:
    """A client of a service that holds `ARTICLES`, which all tests that only read share."""
    shared: Client = request.getfixturevalue(f"stocked_{request.param}")
    return shared


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stocked_embedded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    """`stocked` for what does not depend on the engine."""
    async with _shared(on_embedded(tmp_path_factory.mktemp("stocked"))) as opened:
        yield opened


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def stocked_meilisearch(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Client]:
    async with _shared(on_meilisearch(request, tmp_path_factory.mktemp("stocked"))) as opened:
        yield opened


@asynccontextmanager
async def _shared(settings: Settings) -> AsyncIterator[Client]:
    async with AsyncTestClient(create_app(settings), base_url=HOST) as opened:
        await stock(opened)
        opened.event_hooks = {"request": [_only_reads]}
        yield opened


async def _only_reads(request: httpx.Request) -> None:
    asks = request.url.path.startswith(("/v1/search/", "/v1/extract"))
    assert asks or request.method in {"GET", "HEAD", "OPTIONS"}, "`stocked` is shared: ask for `stocked_anew`"


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _empty(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    async with AsyncTestClient(create_app(on_embedded(tmp_path_factory.mktemp("empty"))), base_url=HOST) as opened:
        yield opened


@pytest.fixture
async def empty(_empty: Client) -> AsyncIterator[Client]:
    """A client of a service that is empty and stays so, which all tests share that are refused what they ask for."""
    yield _empty
    for resource in ("articles", "speakers", "outlets", "imports"):
        assert (await _empty.get(f"/v1/{resource}")).json()["items"] == []
