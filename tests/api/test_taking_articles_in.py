from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Client
from tests.api.pages import ARTICLES


async def test_a_new_article_answers_201_with_its_quotes_and_their_speakers(store_only: Client) -> None:
    answer = await store_only.post("/v1/articles", json=ARTICLES[0])
    article = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/articles/{article['id']}"
    assert article["outlet"] == {"id": "the-ledger", "name": "The Ledger"}
    assert article["published_at"] == "2024-03-04T09:30:00Z"
    assert article["published_precision"] == "minute"
    said = {quote["text"]: quote for quote in article["quotes"]}
    direct = said["We cannot wait for another winter like the last one"]
    assert direct["kind"] == "direct"
    assert direct["speaker"] == {"id": "ilse-vandermeer", "name": "Ilse Vandermeer"}
    assert article["body"][direct["start"] : direct["end"]] == direct["text"]


async def test_when_the_outlet_changed_it_is_told_as_given_and_makes_no_revision_by_itself(store_only: Client) -> None:
    given = ARTICLES[0] | {"modified_at": "2024-03-04T12:10:00+01:00"}
    first = (await store_only.post("/v1/articles", json=given)).json()
    assert first["modified_at"] == "2024-03-04T12:10:00+01:00"
    touched = await store_only.post("/v1/articles", json=given | {"modified_at": "2024-03-05T08:00:00+01:00"})
    assert (touched.status_code, touched.json()["revision"]) == (200, 1)
    silent = await store_only.post("/v1/articles", json=ARTICLES[0] | {"section": "Harbour"})
    assert (silent.json()["revision"], silent.json()["modified_at"]) == (2, first["modified_at"])


async def test_the_same_article_again_answers_200_with_the_stored_one(store_only: Client) -> None:
    first = (await store_only.post("/v1/articles", json=ARTICLES[0])).json()
    again = await store_only.post("/v1/articles", json=ARTICLES[0])
    assert again.status_code == 200
    assert again.json()["id"] == first["id"]
    assert len((await store_only.get("/v1/articles")).json()["items"]) == 1


async def test_waiting_for_search_answers_when_the_article_is_found(client: Client) -> None:
    article = (await client.post("/v1/articles?wait=search", json=ARTICLES[0])).json()
    assert article["searchable"] is True
    found = (await client.get("/v1/search/articles", params={"q": "harbour"})).json()
    assert [hit["id"] for hit in found["hits"]] == [article["id"]]


async def test_a_deleted_article_is_gone_from_the_store_at_once_and_from_search_soon(stocked_anew: Client) -> None:
    (article,) = (await stocked_anew.get("/v1/search/articles", params={"q": "harbour"})).json()["hits"][:1]
    assert (await stocked_anew.delete(f"/v1/articles/{article['id']}")).status_code == 204
    assert (await stocked_anew.get(f"/v1/articles/{article['id']}")).status_code == 404
    assert (await stocked_anew.delete(f"/v1/articles/{article['id']}")).status_code == 404
    await stocked_anew.post("/v1/articles?wait=search", json={"body": "Nothing else happened in the whole valley."})
    found = (await stocked_anew.get("/v1/search/quotes", params={"q": "another winter", "match": "all"})).json()
    assert found["total"] == 0


async def test_a_changed_text_under_the_same_url_replaces_what_search_finds(client: Client) -> None:
    first = (await client.post("/v1/articles?wait=search", json=ARTICLES[0])).json()
    changed = ARTICLES[0] | {"body": "“The wall will be lowered,” Ilse Vandermeer said on Tuesday."}
    again = await client.post("/v1/articles?wait=search", json=changed)
    assert (again.status_code, again.json()["id"], again.json()["revision"]) == (200, first["id"], 2)
    gone = (await client.get("/v1/search/quotes", params={"q": "another winter", "match": "all"})).json()
    found = (await client.get("/v1/search/quotes", params={"q": "lowered"})).json()
    assert (gone["total"], found["total"]) == (0, 1)


async def test_extract_answers_what_would_be_stored_and_stores_nothing(empty: Client) -> None:
    answer = await empty.post("/v1/extract", json={"text": "Wall News\n\n“It holds,” said Tomas Quill."})
    assert answer.status_code == 200
    (quote,) = answer.json()["quotes"]
    assert (quote["text"], quote["speaker"]) == ("It holds", "Tomas Quill")
    assert (await empty.get("/v1/articles")).json()["items"] == []


@pytest.mark.parametrize("field", ["text", "html", "body"])
async def test_extract_names_the_field_that_has_more_than_a_million_characters(empty: Client, field: str) -> None:
    refused = await empty.post("/v1/extract", json={field: "word " * 200_000 + "x"})
    problem = refused.json()
    assert (refused.status_code, problem["code"]) == (413, "too_large")
    assert problem["errors"] == [
        {"pointer": f"/{field}", "message": "has 1,000,001 characters; at most 1,000,000 are taken"}
    ]


@pytest.mark.parametrize("field", ["text", "body"])
async def test_extract_takes_a_million_characters(empty: Client, field: str) -> None:
    taken = await empty.post("/v1/extract", json={field: "“It holds,” said Una Morrow. ".ljust(999_999) + "x"})
    assert taken.status_code == 200
    assert [quote["speaker"] for quote in taken.json()["quotes"]] == ["Una Morrow"]


async def test_extract_refuses_a_request_of_many_megabytes_before_it_reads_it(empty: Client) -> None:
    refused = await empty.post("/v1/extract", json={"text": "word " * 1_700_000})
    assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.json()["detail"] == "the body has more than 8,000,000 bytes"


BAD: dict[str, tuple[Any, str]] = {
    "no content": ({"title": "t"}, "/text"),
    "two contents": ({"text": "a", "body": "b"}, "/body"),
    "an empty text": ({"text": ""}, "/text"),
    "a blank body": ({"body": " \n\t "}, "/body"),
    "binary": ({"text": "\x00\x01\x02\x03" * 50}, "/text"),
    "a 3 MB text": ({"text": "word " * 600_000}, "/text"),
    "a date that is none": ({"body": "b", "published_at": "Friday"}, "/published_at"),
    "a change that is no date": ({"body": "b", "modified_at": "Friday"}, "/modified_at"),
    "a date that can not be": ({"body": "b", "published_at": "2023-02-30"}, "/published_at"),
    "a date of the wrong type": ({"body": "b", "published_at": 7}, "/published_at"),
    "an unknown field": ({"body": "b", "headline": "h"}, "/headline"),
    "a wrong type": ({"body": 3}, "/body"),
    "a wrong type in a list": ({"body": "b", "authors": ["A", 3]}, "/authors/1"),
    "a date before there were newspapers": (
        {"body": "b", "published_at": "0001-01-01T00:00:00+14:00"},
        "/published_at",
    ),
    "a language with a line break": ({"body": "b", "language": "en\n"}, "/language"),
    "an empty title": ({"body": "b", "title": ""}, "/title"),
    "a url that is none": ({"body": "b", "url": "javascript:alert(1)"}, "/url"),
}


@pytest.mark.parametrize(("given", "pointer"), BAD.values(), ids=BAD.keys())
@pytest.mark.parametrize("route", ["/v1/articles", "/v1/extract"])
async def test_bad_input_is_a_problem_that_names_the_field_and_nothing_is_stored(
    empty: Client, route: str, given: dict[str, Any], pointer: str
) -> None:
    answer = await empty.post(route, json=given)
    problem = answer.json()
    assert 400 <= answer.status_code < 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == answer.status_code
    assert [fault["pointer"] for fault in problem["errors"]] == [pointer], problem
    assert (await empty.get("/v1/articles")).json()["items"] == []


UNREADABLE = {
    "invalid UTF-8": b'{"text": "caf\xe9 \xff"}',
    "cut off": b'{"text": "half',
    "nested without end": b'{"text": ' + b"[" * 100_000,
    "a lone surrogate": b'{"text": "\\ud800 and more"}',
    "no object": b"[]",
    "nothing": b"",
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
async def test_a_body_that_cannot_be_read_is_a_problem_and_never_a_500(empty: Client, body: bytes) -> None:
    answer = await empty.post("/v1/articles", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in {400, 422}
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"]


@pytest.mark.parametrize("media_type", ["text/plain", "application/x-www-form-urlencoded", ""])
async def test_a_body_that_is_not_said_to_be_json_is_not_read(empty: Client, media_type: str) -> None:
    headers = {"content-type": media_type} if media_type else {}
    answer = await empty.post("/v1/articles", content=b'{"body": "b"}', headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")
    assert (await empty.get("/v1/articles")).json()["items"] == []
