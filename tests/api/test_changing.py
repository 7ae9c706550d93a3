"""PUT, PATCH and DELETE of an article, and the preconditions that keep two people from overwriting each other."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.api.conftest import Client
from tests.api.pages import ARTICLES

MERGE_PATCH = {"content-type": "application/merge-patch+json"}
NEW = {"body": "“The wall will be lowered,” said Ilse Vandermeer on Tuesday.", "title": "Lower", "outlet": "The Ledger"}


async def ingest(client: Client, article: dict[str, Any] = ARTICLES[0]) -> tuple[str, str]:
    """The path of a new article, and its tag."""
    answer = await client.post("/v1/articles", json=article)
    assert answer.status_code == 201, answer.text
    return answer.headers["location"], answer.headers["etag"]


async def test_a_replaced_article_is_what_was_put_and_nothing_of_what_it_was(store_only: Client) -> None:
    path, tag = await ingest(store_only)
    answer = await store_only.put(path, json=NEW, headers={"if-match": tag})
    article = answer.json()
    assert answer.status_code == 200, answer.text
    assert (article["title"], article["revision"]) == ("Lower", 2)
    assert (article["url"], article["section"], article["published_at"]) == (None, None, None)
    assert [quote["text"] for quote in article["quotes"]] == ["The wall will be lowered"]
    assert (await store_only.get(path)).json()["body"] == NEW["body"]


async def test_replacing_needs_if_match_and_the_newest_revision(store_only: Client) -> None:
    path, tag = await ingest(store_only)
    without = await store_only.put(path, json=NEW)
    assert (without.status_code, without.json()["code"]) == (428, "precondition_required")
    assert (await store_only.put(path, json=NEW, headers={"if-match": tag})).status_code == 200
    stale = await store_only.put(path, json=NEW | {"title": "Again"}, headers={"if-match": tag})
    assert (stale.status_code, stale.json()["code"]) == (412, "precondition_failed")
    assert (await store_only.get(path)).json()["title"] == "Lower"


@pytest.mark.parametrize("condition", ["*", '"0-00", "1-ab"', '"1-"'])
async def test_if_match_takes_any_of_its_tags(store_only: Client, condition: str) -> None:
    path, _ = await ingest(store_only)
    answer = await store_only.put(path, json=NEW, headers={"if-match": condition})
    assert answer.status_code == (412 if condition == '"1-"' else 200)


@pytest.mark.parametrize("condition", ['W/"1-ab"', "1-ab", '"somebody-elses"', ""])
async def test_a_weak_or_unknown_tag_never_matches(store_only: Client, condition: str) -> None:
    path, _ = await ingest(store_only)
    for method, body in (("PUT", NEW), ("PATCH", {"title": "t"}), ("DELETE", None)):
        answer = await store_only.request(method, path, json=body, headers={"if-match": condition})
        assert answer.status_code == 412, method
    assert (await store_only.get(path)).json()["revision"] == 1


async def test_of_two_replacements_of_the_same_revision_exactly_one_wins(store_only: Client) -> None:
    path, tag = await ingest(store_only)
    answers = await asyncio.gather(
        *(store_only.put(path, json=NEW | {"title": f"Try {n}"}, headers={"if-match": tag}) for n in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[412] * 7]
    (won,) = [answer.json() for answer in answers if answer.status_code == 200]
    assert (await store_only.get(path)).json()["title"] == won["title"]
    assert won["revision"] == 2


async def test_putting_what_is_there_makes_no_revision(store_only: Client) -> None:
    path, tag = await ingest(store_only)
    answer = await store_only.put(path, json=ARTICLES[0], headers={"if-match": tag})
    assert (answer.status_code, answer.json()["revision"]) == (200, 1)


async def test_a_patch_sets_what_it_names_clears_what_is_null_and_leaves_the_rest(store_only: Client) -> None:
    path, tag = await ingest(store_only)
    before = (await store_only.get(path + "?expand=quotes")).json()
    patch = {"title": "  Corrected ", "outlet": "The Courier", "section": None, "authors": ["Ada Vance"]}
    answer = await store_only.patch(path, json=patch, headers={**MERGE_PATCH, "if-match": tag})
    after = answer.json()
    assert answer.status_code == 200, answer.text
    assert (after["title"], after["section"], after["authors"]) == ("Corrected", None, ["Ada Vance"])
    assert after["outlet"] == {"id": "the-courier", "name": "The Courier"}
    assert after["corrected"] == ["authors", "outlet", "section", "title"]
    same = ("url", "published_at", "published_precision", "language", "body", "agency")
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert [quote["id"] for quote in after["quotes"]] == [quote["id"] for quote in before["quotes"]]
    assert after["quotes"][0]["outlet"]["id"] == "the-courier"


async def test_clearing_a_date_clears_its_precision(store_only: Client) -> None:
    path, _ = await ingest(store_only)
    article = (await store_only.patch(path, json={"published_at": None})).json()
    assert (article["published_at"], article["published_precision"]) == (None, None)
    article = (await store_only.patch(path, json={"published_at": "2024-03-05"})).json()
    assert article["published_precision"] == "day"


async def test_what_a_person_corrected_stays_when_the_same_page_comes_again(store_only: Client) -> None:
    path, _ = await ingest(store_only)
    patch = {"title": "Corrected", "outlet": "The Courier", "url": "https://courier.example/wall", "section": None}
    corrected = (await store_only.patch(path, json=patch)).json()
    again = await store_only.post("/v1/articles", json=ARTICLES[0])
    assert (again.status_code, again.json()["id"], again.json()["revision"]) == (200, corrected["id"], 2)
    changed = ARTICLES[0] | {"body": ARTICLES[0]["body"] + "\n\nThe harbour master agreed with all of it."}
    again = await store_only.post("/v1/articles", json=changed | {"title": "Wrong again"})
    article = again.json()
    assert (article["id"], article["revision"], article["title"]) == (corrected["id"], 3, "Corrected")
    assert (article["outlet"]["id"], article["url"], article["section"]) == ("the-courier", patch["url"], None)
    assert "harbour master" in article["body"]
    assert [one["id"] for one in (await store_only.get("/v1/outlets")).json()["items"]] == ["the-courier"]


BAD_PATCHES: dict[str, tuple[Any, str]] = {
    "a text": ({"body": "other words"}, "/body"),
    "an unknown field": ({"headline": "h"}, "/headline"),
    "what the service finds out": ({"duplicate_of": None}, "/duplicate_of"),
    "a blank title": ({"title": "  "}, "/title"),
    "a wrong type": ({"title": 3}, "/title"),
    "a wrong type in a list": ({"authors": ["A", 3]}, "/authors/1"),
    "a blank author": ({"authors": ["A", " "]}, "/authors/1"),
    "a date that is none": ({"published_at": "Friday"}, "/published_at"),
    "a date to come": ({"published_at": "2999-01-01"}, "/published_at"),
    "an address that is none": ({"url": "javascript:alert(1)"}, "/url"),
    "an address without a host": ({"url": "https://?x"}, "/url"),
    "a language that is none": ({"language": "English"}, "/language"),
    "no object": ([], ""),
}


@pytest.mark.parametrize(("patch", "pointer"), BAD_PATCHES.values(), ids=BAD_PATCHES.keys())
async def test_a_bad_patch_names_the_field_and_changes_nothing(store_only: Client, patch: Any, pointer: str) -> None:
    path, _ = await ingest(store_only)
    answer = await store_only.patch(path, json=patch, headers=MERGE_PATCH)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), answer.text
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]
    assert (await store_only.get(path)).json()["revision"] == 1


async def test_an_empty_patch_changes_nothing(store_only: Client) -> None:
    path, _ = await ingest(store_only)
    answer = await store_only.patch(path, json={})
    assert (answer.status_code, answer.json()["revision"], answer.json()["corrected"]) == (200, 1, [])


async def test_what_belongs_to_another_article_is_a_conflict_that_names_the_field(store_only: Client) -> None:
    await ingest(store_only, ARTICLES[0] | {"external_id": "x-1"})
    path, tag = await ingest(store_only, ARTICLES[0] | {"outlet": "The Courier", "url": "https://courier.example/2"})
    taken: list[dict[str, str]] = [
        {"url": "http://m.ledger.example/harbour-wall/amp/"},
        {"external_id": "x-1"},
        {"outlet": "The Ledger"},
    ]
    for patch in taken:
        answer = await store_only.patch(path, json=patch)
        assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
        assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(patch))}"
    put = await store_only.put(path, json=ARTICLES[0] | {"url": None}, headers={"if-match": tag})
    assert (put.status_code, put.json()["errors"][0]["pointer"]) == (409, "/body")
    assert (await store_only.get(path)).json()["revision"] == 1


async def test_nobody_is_changed_where_there_is_no_article(empty: Client) -> None:
    path = "/v1/articles/nobody-knows-it"
    assert (await empty.put(path, json=NEW, headers={"if-match": "*"})).status_code == 404
    assert (await empty.patch(path, json={"title": "t"})).status_code == 404
    assert (await empty.get(path + "/revisions")).status_code == 404
    assert (await empty.get(path + "/revisions/1")).status_code == 404
    assert (await empty.get(path + "/duplicates")).status_code == 404


async def test_deleting_honours_if_match(store_only: Client) -> None:
    path, tag = await ingest(store_only)
    await store_only.patch(path, json={"title": "Corrected"})
    assert (await store_only.delete(path, headers={"if-match": tag})).status_code == 412
    fresh = (await store_only.get(path)).headers["etag"]
    assert (await store_only.delete(path, headers={"if-match": fresh})).status_code == 204


async def test_what_has_not_changed_is_304_and_what_has_is_not(client: Client) -> None:
    made = await client.post("/v1/articles", json=ARTICLES[0])
    path = made.headers["location"]
    first = await client.get(path)
    if first.json()["searchable"] is False:  # the tag is of all that is shown, so that this change is not hidden
        await client.post("/v1/articles?wait=search", json=ARTICLES[0])
        assert (await client.get(path, headers={"if-none-match": first.headers["etag"]})).status_code == 200
    tag = (await client.get(path)).headers["etag"]
    for condition in (tag, f"W/{tag}", f'"0-00", {tag}', "*"):
        same = await client.get(path, headers={"if-none-match": condition})
        assert (same.status_code, same.content, same.headers["etag"]) == (304, b"", tag)
    assert (await client.get(path + "?expand=quotes", headers={"if-none-match": tag})).status_code == 200
    await client.patch(path, json={"title": "Corrected"})
    assert (await client.get(path, headers={"if-none-match": tag})).status_code == 200


async def test_a_patched_title_is_what_search_finds(client: Client) -> None:
    path, _ = await ingest(client)
    await client.patch(path, json={"title": "Zeppelin over the quay"})
    await client.post("/v1/articles?wait=search", json={"body": "Nothing else happened in the whole valley."})
    found = (await client.get("/v1/search/quotes", params={"q": "zeppelin"})).json()
    assert {hit["article_title"] for hit in found["hits"]} == {"Zeppelin over the quay"}
