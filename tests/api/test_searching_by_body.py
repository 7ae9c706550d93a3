"""`POST /v1/search/…`, and the values of facets."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Client

QUOTE = "We cannot wait for another winter like the last one"


async def test_a_body_asks_the_same_as_a_query_string(stocked: Client) -> None:
    asked: dict[str, Any] = {
        "q": 'wall -"no such words"',
        "outlet": ["the-ledger", "radio-norrland"],
        "from": "2024-01-01",
        "to": "2025-12-31",
        "sort": "published_at:desc",
        "facets": ["outlet", "speaker", "month"],
        "facet_sort": "name",
        "facet_limit": 1,
        "histogram": "auto",
        "highlight": ["title", "body"],
        "crop": 5,
        "limit": 5,
        "offset": 0,
    }
    by_body = (await stocked.post("/v1/search/articles", json=asked)).json()
    by_query = (await stocked.get("/v1/search/articles", params=asked)).json()
    assert by_body | {"took_ms": 0} == by_query | {"took_ms": 0}
    assert by_body["total"] == 3
    assert by_body["cut_facets"] == ["speaker", "month"]
    assert by_body["histogram"]["interval"] == "week"
    assert set(by_body["hits"][0]["highlight"]) == {"title", "body"}
    assert len(by_body["hits"][0]["highlight"]["body"].split()) <= 7


async def test_a_pasted_paragraph_finds_its_quote(stocked: Client) -> None:
    pasted = (
        f"The mayor – Ilse Vandermeer – was clear about it: “{QUOTE.replace('winter', 'storm')}”, she told reporters."
    )
    found = (await stocked.post("/v1/search/quotes", json={"q": pasted * 20})).json()
    assert found["hits"][0]["text"] == QUOTE
    assert found["total_is_exact"] is False
    assert "<mark>" in found["hits"][0]["highlight"]["text"]


async def test_nothing_is_marked_where_nothing_is_wanted(stocked: Client) -> None:
    found = (await stocked.post("/v1/search/quotes", json={"q": "wall", "highlight": ["none"]})).json()
    assert [hit["highlight"] for hit in found["hits"]] == [{}] * len(found["hits"]) != []


async def test_facet_values_can_be_sorted_by_name_and_keep_what_is_selected(stocked: Client) -> None:
    asked = {"q": "", "facets": ["speaker"], "facet_sort": "name", "speaker": ["tomas-quill", "nobody"]}
    values = (await stocked.post("/v1/search/quotes", json=asked)).json()["facets"]["speaker"]
    assert [(one["label"], one["count"]) for one in values] == [
        ("Aðalbjörg O’Neill", 1),
        ("Ilse Vandermeer", 2),
        ("nobody", 0),
        ("Tomas Quill", 3),
    ]


@pytest.mark.parametrize("q", ["quill", "Qui", "tomas q", "tomsa quill"])
async def test_a_speaker_is_found_by_any_word_of_the_name(stocked: Client, q: str) -> None:
    answer = await stocked.get("/v1/search/quotes/facets/speaker", params={"q": q, "outlet": "the-ledger"})
    assert answer.json() == {"values": [{"value": "tomas-quill", "label": "Tomas Quill", "count": 3}], "is_cut": False}
    other = await stocked.get("/v1/search/quotes/facets/speaker", params={"q": q, "outlet": "radio-norrland"})
    assert other.json() == {"values": [], "is_cut": False}


async def test_facet_values_of_a_search_heed_its_words_and_without_a_name_show_the_largest(stocked: Client) -> None:
    outlets = await stocked.get("/v1/search/articles/facets/outlet", params={"query": "wall", "outlet": "the-ledger"})
    assert [(one["label"], one["count"]) for one in outlets.json()["values"]] == [
        ("The Ledger", 2),
        ("Radio Norrland", 1),
    ]
    first = await stocked.get("/v1/search/articles/facets/outlet", params={"query": "wall", "limit": 1})
    assert first.json()["is_cut"] is True


async def test_a_facet_without_names_cannot_be_searched(empty: Client) -> None:
    answer = await empty.get("/v1/search/quotes/facets/body?q=a")
    assert answer.status_code in (404, 422)
    assert answer.headers["content-type"] == "application/problem+json"


BAD_BODIES: dict[str, tuple[Any, str]] = {
    "unknown field": ({"outlte": ["rt"]}, "/outlte"),
    "one value for a list": ({"outlet": "rt"}, "/outlet"),
    "too many values": ({"speaker": [f"s{number}" for number in range(10_000)]}, "/speaker"),
    "a long value": ({"section": ["x" * 501]}, "/section/0"),
    "a backslash": ({"section": ["a\\"]}, "/section"),
    "a newline": ({"year": ["2024\n"]}, "/year"),
    "a nested value": ({"outlet": [["rt"]]}, "/outlet/0"),
    "a null": ({"q": None}, "/q"),
    "a long query": ({"q": "x" * 20_001}, "/q"),
    "no date": ({"from": "yesterday"}, "/from"),
    "an inverted range": ({"from": "2024-02-02", "to": "2024-02-01"}, "/to"),
    "a deep page": ({"offset": 990, "limit": 20}, "/offset"),
    "a fraction": ({"limit": 1.5}, "/limit"),
    "no such facet": ({"facets": ["colour"]}, "/facets/0"),
    "no such mark": ({"highlight": ["url"]}, "/highlight/0"),
    "no such interval": ({"histogram": "decade"}, "/histogram"),
    "a list": ([], ""),
}


@pytest.mark.parametrize("name", BAD_BODIES)
@pytest.mark.parametrize("index", ["articles", "quotes"])
async def test_a_bad_field_is_a_problem_that_points_at_it(empty: Client, index: str, name: str) -> None:
    body, pointer = BAD_BODIES[name]
    answer = await empty.post(f"/v1/search/{index}", json=body)
    assert answer.status_code == 422, answer.text
    assert [fault["pointer"] for fault in answer.json()["errors"]] == [pointer]


@pytest.mark.parametrize(
    "body", [b'{"limit": NaN}', b"{", b"", b'{"q": "\xff"}', b'{"outlet": ' + b"[" * 50_000, b"null"]
)
async def test_what_is_no_search_is_a_problem(empty: Client, body: bytes) -> None:
    answer = await empty.post("/v1/search/quotes", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
