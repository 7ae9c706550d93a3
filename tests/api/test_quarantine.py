"""What search could not take can be seen, tried again, and forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.settings import Settings
from service.store import outbox
from service.store.database import Database
from service.store.outbox import Refused
from tests.api.conftest import HOST, Client
from tests.api.pages import ARTICLES


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    """A client of a service that leaves indexing to others."""
    settings = Settings(data_dir=tmp_path, worker=False, imports_at_once=0)
    async with AsyncTestClient(create_app(settings), base_url=HOST) as opened:
        yield opened


@pytest.fixture
async def database(tmp_path: Path, client: Client) -> AsyncIterator[Database]:
    """The store of that service, as its worker sees it."""
    opened = Database(Settings(data_dir=tmp_path).database)
    yield opened
    await opened.close()


async def set_aside(client: Client, database: Database, count: int) -> list[str]:
    """Articles of which the engine is said to have refused a document each."""
    ids = [(await client.post("/v1/articles", json=one)).json()["id"] for one in ARTICLES[:count]]
    async with database.write() as connection:
        claims = await outbox.claim(connection, lease="test", seconds=60, limit=99)
        refused = [Refused("articles", key, key, 1, "too odd") for key in ids]
        await outbox.settle(connection, "test", claims, dict.fromkeys(ids, 1), refused)
    return ids


async def waiting(database: Database, article_id: str) -> int:
    async with database.read() as connection:
        return await outbox.waiting(connection, article_id)


async def listed(client: Client, **params: Any) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get("/v1/quarantine", params=params)).json()["items"]
    return items


async def test_it_is_listed_with_reasons_page_by_page(client: Client, database: Database) -> None:
    ids = await set_aside(client, database, 3)
    assert (await client.get("/health/ready")).json()["refused"] == 3
    first = (await client.get("/v1/quarantine", params={"limit": 2})).json()
    rest = await listed(client, limit=2, cursor=first["next_cursor"])
    assert [one["article_id"] for one in (*first["items"], *rest)] == sorted(ids)
    assert {one["reason"] for one in rest} == {"too odd"}


async def test_what_is_tried_again_waits_to_be_indexed_and_is_listed_until_it_is(
    client: Client, database: Database
) -> None:
    first, second = await set_aside(client, database, 2)
    assert (await client.post("/v1/quarantine/retry", params={"article": first})).json() == {"articles": 1}
    assert (await waiting(database, first), await waiting(database, second)) == (1, 0)
    assert (await client.post("/v1/quarantine/retry")).json() == {"articles": 2}
    assert len(await listed(client)) == 2


async def test_what_is_forgotten_stays_stored(client: Client, database: Database) -> None:
    first, second = await set_aside(client, database, 2)
    assert (await client.delete("/v1/quarantine", params={"article": first})).json() == {"documents": 1}
    assert (await client.delete("/v1/quarantine")).json() == {"documents": 1}
    assert await listed(client) == []
    assert (await client.get(f"/v1/articles/{second}")).status_code == 200
