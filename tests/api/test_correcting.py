"""Correcting quotes, merging and splitting speakers, over HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.api.conftest import Client

PATCH = {"Content-Type": "application/merge-patch+json"}


async def first_quote(client: Client, q: str = "winter") -> dict[str, Any]:
    for quote in (await client.get("/v1/quotes")).json()["items"]:
        if q in quote["text"]:
            found: dict[str, Any] = quote
            return found
    raise AssertionError(q)


async def in_search(client: Client, wanted: int, **params: Any) -> list[dict[str, Any]]:
    """The hits of a search, once there are as many as are wanted."""
    hits: list[dict[str, Any]] = []
    for _ in range(200):
        hits = (await client.get("/v1/search/quotes", params=params)).json()["hits"]
        if len(hits) == wanted:
            return hits
        await asyncio.sleep(0.05)
    raise AssertionError(hits)


def pointers(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [fault["pointer"] for fault in answer.json()["errors"]]


async def test_a_corrected_speaker_is_found_by_search_and_can_be_taken_back(stocked_anew: Client) -> None:
    quote = await first_quote(stocked_anew)
    url = f"/v1/quotes/{quote['id']}"
    body = {"speaker": {"name": "Una Morrow"}, "by": "desk", "note": "heard the tape"}
    answer = await stocked_anew.patch(url, json=body, headers=PATCH)
    assert answer.status_code == 200, answer.text
    corrected = answer.json()
    assert corrected["speaker"] == {"id": "una-morrow", "name": "Una Morrow"}
    assert (corrected["method"], corrected["confidence"]) == ("corrected", 1.0)
    assert corrected["correction"]["before"]["speaker"]["id"] == "ilse-vandermeer"
    (hit,) = await in_search(stocked_anew, 1, speaker="una-morrow")
    assert hit["id"] == quote["id"]
    assert (await stocked_anew.delete(f"{url}/correction")).status_code == 204
    assert (await stocked_anew.get(url)).json() == quote
    await in_search(stocked_anew, 0, speaker="una-morrow")
    assert (await stocked_anew.delete(f"{url}/correction")).status_code == 404


async def test_a_merge_patch_changes_only_what_it_names(stocked_anew: Client) -> None:
    quote = await first_quote(stocked_anew)
    url = f"/v1/quotes/{quote['id']}"
    assert (await stocked_anew.patch(url, json={})).json() == quote
    await stocked_anew.patch(url, json={"speaker": None})
    kind = (await stocked_anew.patch(url, json={"kind": "partial"})).json()
    assert (kind["speaker"], kind["kind"], kind["confidence"]) == (None, "partial", 0.0)
    by_id = (await stocked_anew.patch(url, json={"speaker": {"id": "tomas-quill"}})).json()
    assert (by_id["speaker"]["name"], by_id["kind"]) == ("Tomas Quill", "partial")


async def test_what_is_no_quote_goes_from_lists_and_search_and_comes_back(stocked_anew: Client) -> None:
    quote = await first_quote(stocked_anew, "sandcastle")
    url = f"/v1/quotes/{quote['id']}"
    assert (await stocked_anew.delete(url, params={"note": "a title"})).status_code == 204
    assert (await stocked_anew.get(url)).status_code == 404
    await in_search(stocked_anew, 0, q="sandcastle", match="all")
    assert (await stocked_anew.delete(f"{url}/correction")).status_code == 204
    assert (await stocked_anew.get(url)).json() == quote
    await in_search(stocked_anew, 1, q="sandcastle", match="all")


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"speaker": "Una Morrow"}, "/speaker"),
        ({"speaker": {}}, "/speaker"),
        ({"speaker": {"id": "tomas-quill", "name": "Tomas Quill"}}, "/speaker"),
        ({"speaker": {"id": "nobody-at-all"}}, "/speaker/id"),
        ({"speaker": {"name": "  "}}, "/speaker/name"),
        ({"speaker": {"name": "A\u0000B"}}, "/speaker/name"),
        ({"speaker": {"name": "A", "type": "robot"}}, "/speaker/type"),
        ({"kind": None}, "/kind"),
        ({"kind": "loud"}, "/kind"),
        ({"speeker": None}, "/speeker"),
        ({"note": "only a note"}, ""),
        ([], ""),
    ],
)
async def test_a_bad_correction_names_the_field_and_changes_nothing(
    store_only: Client, body: Any, pointer: str
) -> None:
    text = "“We cannot wait,” said Ada Vance. “Nor can we,” said Tomas Quill."
    await store_only.post("/v1/articles", json={"body": text})
    quote = await first_quote(store_only, "cannot")
    assert pointers(await store_only.patch(f"/v1/quotes/{quote['id']}", json=body)) == [pointer]
    assert await first_quote(store_only, "cannot") == quote


async def test_there_is_nothing_to_correct_where_there_is_no_quote(empty: Client) -> None:
    assert (await empty.patch("/v1/quotes/none", json={"speaker": None})).status_code == 404
    assert (await empty.delete("/v1/quotes/none")).status_code == 404
    other = await empty.patch("/v1/quotes/none", content="{}", headers={"Content-Type": "text/plain"})
    assert other.status_code == 415


async def test_merged_speakers_are_one_in_lists_search_and_later_articles_and_can_be_split(
    stocked_anew: Client,
) -> None:
    article = {"body": "“It rains,” said Vandermeer.", "outlet": "The Courier"}
    await stocked_anew.post("/v1/articles?wait=search", json=article)
    merged = await stocked_anew.post("/v1/speakers/vandermeer/merge", json={"into": "ilse-vandermeer", "by": "desk"})
    assert merged.status_code == 200, merged.text
    assert (merged.json()["id"], merged.json()["quotes"]) == ("ilse-vandermeer", 3)
    assert (await stocked_anew.get("/v1/speakers/vandermeer")).json() == merged.json()
    assert len((await stocked_anew.get("/v1/quotes", params={"speaker": "vandermeer"})).json()["items"]) == 3
    await in_search(stocked_anew, 3, speaker="ilse-vandermeer")
    await in_search(stocked_anew, 3, speaker="vandermeer")
    await stocked_anew.post("/v1/articles?wait=search", json=article | {"body": "“It pours,” said Vandermeer."})
    await in_search(stocked_anew, 4, speaker="ilse-vandermeer")
    parted = await stocked_anew.post(
        "/v1/speakers/ilse-vandermeer/split", json={"into": {"id": "vandermeer"}, "aliases": ["Vandermeer"]}
    )
    assert parted.status_code == 200, parted.text
    assert (parted.json()["id"], parted.json()["quotes"]) == ("vandermeer", 2)
    await in_search(stocked_anew, 2, speaker="vandermeer")
    await in_search(stocked_anew, 2, speaker="ilse-vandermeer")


async def test_several_are_merged_into_one_at_once(stocked_anew: Client) -> None:
    body = {"from": ["tomas-quill", "adalbjorg-oneill", "tomas-quill"]}
    merged = await stocked_anew.post("/v1/speakers/ilse-vandermeer/merge", json=body)
    assert merged.json()["quotes"] == 6
    assert [one["id"] for one in (await stocked_anew.get("/v1/speakers")).json()["items"]] == ["ilse-vandermeer"]


@pytest.fixture
async def two(store_only: Client) -> Client:
    text = "“We cannot wait,” said Ada Vance. “Nor can we,” said Tomas Quill. “No,” a spokesman said."
    await store_only.post("/v1/articles", json={"body": text, "outlet": "The Ledger"})
    return store_only


@pytest.mark.parametrize(
    ("action", "body", "pointer"),
    [
        ("merge", {}, ""),
        ("merge", {"into": "tomas-quill", "from": ["tomas-quill"]}, ""),
        ("merge", {"into": "ada-vance"}, "/into"),
        ("merge", {"into": "nobody"}, "/into"),
        ("merge", {"into": "LOCAL"}, "/into"),
        ("merge", {"from": ["tomas-quill", "ada-vance"]}, "/from/1"),
        ("merge", {"with": "tomas-quill"}, "/with"),
        ("split", {"aliases": ["Ada Vance"]}, ""),
        ("split", {"into": {"name": "Bo"}}, ""),
        ("split", {"into": {"name": "Bo"}, "aliases": ["Ada Vance", "Ada"]}, "/aliases/1"),
        ("split", {"into": {"name": "Bo"}, "outlets": ["the-courier"]}, "/outlets/0"),
        ("split", {"into": {"name": "Bo"}, "articles": ["none"]}, "/articles/0"),
        ("split", {"into": {"name": "Bo"}, "quotes": ["none"]}, "/quotes/0"),
        ("split", {"into": {"id": "ada-vance"}, "aliases": ["Ada Vance"]}, "/into/id"),
        ("split", {"into": {"id": "LOCAL"}, "aliases": ["Ada Vance"]}, "/into/id"),
        ("split", {"into": {"name": "the report", "type": "organisation"}, "aliases": ["Ada Vance"]}, "/into/name"),
    ],
)
async def test_what_cannot_be_merged_or_split_is_refused_by_name(
    two: Client, action: str, body: dict[str, Any], pointer: str
) -> None:
    local = (await two.get("/v1/speakers?type=unnamed")).json()["items"][0]["id"]
    before = (await two.get("/v1/quotes")).json()
    sent = {name: local if value == "LOCAL" else value for name, value in body.items()}
    if sent.get("into") == {"id": "LOCAL"}:
        sent["into"] = {"id": local}
    assert pointers(await two.post(f"/v1/speakers/ada-vance/{action}", json=sent)) == [pointer]
    assert (await two.get("/v1/quotes")).json() == before
    assert pointers(await two.post(f"/v1/speakers/{local}/merge", json={"into": "ada-vance"})) == [""]
    assert (await two.post("/v1/speakers/nobody/merge", json={"into": "ada-vance"})).status_code == 404


async def test_merging_in_a_circle_is_merging_with_oneself(two: Client) -> None:
    await two.post("/v1/speakers/ada-vance/merge", json={"into": "tomas-quill"})
    assert pointers(await two.post("/v1/speakers/tomas-quill/merge", json={"into": "ada-vance"})) == ["/into"]
    assert pointers(await two.post("/v1/speakers/ada-vance/merge", json={"into": "tomas-quill"})) == ["/into"]


async def test_an_unnamed_source_is_shown_and_searched_for_but_no_facet(client: Client) -> None:
    for outlet in ("The Ledger", "The Courier"):
        text = f"“Nothing is decided at {outlet},” a spokesman said. “All is,” said Ada Vance."
        await client.post("/v1/articles?wait=search", json={"body": text, "outlet": outlet})
    found = (await client.get("/v1/search/quotes", params={"q": "spokesman", "facets": "speaker"})).json()
    assert {hit["speaker"]["name"] for hit in found["hits"]} == {"a spokesman"}
    assert all("<mark>spokesman</mark>" in hit["highlight"]["speaker"] for hit in found["hits"])
    assert found["facets"]["speaker"] == []
    one, other = (hit["speaker"]["id"] for hit in found["hits"])
    assert one != other
    (hit,) = await in_search(client, 1, speaker=one)
    assert hit["speaker"]["id"] == one
    await in_search(client, 3, speaker=[one, "ada-vance"])
    assert [speaker["id"] for speaker in (await client.get("/v1/speakers")).json()["items"]] == ["ada-vance"]
    in_articles = (await client.get("/v1/search/articles", params={"speaker": one})).json()
    assert [[who["id"] for who in hit["speakers"]] for hit in in_articles["hits"]] == [["ada-vance"]]
