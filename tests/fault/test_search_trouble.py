"""Meilisearch in every kind of trouble: articles are taken, search says so by 503, and comes back by itself."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.settings import Secret, Settings
from tests.api.conftest import HOST, Client
from tests.api.importing import hand_in, ndjson, until
from tests.fault.archive import body
from tests.fault.proxy import Mood, Proxy
from tests.servers import MeilisearchServer

_LATE = 30.0
"""Seconds until the test gives up; what is printed is what it took."""


@pytest.fixture
def proxy(own_meilisearch: MeilisearchServer) -> Iterator[Proxy]:
    with Proxy(own_meilisearch.access.url).listening() as listening:
        yield listening


@pytest.fixture
async def client(proxy: Proxy, own_meilisearch: MeilisearchServer, tmp_path: Path) -> AsyncIterator[Client]:
    settings = Settings(
        data_dir=tmp_path, search_url=proxy.url, search_key=Secret(own_meilisearch.access.key or ""),
        search_timeout=3.0, import_workers=1,
    )  # fmt: skip
    async with AsyncTestClient(create_app(settings), base_url=HOST) as opened:
        yield opened


async def search(client: Client) -> Any:
    return await client.get("/v1/search/articles", params={"q": "know"})


async def until_holds(holds: Callable[[], Any], what: str) -> float:
    started = time.monotonic()
    while time.monotonic() - started < _LATE:
        if await holds():
            return time.monotonic() - started
        await asyncio.sleep(0.05)
    pytest.fail(f"{what} did not come to be")


@contextmanager
def trouble(kind: str, proxy: Proxy, server: MeilisearchServer) -> Iterator[None]:
    """Meilisearch in this kind of trouble while the block runs."""
    if kind == "paused":
        server.send(signal.SIGSTOP)
        yield
        server.send(signal.SIGCONT)
    elif kind == "killed":
        server.kill()
        yield
        server.start()
    else:
        moods: dict[str, Mood] = {"answering 5xx": "failing", "cutting connections": "cutting", "silent": "silent"}
        proxy.mood = moods[kind]
        yield
        proxy.mood = "well"


async def test_articles_are_taken_in_every_trouble_and_search_comes_back_by_itself(
    client: Client, proxy: Proxy, own_meilisearch: MeilisearchServer, record_property: Callable[[str, object], None]
) -> None:
    taken = [(await client.post("/v1/articles?wait=search", json={"body": body(0)})).json()]
    assert taken[0]["searchable"] is True
    for kind in ("killed", "paused", "answering 5xx", "cutting connections", "silent"):
        with trouble(kind, proxy, own_meilisearch):
            answer = await client.post("/v1/articles", json={"body": body(len(taken))})
            assert answer.status_code == 201, kind
            taken.append(answer.json())
            searched = await search(client)
            assert (searched.status_code, searched.json()["code"]) == (503, "search_unavailable"), kind
            assert searched.headers["retry-after"]

        async def is_back() -> bool:
            return bool((await search(client)).status_code == 200)

        async def is_whole() -> bool:
            answer = await search(client)
            return answer.status_code == 200 and answer.json()["total"] == len(taken)

        back = await until_holds(is_back, f"search after being {kind}")
        whole = await until_holds(is_whole, f"the article taken in while {kind}")
        record_property(
            "figures",
            f"Meilisearch {kind}: search is back after {back:.1f} s, the article found after {whole:.1f} s more",
        )


async def test_a_slow_engine_is_waited_for(client: Client, proxy: Proxy) -> None:
    proxy.mood = "slow"
    taken = (await client.post("/v1/articles?wait=search", json={"body": body(1)})).json()
    assert taken["searchable"] is True
    assert (await search(client)).json()["total"] == 1


async def test_of_a_thousand_articles_the_one_that_is_refused_is_set_aside_and_the_others_are_found(
    client: Client, proxy: Proxy, record_property: Callable[[str, object], None]
) -> None:
    proxy.refused = b"unspeakable"
    items: list[dict[str, Any]] = [{"body": body(number)} for number in range(1_000)]
    items[617]["title"] = "An unspeakable title"
    made = await hand_in(client, ndjson(items))
    await until(client, made, "done")

    async def is_drained() -> bool:
        return (await client.get("/health/ready")).json()["waiting"] == 0

    await until_holds(is_drained, "an empty outbox")
    found = (await search(client)).json()["total"]
    aside = (await client.get("/v1/quarantine")).json()["items"]
    record_property(
        "figures", f"one of 1,000 refused: {found} searchable, {len({one['article_id'] for one in aside})} aside"
    )
    assert found == 999
    assert len({one["article_id"] for one in aside}) == 1
    assert "not this one" in json.dumps(aside)
    proxy.refused = None
    await client.post("/v1/quarantine/retry")
    await until_holds(is_drained, "an empty outbox")
    assert (await search(client)).json()["total"] == 1_000
    assert (await client.get("/v1/quarantine")).json()["items"] == []
