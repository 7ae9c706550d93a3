from __future__ import annotations

from typing import Any

import pytest

from tests.api.conftest import Client


async def search(client: Client, index: str = "quotes", **params: Any) -> dict[str, Any]:
    answer = await client.get(f"/v1/search/{index}", params=params)
    assert answer.status_code == 200, answer.text
    result: dict[str, Any] = answer.json()
    return result


async def test_a_quote_is_found_by_mistyped_words_and_speaker(stocked: Client) -> None:
    found = await search(stocked, q="vandermer wintr another")
    assert found["hits"][0]["text"] == "We cannot wait for another winter like the last one"
    assert found["hits"][0]["speaker"] == {"id": "ilse-vandermeer", "name": "Ilse Vandermeer"}
    assert "<mark>another</mark>" in found["hits"][0]["highlight"]["text"]


async def test_an_article_is_found_by_its_title_and_shown_with_the_matching_part(stocked: Client) -> None:
    found = await search(stocked, "articles", q="sandcastle")
    (hit,) = found["hits"]
    assert hit["title"] == "Harbour wall to be raised by a metre"
    assert "<mark>sandcastle</mark>" in hit["highlight"]["body"]
    assert {speaker["id"] for speaker in hit["speakers"]} == {"ilse-vandermeer", "tomas-quill"}


async def test_a_quotes_hit_carries_its_evidence_and_the_sentence_that_it_stands_in(stocked: Client) -> None:
    hits = (await search(stocked))["hits"]
    assert len(hits) == 6
    for hit in hits:
        article = (await stocked.get(f"/v1/articles/{hit['article_id']}")).json()
        stored = (await stocked.get(f"/v1/quotes/{hit['id']}")).json()
        shared = ("text", "start", "end", "speaker", "mention", "cue", "method", "confidence", "kind")
        assert {name: hit[name] for name in shared} == {name: stored[name] for name in shared}
        assert hit["published_precision"] == article["published_precision"]
        context = hit["context"]
        assert article["body"][context["start"] : context["end"]] == context["text"]
        assert context["text"][hit["start"] - context["start"] :].startswith(hit["text"])
    said = next(hit["context"]["text"] for hit in hits if "another winter" in hit["text"])
    assert said == "“We cannot wait for another winter like the last one,” Vandermeer said."


async def test_facets_have_names_and_counts_that_equal_the_stores(stocked: Client) -> None:
    found = await search(stocked, facets=["speaker", "outlet", "kind", "year", "month"])
    stored = (await stocked.get("/v1/speakers")).json()["items"]
    counted = {value["value"]: (value["label"], value["count"]) for value in found["facets"]["speaker"]}
    assert counted == {speaker["id"]: (speaker["name"], speaker["quotes"]) for speaker in stored}
    assert {value["label"] for value in found["facets"]["outlet"]} == {"The Ledger", "Radio Norrland"}
    assert {value["value"]: value["count"] for value in found["facets"]["year"]} == {"2024": 4, "2025": 1}
    assert found["total"] == 6


async def test_a_facets_counts_ignore_its_own_selection_and_heed_all_others(stocked: Client) -> None:
    found = await search(stocked, outlet="radio-norrland", year="2025", facets=["outlet", "year"])
    assert found["total"] == 1
    assert {value["value"]: value["count"] for value in found["facets"]["outlet"]} == {"radio-norrland": 1}
    assert {value["value"]: value["count"] for value in found["facets"]["year"]} == {"2025": 1}
    wider = await search(stocked, outlet=["radio-norrland", "the-ledger"], facets=["outlet"])
    assert wider["total"] == 6
    narrow = await search(stocked, outlet="radio-norrland", facets=["outlet"])
    assert {value["value"]: value["count"] for value in narrow["facets"]["outlet"]} == {
        "the-ledger": 4,
        "radio-norrland": 2,
    }


async def test_a_period_includes_both_its_days_and_no_undated_article(stocked: Client) -> None:
    found = await search(stocked, "articles", **{"from": "2024-03-04", "to": "2024-03-20"})
    assert {hit["published_at"] for hit in found["hits"]} == {"2024-03-04T09:30:00Z", "2024-03-20T00:00:00"}


async def test_the_latest_or_the_earliest_come_first_and_the_undated_last(stocked: Client) -> None:
    latest = await search(stocked, "articles", sort="published_at:desc")
    earliest = await search(stocked, "articles", sort="published_at:asc")
    dates = [hit["published_at"] for hit in latest["hits"]]
    assert dates[0].startswith("2025-11-02")
    assert dates[-1] is None
    assert [hit["published_at"] for hit in earliest["hits"]] == [*reversed(dates[:-1]), None]


async def test_hits_are_paged_without_gap_or_repetition(stocked: Client) -> None:
    whole = [hit["id"] for hit in (await search(stocked, q="wall"))["hits"]]
    by_one = [(await search(stocked, q="wall", limit=1, offset=n))["hits"][0]["id"] for n in range(len(whole))]
    assert by_one == whole


HOSTILE = ['"', "\\", "' OR outlet = 'x", "a\nb", "x" * 200, "] OR [", "NOT", "\x1f", "🦀", "speaker_id = a"]


@pytest.mark.parametrize("value", HOSTILE)
async def test_a_hostile_filter_value_finds_nothing_and_widens_nothing(stocked: Client, value: str) -> None:
    for name in ("outlet", "speaker", "section", "year"):
        answer = await stocked.get("/v1/search/quotes", params={name: value})
        if answer.status_code == 200:
            assert answer.json()["total"] == 0, name
        else:
            assert answer.status_code == 422, answer.text


@pytest.mark.parametrize(
    "q", ["", " ", "*", '"', '"unclosed', "-", "\x1f", "🦀 🦀", "a" * 2_000, "( ) [ ] : \\", "-wall"]
)
async def test_no_words_break_a_search(stocked: Client, q: str) -> None:
    for index in ("articles", "quotes"):
        await search(stocked, index, q=q, facets=["speaker"])


BAD_QUERIES = {
    "limit=0": "limit",
    "limit=10000": "limit",
    "offset=-1": "offset",
    "offset=990&limit=20": "offset",
    "facets=colour": "facets",
    "sort=title": "sort",
    "match=some": "match",
    "colour=red": "colour",
    "q=" + "a" * 20_001: "q",
    "facet_limit=501": "facet_limit",
    "facet_sort=size": "facet_sort",
    "histogram=decade": "histogram",
    "crop=0": "crop",
    "highlight=body_text": "highlight",
    "from=yesterday": "from",
    "from=2024-02-02&to=2024-02-01": "to",
    "outlet=a%5Cb": "outlet",
    "speaker=" + "a" * 501: "speaker",
}


@pytest.mark.parametrize(("query", "name"), BAD_QUERIES.items(), ids=[key[:20] for key in BAD_QUERIES])
@pytest.mark.parametrize("index", ["articles", "quotes"])
async def test_a_bad_parameter_is_a_problem_that_names_it(empty: Client, index: str, query: str, name: str) -> None:
    answer = await empty.get(f"/v1/search/{index}?{query}")
    assert answer.status_code == 422
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [name]
