"""Keys that a browser may hold: what they open, what they leave out, and which are none."""

from __future__ import annotations

import base64
import json
import re
import stat
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import jwt
import pytest
import pytest_asyncio
from litestar.testing import AsyncTestClient

from service.access.secret import FILE, token_secret
from service.app import create_app
from service.errors import BadSettings
from service.settings import Secret, Settings
from tests.api.conftest import HOST, Client

SECRET = "s" * 40
OPEN = ("/v1/search/", "/v1/instantsearch/")
PASTED = "We cannot wait for another winter like the last one, we really cannot, and nobody should ask us to"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    """A service without articles, for what does not depend on them."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("service"))
    async with AsyncTestClient(create_app(settings), base_url=HOST) as opened:
        yield opened


async def made(client: Client, **filters: Any) -> dict[str, str]:
    answer = await client.post("/v1/search-keys", json={"filters": filters})
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['key']}"}


@pytest.mark.asyncio(loop_scope="module")
async def test_a_key_opens_the_search_routes_and_nothing_else(service: Client) -> None:
    headers = await made(service)
    paths = (await service.get("/openapi.json")).json()["paths"]
    refused = set()
    for path, operations in paths.items():
        for method in operations:
            answer = await service.request(method, re.sub(r"{\w+}", "1", path), headers=headers)
            assert answer.status_code != 401, path
            if answer.status_code == 403:
                refused.add(path)
    assert refused == {path for path in paths if path.startswith("/v1/") and not path.startswith(OPEN)}


def claims(**other: Any) -> dict[str, Any]:
    now = int(time.time())
    return {"iss": "onrecord", "aud": "search", "iat": now, "exp": now + 60, "filters": {}} | other


def tampered(key: str) -> str:
    head, body, signature = key.split(".")
    read = json.loads(base64.urlsafe_b64decode(body + "=="))
    widened = base64.urlsafe_b64encode(json.dumps(read | {"filters": {}}).encode()).rstrip(b"=").decode()
    return f"{head}.{widened}.{signature}"


def no_keys() -> Iterator[tuple[str, str]]:
    good = jwt.encode(claims(filters={"outlet": ["the-ledger"]}), SECRET, "HS256")
    yield "out of date", jwt.encode(claims(exp=int(time.time()) - 1), SECRET, "HS256")
    yield "tampered", tampered(good)
    yield "foreign", jwt.encode(claims(), "t" * 40, "HS256")
    yield "of another service", jwt.encode(claims(iss="meilisearch"), SECRET, "HS256")
    yield "for another purpose", jwt.encode(claims(aud="everything"), SECRET, "HS256")
    yield "alg none", jwt.encode(claims(), None, "none")
    yield "alg none with a signature", good.replace(good.split(".")[0], jwt.encode({}, None, "none").split(".")[0])
    yield "another algorithm", jwt.encode(claims(), SECRET + SECRET, "HS512")
    yield "without an end", jwt.encode({k: v for k, v in claims().items() if k != "exp"}, SECRET, "HS256")
    yield "without filters", jwt.encode({k: v for k, v in claims().items() if k != "filters"}, SECRET, "HS256")
    yield "with an unknown filter", jwt.encode(claims(filters={"colour": ["red"]}), SECRET, "HS256")
    yield "an API key that is none", "the-key"
    yield "nothing", ""
    yield "dots", ".."
    yield "long", "e30." + "A" * 5_000 + ".A"


@pytest.mark.parametrize("api_key", [None, Secret("k" * 20)], ids=["open", "guarded"])
async def test_what_is_no_key_is_refused_even_where_none_is_needed(tmp_path: Path, api_key: Secret | None) -> None:
    settings = Settings(data_dir=tmp_path, token_secret=Secret(SECRET), api_key=api_key)
    async with AsyncTestClient(create_app(settings), base_url=HOST) as client:
        for what, key in no_keys():
            answer = await client.get("/v1/search/quotes", headers={"Authorization": f"Bearer {key}"})
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized"), what
            assert answer.headers["www-authenticate"] == "Bearer"
            assert answer.headers["content-type"] == "application/problem+json"
        good = jwt.encode(claims(), SECRET, "HS256")
        assert (await client.get("/v1/search/quotes", headers={"Authorization": f"Bearer {good}"})).status_code == 200
        basic = await client.get("/v1/search/quotes", headers={"Authorization": f"Basic {good}"})
        assert basic.status_code == 401


BAD = {
    "/filters/outlet": [{"filters": {"outlet": []}}, {"filters": {"outlet": None}}, {"filters": {"outlet": "rt"}}],
    "/filters/outlet/0": [{"filters": {"outlet": [""]}}, {"filters": {"outlet": ["x" * 501]}}],
    "/filters/section": [{"filters": {"section": ["back\\slash"]}}, {"filters": {"section": ["new\nline"]}}],
    "/filters/speaker": [{"filters": {"speaker": ["x"] * 101}}],
    "/filters/colour": [{"filters": {"colour": ["red"]}}],
    "/filters/from": [{"filters": {"from": "yesterday"}}],
    "/filters/to": [{"filters": {"from": "2024-02-02", "to": "2024-02-01"}}],
    "/expires_in": [{"expires_in": 0}, {"expires_in": 86_401}, {"expires_in": 2**70}, {"expires_in": 1.5}],
    "/scopes": [{"scopes": ["all"]}],
}


@pytest.mark.asyncio(loop_scope="module")
async def test_a_bad_wish_for_a_key_is_a_problem_that_names_it(service: Client) -> None:
    for pointer, bodies in BAD.items():
        for body in bodies:
            answer = await service.post("/v1/search-keys", json=body)
            assert answer.status_code == 422, body
            assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer], body


@pytest.mark.asyncio(loop_scope="module")
async def test_a_key_says_when_it_ends_and_for_whom_it_is(service: Client) -> None:
    before = int(time.time())
    answer = (await service.post("/v1/search-keys", json={"filters": {"to": "2024-12-31"}, "expires_in": 90})).json()
    read = jwt.decode(answer["key"], options={"verify_signature": False})
    assert before + 90 <= read["exp"] <= time.time() + 90
    assert read["filters"] == answer["filters"] == {"to": "2024-12-31"}
    assert answer["expires_at"] == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(read["exp"]))


async def test_the_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")
    first = token_secret(settings).reveal()
    path = tmp_path / "new" / FILE
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == [FILE]
    assert token_secret(settings).reveal() == first
    path.write_text("short")
    with pytest.raises(BadSettings, match="holds no secret"):
        token_secret(settings)


async def test_nothing_of_what_a_key_leaves_out_is_told(stocked_anew: Client) -> None:
    """Totals and counts are held against SQL in `test_counts`; this is about names, ids and passages."""
    headers = await made(stocked_anew, outlet=["radio-norrland"])
    everything = (await stocked_anew.get("/v1/articles?limit=100")).json()["items"]
    allowed = {one["id"] for one in everything if one["outlet"] and one["outlet"]["id"] == "radio-norrland"}
    assert 0 < len(allowed) < len(everything)
    facets = ["outlet", "speaker", "year", "month"]
    for q in ("", "wall", "vandermeer", PASTED, "zzzzzzz wall"):
        for more in ({}, {"outlet": ["the-ledger"]}, {"outlet": ["the-ledger", "radio-norrland"]}):
            sent = {"q": q, "facets": facets, "histogram": "day"} | more
            quotes = (await stocked_anew.post("/v1/search/quotes", json=sent, headers=headers)).json()
            articles = (await stocked_anew.post("/v1/search/articles", json=sent, headers=headers)).json()
            assert {hit["article_id"] for hit in quotes["hits"]} <= allowed
            assert {hit["id"] for hit in articles["hits"]} <= allowed
            for found in (quotes, articles):
                assert "ledger" not in json.dumps(found["facets"]).lower(), (q, more)
    selected = {"speaker": ["tomas-quill", "ilse-vandermeer"], "facets": ["speaker"], "q": "zzzzz"}
    found = (await stocked_anew.post("/v1/search/quotes", json=selected, headers=headers)).json()
    said = {quote["speaker"]["id"] for one in allowed for quote in await quoted(stocked_anew, one) if quote["speaker"]}
    assert {one["value"] for one in found["facets"]["speaker"]} == said & set(selected["speaker"])
    for q in ("led", "the", ""):
        values = await stocked_anew.get("/v1/search/quotes/facets/outlet", params={"q": q}, headers=headers)
        assert {one["value"] for one in values.json()["values"]} <= {"radio-norrland"}, q


async def quoted(client: Client, article: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get(f"/v1/articles/{article}/quotes")).json()["items"]
    return items
