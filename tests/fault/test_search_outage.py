from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.indexing.reindex import Reindex
from service.parts import Parts
from service.settings import Secret, Settings
from tests.api.conftest import HOST, Client
from tests.api.pages import ARTICLES
from tests.servers import MeilisearchServer

BACK_WITHIN_SECONDS = 15


def settings_for(server: MeilisearchServer, data_dir: Path) -> Settings:
    return Settings(
        data_dir=data_dir,
        search_url=server.access.url,
        search_key=Secret(server.access.key or ""),
        search_timeout=3.0,
        worker_retry_max=1.0,
    )


async def found(client: Client, q: str) -> list[str]:
    answer = await client.get("/v1/search/articles", params={"q": q, "match": "all"})
    return [hit["id"] for hit in answer.json()["hits"]] if answer.status_code == 200 else []


async def until_found(client: Client, article: dict[str, Any]) -> float:
    """Seconds until search finds the article."""
    started = time.monotonic()
    while time.monotonic() - started < BACK_WITHIN_SECONDS:
        if (await client.get(f"/v1/articles/{article['id']}")).json()["searchable"]:
            return time.monotonic() - started
        await asyncio.sleep(0.05)
    pytest.fail("the article was not found in time")


@pytest.mark.parametrize("how", ["meilisearch-stopped", "meilisearch-killed"])
async def test_articles_are_taken_while_search_is_down_and_found_when_it_is_back(
    own_meilisearch: MeilisearchServer, tmp_path: Path, how: str
) -> None:
    async with AsyncTestClient(create_app(settings_for(own_meilisearch, tmp_path)), base_url=HOST) as client:
        before = (await client.post("/v1/articles?wait=search", json=ARTICLES[0])).json()
        assert before["searchable"] is True
        if how == "meilisearch-stopped":
            own_meilisearch.stop()
        else:
            own_meilisearch.kill()

        taken = await client.post("/v1/articles", json=ARTICLES[1])
        assert (taken.status_code, taken.json()["searchable"]) == (201, False)
        for index in ("articles", "quotes"):
            searched = await client.get(f"/v1/search/{index}", params={"q": "wall"})
            assert searched.status_code == 503
            assert searched.headers["content-type"] == "application/problem+json"
            assert searched.json()["code"] == "search_unavailable"
            assert int(searched.headers["retry-after"]) > 0
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["status"], ready.json()["search"]) == (200, "degraded", "unavailable")

        own_meilisearch.start()
        await until_found(client, taken.json())
        assert await found(client, "foundations surveyed") == [taken.json()["id"]]
        assert await found(client, "sandcastle") == [before["id"]]
        assert (await client.get("/health/ready")).json()["status"] == "ok"


async def test_the_service_starts_while_search_is_down_and_catches_up_by_itself(
    own_meilisearch: MeilisearchServer, tmp_path: Path
) -> None:
    own_meilisearch.stop()
    async with AsyncTestClient(create_app(settings_for(own_meilisearch, tmp_path)), base_url=HOST) as client:
        taken = await client.post("/v1/articles", json=ARTICLES[0])
        assert taken.status_code == 201
        own_meilisearch.start()
        await until_found(client, taken.json())
        assert await found(client, "sandcastle") == [taken.json()["id"]]


async def test_an_engine_that_lost_everything_is_noticed_and_filled_again(
    own_meilisearch: MeilisearchServer, tmp_path: Path
) -> None:
    async with AsyncTestClient(create_app(settings_for(own_meilisearch, tmp_path)), base_url=HOST) as client:
        first = (await client.post("/v1/articles?wait=search", json=ARTICLES[0])).json()
        own_meilisearch.stop()
        own_meilisearch.wipe()
        own_meilisearch.start()
        second = (await client.post("/v1/articles", json=ARTICLES[1])).json()
        for article in (second, first):
            await until_found(client, article)
        assert await found(client, "sandcastle") == [first["id"]]
        assert await found(client, "foundations surveyed") == [second["id"]]


async def test_an_embedded_index_that_is_gone_is_built_again_from_the_store(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    async with AsyncTestClient(create_app(settings), base_url=HOST) as client:
        article = (await client.post("/v1/articles?wait=search", json=ARTICLES[0])).json()
    shutil.rmtree(tmp_path / "search")
    async with AsyncTestClient(create_app(settings), base_url=HOST) as client:
        await until_found(client, article)
        assert await found(client, "sandcastle") == [article["id"]]


@pytest.mark.parametrize("was_built_anew", [False, True])
async def test_an_embedded_index_that_is_removed_under_a_running_service_is_noticed_and_built_again(
    tmp_path: Path, was_built_anew: bool
) -> None:
    settings = Settings(data_dir=tmp_path, worker_poll=0.05)
    async with AsyncTestClient(create_app(settings), base_url=HOST) as client:
        first = (await client.post("/v1/articles?wait=search", json=ARTICLES[0])).json()
        if was_built_anew:
            parts = Parts(settings, indexes=False)
            await Reindex(parts.database, parts.engine, batch=10).run()
            await parts.close()
        (tmp_path / "search").rename(tmp_path / "gone")  # at once, whatever the service is just writing
        second = (await client.post("/v1/articles", json=ARTICLES[1])).json()
        for article in (second, first):
            await until_found(client, article)
        assert await found(client, "sandcastle") == [first["id"]]
        assert await found(client, "foundations surveyed") == [second["id"]]
        assert (tmp_path / "search").is_dir()


async def test_waiting_for_search_does_not_wait_for_an_engine_that_is_down(
    own_meilisearch: MeilisearchServer, tmp_path: Path
) -> None:
    own_meilisearch.stop()
    async with AsyncTestClient(create_app(settings_for(own_meilisearch, tmp_path)), base_url=HOST) as client:
        started = time.monotonic()
        answer = await client.post("/v1/articles?wait=search", json=ARTICLES[0])
        assert (answer.status_code, answer.json()["searchable"]) == (201, False)
        assert time.monotonic() - started < 10
