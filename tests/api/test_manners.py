"""What HTTP asks of every route: claims are made of all GET routes of the contract, so that new ones are under them."""

from __future__ import annotations

import gzip
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.settings import Settings
from tests.api.conftest import HOST, Client
from tests.api.pages import ARTICLES

PLAIN = {"Accept-Encoding": "identity"}
PAGE = "https://pages.example"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def service(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    """A service with articles, that pages of one other origin may call; the tests only read."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("manners"), cors_origins=(PAGE,))
    async with AsyncTestClient(create_app(settings), base_url=HOST) as client:
        for article in ARTICLES:
            assert (await client.post("/v1/articles?wait=search", json=article)).status_code == 201
        yield client


async def readable_addresses(service: Client) -> list[str]:
    """An address for every GET of the contract, with ids of what is there."""
    article = (await service.get("/v1/articles?limit=1")).json()["items"][0]["id"]
    quote = (await service.get("/v1/quotes?limit=1")).json()["items"][0]["id"]
    known = {"article_id": article, "quote_id": quote, "speaker_id": "tomas-quill", "outlet_id": "the-ledger"}
    known |= {"import_id": "none", "key_id": "none", "facet": "speaker", "revision": "1"}
    document = (await service.get("/openapi.json")).json()
    found = [path for path, operations in document["paths"].items() if "get" in operations]
    return [re.sub(r"{(\w+)}", lambda name: known[name[1]], path) for path in found] + ["/", "/docs", "/openapi.json"]


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_head_answers_as_get_does_without_the_body(service: Client) -> None:
    for path in await readable_addresses(service):
        got, asked = await service.get(path, headers=PLAIN), await service.head(path, headers=PLAIN)
        assert (asked.status_code, asked.content) == (got.status_code, b""), path
        varying = {"x-request-id", "export-moment", "etag", "content-length"} if "/search" in path else {"x-request-id"}
        varying |= {"export-moment", "transfer-encoding"}
        assert _without(asked.headers, varying) == _without(got.headers, varying), path


def _without(headers: Any, names: set[str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name not in names}


async def test_what_was_read_and_is_still_so_is_304_without_a_body(service: Client) -> None:
    for path in await readable_addresses(service):
        got = await service.get(path)
        if "/exports/" in path or got.status_code != 200 or got.headers["cache-control"] == "no-store":
            assert "/search" not in path
            continue
        tag = got.headers["etag"]
        if "/search" in path:  # how long it took is a part of the answer
            assert (await service.get(path, headers={"If-None-Match": "*"})).status_code == 304
            continue
        for condition in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            same = await service.get(path, headers={"If-None-Match": condition})
            assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag), path
            assert "content-type" not in same.headers, path
        assert (await service.get(path, headers={"If-None-Match": '"other"'})).status_code == 200, path
        assert got.headers["cache-control"].endswith("no-cache"), path


async def test_a_list_that_has_grown_is_no_longer_304(store_only: Client) -> None:
    await store_only.post("/v1/articles", json=ARTICLES[0])
    tag = (await store_only.get("/v1/outlets")).headers["etag"]
    assert (await store_only.get("/v1/outlets", headers={"If-None-Match": tag})).status_code == 304
    await store_only.post("/v1/articles", json=ARTICLES[1] | {"outlet": "The Other"})
    grown = await store_only.get("/v1/outlets", headers={"If-None-Match": tag})
    assert grown.status_code == 200
    assert len(grown.json()["items"]) == 2


async def test_errors_and_what_is_no_reading_are_not_kept(service: Client) -> None:
    for answer in (
        await service.get("/v1/articles/none"),
        await service.get("/v1/articles?limit=0"),
        await service.get("/v1/nothing"),
        await service.post("/v1/extract", json={"body": "b"}),
        await service.get("/health/ready"),
    ):
        assert answer.headers["cache-control"] == "no-store", answer.url
        assert "etag" not in answer.headers
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/v1/articles", "GET, HEAD, OPTIONS, POST"),
        ("/v1/articles/x", "DELETE, GET, HEAD, OPTIONS, PATCH, PUT"),
        ("/v1/extract", "OPTIONS, POST"),
        ("/v1/search/quotes", "GET, HEAD, OPTIONS, POST"),
        ("/openapi.json", "GET, HEAD, OPTIONS"),
    ],
)
async def test_allow_names_every_method_of_the_path_and_no_other(service: Client, path: str, allowed: str) -> None:
    options = await service.options(path)
    assert (options.status_code, options.headers["allow"]) == (204, allowed)
    wrong = await service.request("PROPFIND", path)
    assert (wrong.status_code, wrong.headers["allow"]) == (405, allowed)
    for method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"):
        answer = await service.request(method, path, json={"rubbish": 1} if method != "GET" else None)
        assert (answer.status_code == 405) == (method not in allowed.split(", ")), method


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/v1/articles?expand=null", "expand"),
        ("/v1/exports/quotes?format=NULL", "format"),
        ("/v1/search/quotes?sort=null", "sort"),
        ("/v1/search/quotes?histogram=null", "histogram"),
    ],
)
async def test_the_word_null_is_no_value_of_a_parameter(service: Client, address: str, parameter: str) -> None:
    answer = await service.get(address)
    assert (answer.status_code, [one["parameter"] for one in answer.json()["errors"]]) == (422, [parameter])


async def test_a_note_in_an_address_has_the_limits_of_one_in_a_body(service: Client) -> None:
    quote = (await service.get("/v1/quotes?limit=1")).json()["items"][0]["id"]
    for note in ("", "x" * 2_001):
        answer = await service.delete(f"/v1/quotes/{quote}", params={"note": note})
        assert (answer.status_code, [one["parameter"] for one in answer.json()["errors"]]) == (422, ["note"])


@pytest.mark.parametrize("address", ["/v1/articles/%ff", "/v1/%c3%28", "/v1/quotes?speaker=%ff", "/v1/articles?%e9=1"])
async def test_an_address_that_is_no_utf8_is_malformed(service: Client, address: str) -> None:
    answer = await service.get(address)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert answer.headers["content-type"] == "application/problem+json"
    assert "UTF-8" in answer.json()["detail"]


@pytest.mark.parametrize("address", ["/v1/articles/a%00b", "/v1/quotes?speaker=%00"])
async def test_an_address_with_a_nul_is_malformed(service: Client, address: str) -> None:
    assert (await service.get(address)).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": 'application/json; charset="UTF-16"'},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
        {"Content-Type": ""},
    ],
)
async def test_a_body_in_another_form_than_is_read_is_415(service: Client, headers: dict[str, str]) -> None:
    answer = await service.post("/v1/extract", content=b'{"body": "b"}', headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


@pytest.mark.parametrize("media_type", ["application/json", "Application/JSON; Charset=UTF-8"])
async def test_json_is_read_however_its_name_is_written(service: Client, media_type: str) -> None:
    answer = await service.post("/v1/extract", content=b'{"body": "b"}', headers={"Content-Type": media_type})
    assert answer.status_code == 200


async def test_what_the_caller_does_not_take_is_406(service: Client) -> None:
    for path, accept, status in (
        ("/v1/articles", "text/html", 406),
        ("/v1/articles", "text/html, */*;q=0.1", 200),
        ("/v1/articles", "application/*", 200),
        ("/v1/exports/quotes", "application/json", 406),
        ("/v1/exports/quotes", "text/csv", 200),
        ("/v1/exports/quotes?format=csv", "application/json", 200),
        ("/docs", "text/html", 200),
    ):
        answer = await service.get(path, headers={"Accept": accept})
        assert answer.status_code == status, (path, accept)


async def test_long_answers_are_packed_for_who_takes_gzip_and_say_that_they_vary(service: Client) -> None:
    plain = await service.get("/v1/articles", headers=PLAIN)
    assert "content-encoding" not in plain.headers
    packed = await service.get("/v1/articles", headers={"Accept-Encoding": "br, gzip;q=0.5"})
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert packed.content == plain.content
    for answer in (plain, packed):
        assert "Accept-Encoding" in answer.headers["vary"]
    assert packed.headers["etag"] != plain.headers["etag"], "a strong tag names one sequence of bytes"
    refused = await service.get("/v1/articles", headers={"Accept-Encoding": "gzip;q=0"})
    assert "content-encoding" not in refused.headers
    short = await service.get("/health/live", headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in short.headers


async def test_an_export_is_packed_once(service: Client) -> None:
    async with service.stream("GET", "/v1/exports/articles", headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert gzip.decompress(raw).count(b"\n") == len(ARTICLES)
    assert answer.headers["vary"].startswith("Accept, Accept-Encoding")


async def test_a_tag_of_a_packed_answer_is_good_for_changing_the_article(store_only: Client) -> None:
    long = ARTICLES[0] | {"body": ARTICLES[0]["body"] + "\n\nMore of it. " * 200}
    made = await store_only.post("/v1/articles", json=long, headers={"Accept-Encoding": "gzip"})
    assert made.headers["etag"].endswith('-gzip"')
    patched = await store_only.patch(
        made.headers["location"], json={"title": "New"}, headers={"If-Match": made.headers["etag"]}
    )
    assert patched.status_code == 200


async def test_a_request_id_comes_back_and_what_is_none_is_replaced(service: Client) -> None:
    given = await service.get("/v1/outlets", headers={"X-Request-Id": "desk-7:try.2"})
    assert given.headers["x-request-id"] == "desk-7:try.2"
    made = {(await service.get(path)).headers["x-request-id"] for path in ("/v1/outlets", "/v1/none", "/v1/a%ff")}
    assert len(made) == 3
    for hostile in ('a"b', "a b", "x" * 101, "é", "a;b", ""):
        answer = await service.get("/v1/outlets", headers=[(b"X-Request-Id", hostile.encode())])  # type: ignore[arg-type]
        assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"]), hostile


async def test_a_named_origin_may_ask_and_read_what_it_needs(service: Client) -> None:
    headers = {"Origin": PAGE, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": "if-match"}
    preflight = await service.options("/v1/articles/x", headers=headers)
    assert preflight.status_code == 204
    assert preflight.headers["access-control-allow-origin"] == PAGE
    assert "PUT" in preflight.headers["access-control-allow-methods"]
    for name in ("If-Match", "Idempotency-Key", "Authorization", "Content-Type", "X-Meilisearch-Client"):
        assert name in preflight.headers["access-control-allow-headers"]
    answer = await service.get("/v1/articles", headers={"Origin": PAGE})
    assert answer.headers["access-control-allow-origin"] == PAGE
    assert "ETag" in answer.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in answer.headers
    problem = await service.get("/v1/articles?limit=0", headers={"Origin": PAGE})
    assert problem.headers["access-control-allow-origin"] == PAGE, "a page may read what was wrong"


@pytest.mark.parametrize("origin", ["https://evil.example", "null", f"{PAGE}.evil.example", "http://pages.example", ""])
async def test_another_origin_is_told_nothing_that_its_browser_would_take(service: Client, origin: str) -> None:
    asked = {"Origin": origin, "Access-Control-Request-Method": "GET"}
    for answer in (
        await service.options("/v1/articles", headers=asked),
        await service.get("/v1/outlets", headers=asked),
    ):
        assert not [name for name in answer.headers if name.startswith("access-control-")]
        assert "Origin" in answer.headers["vary"], "a cache must not give one origin's answer to another"


async def test_the_link_to_the_next_page_leads_through_all_of_a_list(service: Client) -> None:
    path, seen = "/v1/quotes?limit=2&kind=direct", []
    while path:
        answer = await service.get(path)
        seen += [quote["id"] for quote in answer.json()["items"]]
        path = answer.links["next"]["url"] if "next" in answer.links else ""
    everything = (await service.get("/v1/quotes?kind=direct")).json()["items"]
    assert seen == [quote["id"] for quote in everything]
