from __future__ import annotations

import asyncio
import csv
import gzip
import io
import json
from typing import Any

import pytest

from tests.api.conftest import Client, stock


@pytest.fixture
async def filled(store_only: Client) -> Client:
    """One that may be changed."""
    await stock(store_only)
    return store_only


async def lines(client: Client, route: str, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get(f"/v1/exports/{route}", params=params)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


async def rows(client: Client, route: str, **params: Any) -> list[dict[str, str]]:
    answer = await client.get(f"/v1/exports/{route}", params={"format": "csv", **params})
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text, newline=""), strict=True))


async def test_an_export_holds_every_article_with_its_quotes_in_the_order_of_the_list(stocked_embedded: Client) -> None:
    listed = (await stocked_embedded.get("/v1/articles", params={"expand": "quotes"})).json()["items"]
    exported = await lines(stocked_embedded, "articles")
    assert [line["id"] for line in exported] == [article["id"] for article in listed]
    for line, article in zip(exported, listed, strict=True):
        assert line["outlet"] == article["outlet"]["name"]
        same = set(line) & set(article) - {"outlet", "quotes"}
        assert same >= {"body", "title", "url", "published_at", "published_precision", "revision", "created_at"}
        assert {name: line[name] for name in same} == {name: article[name] for name in same}
        assert [quote["id"] for quote in line["quotes"]] == [quote["id"] for quote in article["quotes"]]
        for quote in line["quotes"]:
            assert line["body"][quote["start"] : quote["end"]] == quote["text"]
            assert quote["speaker"] is None or quote["speaker"]["type"] == "person"


async def test_an_export_of_quotes_is_the_list_of_quotes(stocked_embedded: Client) -> None:
    listed = (await stocked_embedded.get("/v1/quotes")).json()["items"]
    exported = await lines(stocked_embedded, "quotes")
    assert [{name: value for name, value in line.items() if name != "cursor"} for line in exported] == listed


FILTERS: list[dict[str, Any]] = [
    {"outlet": "the-ledger"},
    {"outlet": ["the-ledger", "radio-norrland"]},
    {"speaker": "tomas-quill"},
    {"from": "2024-03-05", "to": "2025-12-31"},
    {"outlet": "radio-norrland", "from": "2020-01-01"},
    {"outlet": "nobody"},
]


@pytest.mark.parametrize("wanted", FILTERS)
@pytest.mark.parametrize("route", ["articles", "quotes"])
async def test_the_filters_of_an_export_are_those_of_the_list(
    stocked_embedded: Client, route: str, wanted: dict[str, Any]
) -> None:
    listed = (await stocked_embedded.get(f"/v1/{route}", params=wanted)).json()["items"]
    assert [line["id"] for line in await lines(stocked_embedded, route, **wanted)] == [item["id"] for item in listed]


async def test_quotes_are_exported_by_kind(stocked_embedded: Client) -> None:
    kinds = [line["kind"] for line in await lines(stocked_embedded, "quotes", kind="partial")]
    assert kinds
    assert set(kinds) == {"partial"}


@pytest.mark.parametrize("route", ["articles", "quotes"])
async def test_an_export_that_broke_off_goes_on_behind_any_of_its_lines(stocked_embedded: Client, route: str) -> None:
    whole = await lines(stocked_embedded, route)
    assert len(whole) > 3
    for number, line in enumerate(whole):
        assert await lines(stocked_embedded, route, cursor=line["cursor"]) == whole[number + 1 :]


@pytest.mark.parametrize("route", ["articles", "quotes"])
async def test_a_continued_csv_has_no_header_and_stands_behind_what_is_there(
    stocked_embedded: Client, route: str
) -> None:
    whole = await stocked_embedded.get(f"/v1/exports/{route}", params={"format": "csv"})
    assert whole.headers["content-type"] == "text/csv; header=present; charset=utf-8"
    first = (await rows(stocked_embedded, route))[0]
    rest = await stocked_embedded.get(f"/v1/exports/{route}", params={"format": "csv", "cursor": first["cursor"]})
    assert rest.headers["content-type"] == "text/csv; header=absent; charset=utf-8"
    assert rest.text
    assert whole.text.endswith(f"{first['cursor']}\r\n{rest.text}")


async def test_what_comes_in_after_an_export_broke_off_is_not_in_its_continuation(filled: Client) -> None:
    whole = await lines(filled, "articles")
    await filled.post("/v1/articles", json={"body": "Nothing else happened in the whole valley."})
    await filled.delete(f"/v1/articles/{whole[2]['id']}")
    rest = await lines(filled, "articles", cursor=whole[0]["cursor"])
    assert [line["id"] for line in rest] == [whole[1]["id"], whole[3]["id"]]


async def test_a_cursor_of_something_else_is_refused(stocked_embedded: Client) -> None:
    of_articles = (await lines(stocked_embedded, "articles"))[0]["cursor"]
    for cursor in (of_articles, "nonsense", ""):
        answer = await stocked_embedded.get("/v1/exports/quotes", params={"cursor": cursor})
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "cursor")


async def test_a_parameter_that_an_export_does_not_know_is_refused(stocked_embedded: Client) -> None:
    for name in ("limit", "kind", "outlte"):
        answer = await stocked_embedded.get("/v1/exports/articles", params={name: "1"})
        assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, name)


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/csv", "text/csv"),
        ("application/x-ndjson", "application/x-ndjson"),
        ("*/*", "application/x-ndjson"),
        ("text/csv;q=0.5, application/x-ndjson", "application/x-ndjson"),
    ],
)
async def test_accept_chooses_the_format(stocked_embedded: Client, accept: str, media_type: str) -> None:
    answer = await stocked_embedded.get("/v1/exports/quotes", headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media_type
    named = await stocked_embedded.get("/v1/exports/quotes", params={"format": "csv"}, headers={"Accept": accept})
    assert named.headers["content-type"].startswith("text/csv")


async def test_an_empty_export_is_empty_and_its_csv_is_a_header(empty: Client) -> None:
    assert await lines(empty, "articles") == []
    answer = await empty.get("/v1/exports/quotes", params={"format": "csv"})
    assert answer.text.startswith("id,article_id,text,kind,")
    assert answer.text.count("\r\n") == 1


HOSTILE = (
    "=HYPERLINK(“https://evil.example”,A1)",
    "+1 for the harbour",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
)


@pytest.mark.parametrize("title", HOSTILE)
async def test_no_cell_of_a_csv_is_taken_for_a_formula(store_only: Client, title: str) -> None:
    given = {"title": title, "body": f'{title}, she read, “all of it”.\n\n“One, "two"\nthree,” said Una Morrow.'}
    await store_only.post("/v1/articles", json=given)
    (article,) = await rows(store_only, "articles")
    assert article["title"] == f"'{title}"
    assert article["body"].startswith(f"'{title}")
    assert all(cell[:1] not in set("=+-@\t\r\n＝＋－＠") for cell in article.values() if cell)
    assert (await lines(store_only, "articles"))[0]["title"] == title


async def test_a_csv_has_a_column_for_each_part_and_nothing_for_what_is_unknown(filled: Client) -> None:
    by_id = {line["id"]: line for line in await lines(filled, "quotes")}
    found = await rows(filled, "quotes")
    assert {row["id"] for row in found} == set(by_id)
    for row in found:
        line = by_id[row["id"]]
        assert row["speaker_id"] == (line["speaker"]["id"] if line["speaker"] else "")
        assert row["cue"] == (line["cue"]["text"] if line["cue"] else "")
        assert row["published_at"] == (line["published_at"] or "")
        assert (int(row["start"]), int(row["end"])) == (line["start"], line["end"])
    with_authors = {"body": "It rained.", "authors": ["Ada Vance", "Bo Lind"], "outlet": "The Courier"}
    await filled.post("/v1/articles", json=with_authors)
    (article,) = await rows(filled, "articles", outlet="the-courier")
    assert (article["authors"], article["truncated"], article["quotes"]) == ("Ada Vance; Bo Lind", "false", "0")


async def test_an_export_is_packed_for_whom_takes_it_packed(stocked_embedded: Client) -> None:
    plain = await stocked_embedded.get("/v1/exports/articles", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    async with stocked_embedded.stream(
        "GET", "/v1/exports/articles", headers={"Accept-Encoding": "br, gzip;q=0.5"}
    ) as answer:
        packed = b"".join([piece async for piece in answer.aiter_raw()])
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed) == plain.content
    refused = await stocked_embedded.get("/v1/exports/articles", headers={"Accept-Encoding": "gzip;q=0.0"})
    assert "content-encoding" not in refused.headers


async def test_an_export_says_which_moment_it_is_of(stocked_embedded: Client) -> None:
    answer = await stocked_embedded.get("/v1/exports/articles")
    moment = answer.headers["export-moment"]
    assert all(json.loads(line)["updated_at"] <= moment for line in answer.text.splitlines())


async def test_many_exports_at_once_all_come_whole(stocked_embedded: Client) -> None:
    wanted = [line["id"] for line in await lines(stocked_embedded, "articles")]
    for exported in await asyncio.gather(*(lines(stocked_embedded, "articles") for _ in range(12))):
        assert [line["id"] for line in exported] == wanted
