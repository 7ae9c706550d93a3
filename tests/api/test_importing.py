from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from litestar.testing import AsyncTestClient
from msgspec import structs

from service.app import create_app
from service.settings import Settings
from tests.api.conftest import HOST, Client
from tests.api.importing import NDJSON, counts, hand_in, imported, ndjson, refused, said, until
from tests.api.pages import ARTICLES
from tests.templates import new_store

MORE_THAN_A_BATCH = 250


@pytest.fixture
def small(tmp_path: Path) -> Settings:
    new_store(tmp_path)
    return Settings(data_dir=tmp_path, worker=False, import_workers=1)


def waiting_streams(settings: Settings) -> list[str]:
    return sorted(path.name for path in (settings.data_dir / "imports").glob("*"))


@pytest.fixture
async def importing(small: Settings) -> AsyncIterator[Client]:
    async with AsyncTestClient(create_app(small), base_url=HOST) as opened:
        yield opened


async def test_an_import_makes_what_the_articles_would_be_one_by_one(importing: Client, tmp_path: Path) -> None:
    found = await imported(importing, ndjson(ARTICLES))
    assert (found["state"], counts(found)) == ("done", (4, 0, 0, 0))
    assert found["bytes_done"] == found["bytes_total"] == len(ndjson(ARTICLES))
    assert found["lines_done"] == 4
    assert found["rate"] > 0
    assert found["submitted_at"] <= found["started_at"] <= found["finished_at"]
    listed = (await importing.get("/v1/articles", params={"expand": "quotes"})).json()["items"]
    one_by_one = Settings(data_dir=tmp_path / "other", worker=False)
    async with AsyncTestClient(create_app(one_by_one), base_url=HOST) as other:
        for article in ARTICLES:
            await other.post("/v1/articles", json=article)
        expected = (await other.get("/v1/articles", params={"expand": "quotes"})).json()["items"]
    for article, wanted in zip(listed, expected, strict=True):
        ours = {"id", "created_at", "updated_at", "quotes"}
        assert {k: v for k, v in article.items() if k not in ours} == {k: v for k, v in wanted.items() if k not in ours}
        assert [quote["text"] for quote in article["quotes"]] == [quote["text"] for quote in wanted["quotes"]]
        assert [quote["speaker"] for quote in article["quotes"]] == [quote["speaker"] for quote in wanted["quotes"]]


async def test_an_imported_article_is_found_by_search(client: Client) -> None:
    assert counts(await imported(client, ndjson(ARTICLES[:1]))) == (1, 0, 0, 0)
    last = await client.post("/v1/articles?wait=search", json=ARTICLES[1])
    assert last.json()["searchable"] is True
    assert (await client.get("/v1/search/articles", params={"q": "harbour"})).json()["total"] == 1


async def test_the_same_stream_again_makes_nothing_twice(importing: Client) -> None:
    stream = ndjson(said(MORE_THAN_A_BATCH))
    assert counts(await imported(importing, stream)) == (MORE_THAN_A_BATCH, 0, 0, 0)
    both = await asyncio.gather(imported(importing, stream), imported(importing, stream))
    assert [counts(one) for one in both] == [(0, 0, MORE_THAN_A_BATCH, 0)] * 2


BAD: dict[str, tuple[bytes, str, str]] = {
    "no JSON": (b'{"body": ', "", "JSON"),
    "no object": (b"[]", "", "object"),
    "invalid UTF-8": (b'{"body": "caf\xe9"}', "", "utf-8"),
    "an unknown field": (b'{"body": "b", "headline": "h"}', "/headline", "no field"),
    "a wrong type in a list": (b'{"body": "b", "authors": ["A", 3]}', "/authors/1", "str"),
    "a date that is none": (b'{"body": "b", "published_at": "Friday"}', "/published_at", "RFC 3339"),
    "two contents": (b'{"body": "b", "text": "t"}', "/body", "only one"),
    "no content": (b'{"title": "t"}', "/text", "missing"),
    "a lone surrogate": (b'{"body": "\\ud800 and more"}', "", ""),
    "nested without end": (b'{"body": ' + b"[" * 5_000, "", ""),
    "a line that is too long": (b'{"body": "' + b"a" * 12_000 + b'"}', "", "12,014 bytes"),
    "an article that is too long": (b'{"body": "' + b"a" * 6_000 + b'"}', "/body", "characters"),
}


async def test_what_is_refused_is_named_by_line_and_reason_and_the_rest_goes_in(small: Settings) -> None:
    limited = structs.replace(small, max_body_bytes=10_000, max_article_chars=5_000)
    good = [ndjson([one]).strip() for one in said(len(BAD))]
    lines = [line for pair in zip(good, (bad[0] for bad in BAD.values()), strict=True) for line in pair]
    async with AsyncTestClient(create_app(limited), base_url=HOST) as client:
        found = await imported(client, b"\xef\xbb\xbf\n" + b"\r\n".join(lines))
        assert (found["state"], counts(found)) == ("done", (len(BAD), 0, 0, len(BAD)))
        assert found["lines_done"] == 1 + len(lines)
        errors = await refused(client, found)
        assert [error["line"] for error in errors] == list(range(3, 2 + len(lines), 2))
        for error, (name, (_, pointer, word)) in zip(errors, BAD.items(), strict=True):
            assert error["pointer"] == pointer, name
            assert word in error["reason"], name
            assert error["reason"], name


async def test_a_refused_item_is_named_by_what_it_calls_itself_and_its_text_is_kept_out(importing: Client) -> None:
    item = {"body": "A private word.", "external_id": "x-1", "url": "https://a.example/1", "published_at": "never"}
    (error,) = await refused(importing, await imported(importing, ndjson([item])))
    assert (error["external_id"], error["url"]) == ("x-1", "https://a.example/1")
    assert "private" not in str(error)


async def test_a_contradiction_with_what_is_stored_is_refused_as_one_article_is(importing: Client) -> None:
    items = [
        {"body": "one", "external_id": "x"},
        {"body": "two", "url": "https://a.example/2"},
        {"body": "three", "external_id": "x", "url": "https://a.example/2"},
    ]
    found = await imported(importing, ndjson(items))
    assert counts(found) == (2, 0, 0, 1)
    assert "two stored articles" in (await refused(importing, found))[0]["reason"]


async def test_errors_page(importing: Client) -> None:
    found = await imported(importing, b"{}\n" * 5)
    first = await importing.get(f"/v1/imports/{found['id']}/errors", params={"limit": 3})
    assert 'rel="next"' in first.headers["link"]
    cursor = first.json()["next_cursor"]
    rest = await importing.get(f"/v1/imports/{found['id']}/errors", params={"limit": 3, "cursor": cursor})
    assert [item["line"] for page in (first, rest) for item in page.json()["items"]] == [1, 2, 3, 4, 5]
    assert rest.json()["next_cursor"] is None


async def test_imports_are_listed_the_latest_first(importing: Client) -> None:
    made = [await hand_in(importing, ndjson(said(1))) for _ in range(3)]
    page = (await importing.get("/v1/imports", params={"limit": 2})).json()
    rest = (await importing.get("/v1/imports", params={"cursor": page["next_cursor"]})).json()
    assert [one["id"] for one in page["items"] + rest["items"]] == [one["id"] for one in reversed(made)]


@pytest.mark.parametrize("path", ["", "/errors"])
async def test_an_import_that_there_is_not_is_not_found(importing: Client, path: str) -> None:
    assert (await importing.get(f"/v1/imports/none{path}")).status_code == 404


async def test_cancelling_an_import_that_there_is_not_is_not_found(importing: Client) -> None:
    assert (await importing.post("/v1/imports/none/cancel")).status_code == 404


async def test_an_empty_stream_and_one_of_blank_lines_are_done_at_once(importing: Client) -> None:
    for stream, lines in ((b"", 0), (b"\n \n\r\n", 3)):
        found = await imported(importing, stream)
        assert (found["state"], counts(found), found["lines_done"]) == ("done", (0, 0, 0, 0), lines)


async def test_a_packed_stream_is_unpacked_also_when_it_is_several_behind_each_other(importing: Client) -> None:
    items = said(6)
    packed = gzip.compress(ndjson(items[:3])) + gzip.compress(ndjson(items[3:]))
    found = await imported(importing, packed, **{"Content-Encoding": "gzip"})
    assert (counts(found), found["bytes_total"]) == ((6, 0, 0, 0), len(ndjson(items)))


PACKED = gzip.compress(ndjson(said(50)))
UNTAKEN: dict[str, tuple[bytes, dict[str, str], int, str]] = {
    "gzip that breaks off": (PACKED[:-20], {"Content-Encoding": "gzip"}, 400, "malformed"),
    "no gzip": (b"{}\n", {"Content-Encoding": "gzip"}, 400, "malformed"),
    "another packing": (b"{}\n", {"Content-Encoding": "br"}, 415, "unsupported_media_type"),
    "text": (b"{}\n", {"Content-Type": "text/plain"}, 415, "unsupported_media_type"),
    "plain JSON": (b"{}\n", {"Content-Type": "application/json"}, 415, "unsupported_media_type"),
    "too much": (b"{}\n" * 20_000, {}, 413, "too_large"),
    "too much when it is unpacked": (gzip.compress(b"{}\n" * 20_000), {"Content-Encoding": "gzip"}, 413, "too_large"),
}


@pytest.mark.parametrize(("stream", "headers", "status", "code"), UNTAKEN.values(), ids=UNTAKEN.keys())
async def test_a_stream_that_can_not_be_taken_is_a_problem_and_nothing_is_kept(
    small: Settings, stream: bytes, headers: dict[str, str], status: int, code: str
) -> None:
    limited = structs.replace(small, max_import_bytes=50_000)
    async with AsyncTestClient(create_app(limited), base_url=HOST) as client:
        answer = await client.post("/v1/imports", content=stream, headers=NDJSON | headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["errors"]
        assert (await client.get("/v1/imports")).json()["items"] == []
    assert waiting_streams(small) == []


async def test_a_bomb_is_refused_before_it_fills_the_disk(importing: Client, small: Settings) -> None:
    bomb = gzip.compress(b"\n" * 100_000_000, compresslevel=9)
    answer = await importing.post("/v1/imports", content=bomb, headers=NDJSON | {"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert "times its size" in answer.json()["detail"]
    assert waiting_streams(small) == []


async def test_a_disk_that_is_too_full_is_said_to_be_and_nothing_is_kept(small: Settings) -> None:
    full = structs.replace(small, disk_kept_free=1 << 60)
    async with AsyncTestClient(create_app(full), base_url=HOST) as client:
        answer = await client.post("/v1/imports", content=ndjson(said(1)), headers=NDJSON)
        assert (answer.status_code, answer.json()["code"]) == (507, "no_room")
        assert (await client.get("/v1/exports/articles")).status_code == 507
    assert waiting_streams(small) == []


async def test_no_more_imports_wait_than_may_and_one_that_ends_makes_room(small: Settings) -> None:
    idle = structs.replace(small, imports_at_once=0, imports_waiting=2)
    async with AsyncTestClient(create_app(idle), base_url=HOST) as client:
        first, _ = [await hand_in(client, ndjson(said(1))) for _ in range(2)]
        answer = await client.post("/v1/imports", content=ndjson(said(1)), headers=NDJSON)
        assert (answer.status_code, answer.json()["code"]) == (503, "busy")
        assert int(answer.headers["retry-after"]) > 0
        assert (await client.post(f"/v1/imports/{first['id']}/cancel")).json()["state"] == "cancelled"
        await hand_in(client, ndjson(said(1)))


async def test_what_waits_is_worked_off_one_after_the_other_when_the_service_is_back(small: Settings) -> None:
    idle = structs.replace(small, imports_at_once=0)
    async with AsyncTestClient(create_app(idle), base_url=HOST) as client:
        made = [await hand_in(client, ndjson(said(number))) for number in (1, 2, 3)]
        assert [(await until(client, one, "queued"))["rate"] for one in made] == [None] * 3
    async with AsyncTestClient(create_app(small), base_url=HOST) as client:
        ended = [await until(client, one, "done") for one in made]
    assert [counts(one) for one in ended] == [(1, 0, 0, 0), (1, 0, 1, 0), (1, 0, 2, 0)]
    assert ended[0]["finished_at"] <= ended[1]["started_at"]
    assert ended[1]["finished_at"] <= ended[2]["started_at"]


async def test_cancelling_stops_an_import_where_it_is_and_what_is_stored_stays(
    importing: Client, small: Settings
) -> None:
    made = await hand_in(importing, ndjson(said(20_000)))
    await until(importing, made, "running", lines=1)
    cancelled = await importing.post(f"/v1/imports/{made['id']}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert waiting_streams(small) == []
    await asyncio.sleep(0.5)
    found = (await importing.get(f"/v1/imports/{made['id']}")).json()
    exported = (await importing.get("/v1/exports/articles")).text.splitlines()
    assert found == cancelled.json()
    assert 0 < found["created"] == found["lines_done"] == len(exported) < 20_000
    again = await importing.post(f"/v1/imports/{made['id']}/cancel")
    assert (again.status_code, again.json()["code"]) == (409, "conflict")
    assert counts(await imported(importing, ndjson(said(3)))) == (0, 0, 3, 0)


async def test_an_import_of_nothing_that_is_right_is_given_up(small: Settings) -> None:
    strict = structs.replace(small, max_import_refused=150)
    async with AsyncTestClient(create_app(strict), base_url=HOST) as client:
        found = await imported(client, b"{}\n" * 1_000)
        assert found["state"] == "failed"
        assert "150" in found["reason"]
        assert 150 < found["refused"] < 1_000
    assert waiting_streams(small) == []


async def test_an_import_whose_stream_is_gone_fails_and_says_so(small: Settings) -> None:
    async with AsyncTestClient(create_app(structs.replace(small, imports_at_once=0)), base_url=HOST) as client:
        made = await hand_in(client, ndjson(said(1)))
    (small.data_dir / "imports" / f"{made['id']}.ndjson").unlink()
    async with AsyncTestClient(create_app(small), base_url=HOST) as client:
        found = await until(client, made, "failed")
    assert "can't be read" in found["reason"]


async def test_two_processes_side_by_side_work_each_import_off_once(small: Settings) -> None:
    async with (
        AsyncTestClient(create_app(small), base_url=HOST) as one,
        AsyncTestClient(create_app(small), base_url=HOST) as other,
    ):
        streams = [ndjson([{"body": f"Pump {n} {i}"} for i in range(150)]) for n in range(4)]
        made: list[dict[str, Any]] = [await hand_in(one, stream) for stream in streams]
        found = [await until(other, each, "done") for each in made]
        assert [counts(each) for each in found] == [(150, 0, 0, 0)] * 4
        assert len((await one.get("/v1/exports/articles")).text.splitlines()) == 600
