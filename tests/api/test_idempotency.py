"""`Idempotency-Key`: a request that is repeated is answered as before, and done once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from httpx import ASGITransport, AsyncClient

from service.app import create_app
from service.settings import Settings
from service.store import idempotency as store
from tests.api.conftest import HOST, Client
from tests.api.pages import ARTICLES

KEY = {"Idempotency-Key": '"8e03978e-40d5-43dd-bc93-6894a57f9324"'}


async def count(client: Client) -> int:
    return len((await client.get("/v1/articles")).json()["items"])


async def test_a_replay_gives_the_same_answer_whatever_has_happened_meanwhile(store_only: Client) -> None:
    first = await store_only.post("/v1/articles", json=ARTICLES[0], headers=KEY)
    path = first.headers["location"]
    assert (await store_only.patch(path, json={"title": "Another"})).status_code == 200
    for _ in range(2):
        again = await store_only.post("/v1/articles", json=ARTICLES[0], headers=KEY)
        assert (again.status_code, again.content) == (201, first.content)
        assert (again.headers["location"], again.headers["etag"]) == (path, first.headers["etag"])
        assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert (await store_only.delete(path)).status_code == 204
    assert (await store_only.post("/v1/articles", json=ARTICLES[0], headers=KEY)).content == first.content
    assert await count(store_only) == 0


async def test_waiting_for_search_is_a_part_of_the_answer(client: Client) -> None:
    url = "/v1/articles?wait=search"
    first = await client.post(url, json=ARTICLES[0], headers=KEY)
    assert first.json()["searchable"] is True
    again = await client.post(url, json=ARTICLES[0], headers=KEY)
    assert (again.status_code, again.content, again.headers["etag"]) == (201, first.content, first.headers["etag"])


async def test_the_key_with_another_request_is_refused_and_nothing_stored(store_only: Client) -> None:
    await store_only.post("/v1/articles", json=ARTICLES[0], headers=KEY)
    for url, body in (("/v1/articles", ARTICLES[1]), ("/v1/articles?wait=search", ARTICLES[0])):
        other = await store_only.post(url, json=body, headers=KEY)
        assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
        assert other.json()["errors"][0]["parameter"] == "Idempotency-Key"
    assert await count(store_only) == 1


async def test_of_many_at_once_one_is_done_and_the_others_are_told_to_come_again(tmp_path: Path) -> None:
    app = create_app(Settings(data_dir=tmp_path, worker=False))  # in this loop: the test client asks one by one
    async with app.lifespan(), AsyncClient(transport=ASGITransport(app), base_url=HOST) as client:
        answers = await asyncio.gather(*(client.post("/v1/articles", json=ARTICLES[0], headers=KEY) for _ in range(8)))
        (done,) = [answer.content for answer in answers if answer.status_code == 201]
        busy = [answer for answer in answers if answer.status_code == 409]
        assert len(busy) == 7
        for answer in busy:
            assert (answer.json()["code"], answer.headers["retry-after"]) == ("idempotency_key_in_use", "1")
        assert (await client.post("/v1/articles", json=ARTICLES[0], headers=KEY)).content == done


async def test_a_refused_request_leaves_its_key_free(store_only: Client) -> None:
    assert (await store_only.post("/v1/articles", json={"body": " "}, headers=KEY)).status_code == 422
    assert (await store_only.post("/v1/articles", json=ARTICLES[0], headers=KEY)).status_code == 201


async def test_two_processes_at_once_store_it_once_and_answer_alike(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, worker=False, imports_at_once=0)
    one, other = create_app(settings), create_app(settings)
    async with (
        one.lifespan(),
        other.lifespan(),
        AsyncClient(transport=ASGITransport(one), base_url=HOST) as first,
        AsyncClient(transport=ASGITransport(other), base_url=HOST) as second,
    ):
        answers = await asyncio.gather(
            *(client.post("/v1/articles", json=ARTICLES[0], headers=KEY) for client in (first, second))
        )
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].content == answers[1].content
    assert sum("idempotency-replayed" in answer.headers for answer in answers) == 1


async def test_when_the_answer_can_not_be_kept_nothing_is_stored_either(
    store_only: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(*_: Any, **__: Any) -> bool:
        raise OSError("the disk is gone")

    with monkeypatch.context() as broken:
        broken.setattr(store, "keep", crash)
        assert (await store_only.post("/v1/articles", json=ARTICLES[0], headers=KEY)).status_code == 503
    assert await count(store_only) == 0
    assert (await store_only.post("/v1/articles", json=ARTICLES[0], headers=KEY)).status_code == 201


@pytest.mark.parametrize("key", ['"', "", '"a" "b"', "a b", "x" * 256, '"' + "x" * 256 + '"', "é", '"a\\b"'])
async def test_what_is_no_key_is_refused(store_only: Client, key: str) -> None:
    headers: Any = [(b"Idempotency-Key", key.encode()), (b"Content-Type", b"application/json")]
    answer = await store_only.post("/v1/articles", content=b'{"body": "b"}', headers=headers)
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "Idempotency-Key")
    assert await count(store_only) == 0


async def test_a_key_is_the_same_with_and_without_quotes(store_only: Client) -> None:
    first = await store_only.post("/v1/articles", json=ARTICLES[0], headers={"Idempotency-Key": "k-1"})
    again = await store_only.post("/v1/articles", json=ARTICLES[0], headers={"Idempotency-Key": '"k-1"'})
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
