"""A service of a version with another index, on the store of the one before."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from msgspec.structs import replace

import search.embedded.shelf
import search.meilisearch.engine
from service.app import create_app
from service.indexing.reindex import Reindex
from service.indexing.worker import Worker
from service.parts import Parts
from service.settings import Secret, Settings
from tests.templates import new_store


@pytest.fixture(params=["embedded", "meilisearch"])
async def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Of a service that holds one article, which can be searched."""
    new_store(tmp_path)
    made = Settings(data_dir=tmp_path, worker_poll=0.05)
    if request.param == "meilisearch":
        url, key = request.getfixturevalue("meilisearch")
        made = replace(made, search_url=url, search_key=Secret(key), search_prefix=f"v-{uuid.uuid4().hex[:8]}")
    async with serving(made) as client:
        taken = await client.post("/v1/articles?wait=search", json={"body": "The quarry is closed."})
        assert taken.json()["searchable"]
    return made


@asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[AsyncTestClient[Any]]:
    async with AsyncTestClient(create_app(settings), base_url="http://127.0.0.1") as client:
        yield client


def to_the_next_version(patch: pytest.MonkeyPatch) -> None:
    for module in (search.embedded.shelf, search.meilisearch.engine):
        patch.setattr(module, "INDEX_VERSION", 1_000)


async def until(client: AsyncTestClient[Any], part: str, word: object) -> None:
    """Return when the service says this of a part."""
    for _ in range(500):
        if (await client.get("/health/ready")).json()[part] == word:
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"{part} never was {word}")


async def found(client: AsyncTestClient[Any]) -> tuple[int, int | None]:
    answer = await client.get("/v1/search/articles?q=quarry")
    return answer.status_code, answer.json().get("total")


async def test_a_part_of_the_archive_is_no_answer(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    to_the_next_version(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr(Worker, "run", idle)
        await _has_no_answer(settings)
    async with serving(settings) as client:
        await until(client, "search", "ok")
        assert await found(client) == (200, 2)


async def idle(_: Worker) -> None:
    """A worker that has a lot to do and is at its first batch."""
    await asyncio.Event().wait()


async def _has_no_answer(settings: Settings) -> None:
    async with serving(settings) as client:
        answer = await client.get("/v1/search/articles?q=quarry")
        assert (answer.status_code, answer.json()["code"]) == (503, "search_unavailable")
        assert "being filled" in answer.json()["detail"]
        assert int(answer.headers["Retry-After"]) > 0
        assert (await client.get("/v1/search/articles/facets/outlet?q=x")).status_code == 503
        asked = await client.post("/v1/instantsearch/multi-search", json={"queries": [{"indexUid": "articles"}]})
        assert asked.status_code == 503
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
        taken = await client.post("/v1/articles", json={"body": "The quarry is open again."})
        assert taken.status_code == 201


async def test_an_index_that_is_built_before_the_new_servers_start_leaves_no_gap(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = replace(settings, worker=False)  # its workers are stopped
    is_shared = settings.search_url is not None
    async with serving(old) as before:
        with monkeypatch.context() as patch:
            to_the_next_version(patch)
            parts = Parts(settings, indexes=False)
            assert await Reindex(parts.database, parts.engine, batch=10).run() == 1
            await parts.close()
        assert not is_shared or await found(before) == (200, 1)
        assert (await before.post("/v1/articles", json={"body": "The quarry is open again."})).status_code == 201
    to_the_next_version(monkeypatch)
    async with serving(old) as after:
        assert await found(after) == (200, 1)
    async with serving(settings) as after:
        await until(after, "waiting", 0)
        assert await found(after) == (200, 2)
