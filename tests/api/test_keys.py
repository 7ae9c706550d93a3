"""API keys: what each opens, how it ends, and that nothing is open without one once there is one."""

from __future__ import annotations

import asyncio
import re
import sqlite3
import time
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.settings import Secret, Settings
from tests.api.conftest import HOST, Client

FOREIGN = {
    "none": {},
    "unknown": {"Authorization": f"Bearer onr_000000000000_{'x' * 43}"},
    "no key at all": {"Authorization": "Bearer hello"},
    "another way": {"Authorization": "Basic b25yOm9ucg=="},
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Client, dict[str, dict[str, str]]]]:
    """A service with a key of each scope, and their headers."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("service"))
    async with AsyncTestClient(create_app(settings), base_url=HOST) as client:
        admin = await made(client, scope="admin")
        yield client, {"admin": admin} | {scope: await made(client, admin, scope=scope) for scope in ("read", "write")}


async def made(client: Client, headers: dict[str, str] | None = None, **asked: Any) -> dict[str, str]:
    answer = await client.post("/v1/keys", json={"name": "a test"} | asked, headers=headers)
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['key']}"}


def everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def operations(document: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (method, re.sub(r"{\w+}", "1", path))
        for path, found in document["paths"].items()
        for method in found
        if path.startswith("/v1") and method in {"get", "post", "put", "patch", "delete", "head"}
    ]


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("how", FOREIGN)
async def test_no_operation_of_the_contract_is_open_without_a_key(
    service: tuple[Client, dict[str, dict[str, str]]], how: str
) -> None:
    client, _ = service
    listed = operations((await client.get("/openapi.json")).json())
    assert len(listed) > 30
    for method, path in listed:
        answer = await client.request(method, path, headers=FOREIGN[how])
        assert answer.status_code == 401, (method, path)
        assert answer.headers["www-authenticate"] == "Bearer"
        if method != "head":
            assert answer.json()["code"] in {"unauthorized", "invalid_api_key"}  # the latter as Meilisearch says it


@pytest.mark.asyncio(loop_scope="module")
async def test_a_key_opens_what_its_scope_says(service: tuple[Client, dict[str, dict[str, str]]]) -> None:
    client, headers = service
    listed = operations((await client.get("/openapi.json")).json())
    opened: dict[str, set[tuple[str, str]]] = {"read": set(), "write": set()}
    for scope, found in opened.items():
        for method, path in listed:
            answer = await client.request(method, path, headers=headers[scope])
            assert answer.status_code != 401
            if answer.status_code != 403:
                found.add((method, path))
    reading = {(method, path) for method, path in opened["read"] if method not in {"get", "head"}}
    assert all(path.startswith(("/v1/search/", "/v1/instantsearch/", "/v1/extract")) for _, path in reading)
    assert opened["read"] < opened["write"]
    closed = {path for _, path in set(listed) - opened["write"]}
    assert closed == {path for _, path in listed if path.startswith("/v1/keys")}


@pytest.mark.asyncio(loop_scope="module")
async def test_a_key_is_shown_once_and_not_kept(service: tuple[Client, dict[str, dict[str, str]]]) -> None:
    client, headers = service
    answer = await client.post("/v1/keys", json={"name": "the desk"}, headers=headers["admin"])
    key, shown = answer.json()["key"], answer.json()
    assert key.startswith(shown["prefix"])
    assert answer.headers["location"] == f"/v1/keys/{shown['id']}"
    assert (await client.get(answer.headers["location"], headers=headers["admin"])).json() == {
        name: value for name, value in shown.items() if name != "key"
    }
    listed = (await client.get("/v1/keys", headers=headers["admin"])).text
    assert shown["id"] in listed
    assert key not in listed
    written = everything_in(client.app.state.settings.data_dir)
    assert shown["id"].encode() in written
    assert key.encode() not in written
    assert key.rpartition("_")[2].encode() not in written


@pytest.mark.asyncio(loop_scope="module")
async def test_all_keys_are_listed_over_pages(service: tuple[Client, dict[str, dict[str, str]]]) -> None:
    client, headers = service
    for number in range(5):
        await made(client, headers["admin"], name=f"number {number}")
    whole = [one["id"] for one in (await client.get("/v1/keys?limit=200", headers=headers["admin"])).json()["items"]]
    found, cursor = [], ""
    while cursor is not None:
        answer = await client.get(f"/v1/keys?limit=2{cursor and '&cursor=' + cursor}", headers=headers["admin"])
        found += [one["id"] for one in answer.json()["items"]]
        cursor = answer.json()["next_cursor"]
    assert found == whole
    assert len(set(whole)) == len(whole) >= 8


@pytest.mark.asyncio(loop_scope="module")
async def test_a_revoked_key_opens_nothing_in_any_process_within_a_second(
    service: tuple[Client, dict[str, dict[str, str]]],
) -> None:
    client, headers = service
    answer = await client.post("/v1/keys", json={"name": "lost"}, headers=headers["admin"])
    lost = {"Authorization": f"Bearer {answer.json()['key']}"}
    async with AsyncTestClient(create_app(client.app.state.settings), base_url=HOST) as other:
        assert (await other.get("/v1/outlets", headers=lost)).status_code == 200
        path = f"/v1/keys/{answer.json()['id']}"
        assert (await client.delete(path, headers=headers["admin"])).status_code == 204
        revoked = time.monotonic()
        assert (await client.get("/v1/outlets", headers=lost)).status_code == 401
        while (await other.get("/v1/outlets", headers=lost)).status_code != 401:
            assert time.monotonic() - revoked < 1.0
            await asyncio.sleep(0.05)
        assert (await client.get(path, headers=headers["admin"])).json()["revoked_at"] is not None
    assert (await client.delete("/v1/keys/nobodys", headers=headers["admin"])).status_code == 404


@pytest.mark.asyncio(loop_scope="module")
async def test_a_rotated_key_is_good_for_the_overlap_and_no_longer(
    service: tuple[Client, dict[str, dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, headers = service
    answer = await client.post("/v1/keys", json={"name": "nightly", "scope": "write"}, headers=headers["admin"])
    old = {"Authorization": f"Bearer {answer.json()['key']}"}
    path = f"/v1/keys/{answer.json()['id']}/rotate"
    rotated = await client.post(path, json={"overlap": 3_600}, headers=headers["admin"])
    assert (rotated.json()["scope"], rotated.json()["replaces"]) == ("write", answer.json()["id"])
    new = {"Authorization": f"Bearer {rotated.json()['key']}"}
    assert [(await client.get("/v1/outlets", headers=one)).status_code for one in (old, new)] == [200, 200]
    monkeypatch.setattr("service.access.stored_keys.times.now", lambda: "2999-01-01T00:00:00.000000Z")
    assert [(await client.get("/v1/outlets", headers=one)).status_code for one in (old, new)] == [401, 200]
    assert (await client.post(path, json={}, headers=headers["admin"])).status_code == 409


@pytest.mark.asyncio(loop_scope="module")
async def test_two_keys_may_name_their_requests_alike(service: tuple[Client, dict[str, dict[str, str]]]) -> None:
    client, headers = service
    asked = {"Idempotency-Key": "the-first"}
    made_by = {
        scope: await client.post("/v1/articles", json={"body": f"Words of {scope}."}, headers=headers[scope] | asked)
        for scope in ("admin", "write")
    }
    assert [answer.status_code for answer in made_by.values()] == [201, 201]
    again = await client.post("/v1/articles", json={"body": "Words of write."}, headers=headers["write"] | asked)
    assert again.json() == made_by["write"].json()


async def test_this_machine_needs_no_key_until_one_is_made(tmp_path: Path) -> None:
    async with AsyncTestClient(create_app(Settings(data_dir=tmp_path)), base_url=HOST) as client:
        assert (await client.get("/v1/outlets")).status_code == 200
        admin = await made(client, scope="admin")
        assert (await client.get("/v1/outlets")).status_code == 401
        key_id = (await client.get("/v1/keys", headers=admin)).json()["items"][0]["id"]
        await client.delete(f"/v1/keys/{key_id}", headers=admin)
    async with AsyncTestClient(create_app(Settings(data_dir=tmp_path)), base_url=HOST) as client:
        assert (await client.get("/v1/outlets")).status_code == 401, "the last key has ended, and it stays closed"


async def test_a_copy_of_the_store_opens_nothing_elsewhere(tmp_path: Path) -> None:
    async with AsyncTestClient(create_app(Settings(data_dir=tmp_path)), base_url=HOST) as client:
        admin = await made(client, scope="admin")
    other = Settings(data_dir=tmp_path, token_secret=Secret("another secret than that of the file, and long enough"))
    async with AsyncTestClient(create_app(other), base_url=HOST) as client:
        assert (await client.get("/v1/keys", headers=admin)).status_code == 401
    with sqlite3.connect(tmp_path / "onrecord.db") as store:
        (digest,) = store.execute("select digest from api_keys").fetchone()
    assert re.fullmatch(r"[0-9a-f]{64}", digest)


async def test_of_200_requests_at_a_limit_of_100_exactly_100_pass(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, rate_limit=100, rate_seconds=600)
    async with AsyncTestClient(create_app(settings), base_url=HOST) as client:
        admin = await made(client, scope="admin", rate_limit=0)
        reader = await made(client, admin)
        answers = await asyncio.gather(*(client.get("/v1/outlets", headers=reader) for _ in range(200)))
        assert Counter(answer.status_code for answer in answers) == {200: 100, 429: 100}
        refused = next(answer for answer in answers if answer.status_code == 429)
        assert refused.json()["code"] == "rate_limited"
        assert 0 < int(refused.headers["retry-after"]) <= 600
        assert refused.headers["ratelimit"].startswith('"default";r=0;t=')
        left = {answer.headers["ratelimit"].split(";")[1] for answer in answers if answer.status_code == 200}
        assert left == {f"r={number}" for number in range(100)}
        other = await client.get("/v1/outlets", headers=await made(client, admin, rate_limit=2))
        assert other.headers["ratelimit-policy"] == '"default";q=2;w=600'
        assert "ratelimit" not in (await client.get("/v1/keys", headers=admin)).headers
