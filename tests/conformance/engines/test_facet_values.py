"""Values of a facet by any word of their name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import OneOf, Query, SearchEngine, SearchRejected
from search.lookup import lookup_keys
from search.schema import IndexName, QuoteDocument
from tests.conformance.engines.documents import article, quote

NAMES = {
    "jens-stoltenberg": "Jens Stoltenberg",
    "jen-stolz": "Jen Stolz",
    "asa-ost": "Åsa Öst",
    "james-obrien": "James O’Brien",
    "bank-of-the-north": "Bank of the North",
}


EVERYTHING = Query()


def said(key: str, speaker: str, **known: str) -> QuoteDocument:
    return quote(key, "storm", speaker_id=speaker, speaker_lookup=lookup_keys(speaker, NAMES[speaker]), **known)


QUOTES = [
    said("1", "jens-stoltenberg", outlet_id="rt"),
    said("2", "jens-stoltenberg", outlet_id="wire"),
    said("3", "jen-stolz", outlet_id="rt"),
    said("4", "asa-ost", outlet_id="rt"),
    said("5", "james-obrien", outlet_id="wire"),
    said("6", "bank-of-the-north", outlet_id="wire"),
    quote("7", "calm"),
]
ARTICLES = [
    article("1", speaker_id=list(NAMES), speaker_lookup=[key for one in NAMES for key in lookup_keys(one, NAMES[one])]),
    article("2", speaker_id=["asa-ost"], speaker_lookup=lookup_keys("asa-ost", NAMES["asa-ost"])),
]


async def found(
    engine: SearchEngine, text: str, query: Query = EVERYTHING, index: IndexName = "quotes"
) -> list[tuple[str, int]]:
    values = (await engine.facet_values(index, query, "speaker_id", text)).values
    return [(one.value, one.count) for one in values]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("jens stoltenberg", "jens-stoltenberg"),
        ("stoltenb", "jens-stoltenberg"),
        ("STOLTENBERG", "jens-stoltenberg"),
        ("stoltenbreg", "jens-stoltenberg"),
        ("sotltenb", "jens-stoltenberg"),
        ("öst", "asa-ost"),
        ("ost", "asa-ost"),
        ("brien", "james-obrien"),
        ("o'bri", "james-obrien"),
        ("north", "bank-of-the-north"),
        ("the nor", "bank-of-the-north"),
    ],
)
async def test_a_name_is_found_by_the_beginning_of_any_word_mistyped_or_not(
    stocked: SearchEngine, text: str, value: str
) -> None:
    assert (await found(stocked, text))[0][0] == value


async def test_names_as_typed_come_first_then_the_largest(stocked: SearchEngine) -> None:
    assert await found(stocked, "jen") == [("jens-stoltenberg", 2), ("jen-stolz", 1)]
    assert (await found(stocked, "stolz"))[0] == ("jen-stolz", 1)


async def test_the_counts_are_those_of_the_search_without_the_facets_own_selection(stocked: SearchEngine) -> None:
    in_rt = Query(q="storm", filters=(OneOf("outlet_id", ("rt",)), OneOf("speaker_id", ("asa-ost",))))
    assert await found(stocked, "jen", in_rt) == [("jen-stolz", 1), ("jens-stoltenberg", 1)]
    assert await found(stocked, "jen", Query(q="calm")) == []
    assert await found(stocked, "stoltenberg", Query(q="storm zzzzzzz")) == [("jens-stoltenberg", 2)]


async def test_of_a_list_only_the_values_that_were_searched_for_are_shown(stocked: SearchEngine) -> None:
    assert await found(stocked, "ost", index="articles") == [("asa-ost", 2)]


async def test_more_values_than_are_wanted_are_said_to_be_there(stocked: SearchEngine) -> None:
    values = await stocked.facet_values("quotes", Query(facet_limit=1), "speaker_id", "jen")
    assert [one.value for one in values.values] == ["jens-stoltenberg"]
    assert values.is_cut


@pytest.mark.parametrize("text", ["", " ", "?!", "|", "zzzz"])
async def test_what_nobody_is_called_finds_nobody(stocked: SearchEngine, text: str) -> None:
    assert await found(stocked, text) == []


@pytest.mark.parametrize("facet", ["section", "speaker", "body", "", "speaker_lookup"])
async def test_only_facets_with_names_can_be_searched(stocked: SearchEngine, facet: str) -> None:
    with pytest.raises(SearchRejected):
        await stocked.facet_values("quotes", Query(), facet, "a")


@settings(max_examples=40)
@given(text=st.text(max_size=30))
async def test_any_text_can_be_typed(stocked: SearchEngine, text: str) -> None:
    assert {value for value, _ in await found(stocked, text)} <= set(NAMES)
