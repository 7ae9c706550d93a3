"""The application over HTTP, on both engines."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.settings import Secret, Settings
from tests.api.pages import ARTICLES

HOST = "http://127.0.0.1"

Client = AsyncTestClient[Litestar]


@pytest.fixture(params=["embedded", "meilisearch"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "embedded":
        return Settings(data_dir=tmp_path)
    server = request.getfixturevalue("meilisearch")
    prefix = f"api-{uuid.uuid4().hex[:8]}"
    return Settings(data_dir=tmp_path, search_url=server.url, search_key=Secret(server.key), search_prefix=prefix)


@pytest.fixture
async def client(settings: Settings) -> AsyncIterator[Client]:
    async with AsyncTestClient(create_app(settings), base_url=HOST) as opened:
        yield opened


@pytest.fixture
async def stocked(client: Client) -> Client:
    """A client of a service that holds `ARTICLES`, all of them searchable."""
    for article in ARTICLES[:-1]:
        assert (await client.post("/v1/articles", json=article)).status_code == 201
    assert (await client.post("/v1/articles?wait=search", json=ARTICLES[-1])).json()["searchable"] is True
    return client


@pytest.fixture
async def store_only(tmp_path: Path) -> AsyncIterator[Client]:
    """A client for what does not depend on the engine."""
    async with AsyncTestClient(create_app(Settings(data_dir=tmp_path)), base_url=HOST) as opened:
        yield opened
