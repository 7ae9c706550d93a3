"""Filters: what they let through, and that no value lets through more."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.checks import MAX_VALUE_BYTES, MAX_VALUES
from search.engine import Between, Filter, OneOf, Query, SearchEngine, SearchRejected
from search.filters import meilisearch_expression
from search.schema import INDEXES
from search.symbols import swapped
from tests.conformance.engines.documents import article, ids, seconds

ODD_NAMES = ['O"Brien & Sons', "it's", "a' OR 'b", '" OR id EXISTS OR "', "x] OR kind IN [y", "Ünïcode ✓", "  spaced  "]
ARTICLES = [
    article("a", outlet_id="rt", section="world", speaker_id=["ann", "bob"], day="2023-06-01"),
    article("b", outlet_id="rt", section="sport", speaker_id=["bob"], day="2023-06-29"),
    article("c", outlet_id="wire", section="world", speaker_id=["cem"], day="2023-07-01"),
    article("d", outlet_id="wire", section=None, speaker_id=[], day=None),
    *(article(f"odd{number}", outlet=name) for number, name in enumerate(ODD_NAMES)),
]
DATED = ["a", "b", "c"]


async def found(engine: SearchEngine, *filters: Filter) -> list[str]:
    page = await engine.search("articles", Query(filters=filters, limit=100))
    assert page.total == len(page.hits)
    return sorted(ids(page))


async def test_values_of_one_filter_are_alternatives(stocked: SearchEngine) -> None:
    assert await found(stocked, OneOf("outlet_id", ("rt",))) == ["a", "b"]
    assert await found(stocked, OneOf("outlet_id", ("rt", "wire"))) == ["a", "b", "c", "d"]


async def test_filters_hold_together(stocked: SearchEngine) -> None:
    assert await found(stocked, OneOf("outlet_id", ("rt",)), OneOf("section", ("world",))) == ["a"]
    assert await found(stocked, OneOf("outlet_id", ("rt",)), OneOf("section", ("science",))) == []
    assert await found(stocked, OneOf("speaker_id", ("ann",)), OneOf("speaker_id", ("bob",))) == ["a"]


async def test_a_list_matches_by_any_element(stocked: SearchEngine) -> None:
    assert await found(stocked, OneOf("speaker_id", ("bob",))) == ["a", "b"]
    assert await found(stocked, OneOf("speaker_id", ("ann", "cem"))) == ["a", "c"]


async def test_a_range_includes_its_beginning_and_not_its_end(stocked: SearchEngine) -> None:
    june, july = seconds("2023-06-01"), seconds("2023-07-01")
    assert await found(stocked, Between("published_at", june, july)) == ["a", "b"]
    assert await found(stocked, Between("published_at", june, july + 1)) == DATED
    assert await found(stocked, Between("published_at", june + 1, july)) == ["b"]
    assert await found(stocked, Between("published_at", gte=july)) == ["c"]
    assert await found(stocked, Between("published_at", lt=july)) == ["a", "b"]
    assert await found(stocked, Between("published_at", july, june)) == []
    assert await found(stocked, Between("published_at", june, june)) == []


async def test_a_document_without_a_date_is_in_no_range(stocked: SearchEngine) -> None:
    assert await found(stocked, Between("published_at")) == DATED
    assert await found(stocked, Between("published_at", gte=-(10**12), lt=10**12)) == DATED


async def test_filters_hold_for_queries_with_words_too(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(q="brien", filters=(OneOf("outlet", (ODD_NAMES[0],)),)))
    assert ids(page) == ["odd0"]


@pytest.mark.parametrize("name", ODD_NAMES)
async def test_quotes_and_operators_in_values_are_text(stocked: SearchEngine, name: str) -> None:
    number = ODD_NAMES.index(name)
    assert await found(stocked, OneOf("outlet", (name,))) == [f"odd{number}"]


@pytest.mark.parametrize(
    "bad",
    [
        OneOf("outlet_id", ()),
        OneOf("outlet_id", ("back\\slash",)),
        OneOf("outlet_id", ("new\nline",)),
        OneOf("outlet_id", ("nul\0",)),
        OneOf("outlet_id", ("\u2028",)),
        OneOf("outlet_id", ("\ud800",)),
        OneOf("outlet_id", ("x" * (MAX_VALUE_BYTES + 1),)),
        OneOf("outlet_id", tuple(map(str, range(MAX_VALUES + 1)))),
        OneOf("body", ("x",)),
        OneOf("id OR 1=1", ("x",)),
        OneOf("published_at", ("1",)),
        Between("section", 1, 2),
        Between("published_at", 2**60, None),
    ],
    ids=lambda bad: f"{bad.field[:12]} {str(bad)[-30:-2]!a}",
)
async def test_what_can_be_no_filter_is_rejected(stocked: SearchEngine, bad: Filter) -> None:
    with pytest.raises(SearchRejected):
        await stocked.search("articles", Query(filters=(bad,)))


async def test_long_and_many_values_are_taken_to_the_limit(stocked: SearchEngine) -> None:
    values = ("rt", "x" * MAX_VALUE_BYTES, *map(str, range(MAX_VALUES - 2)))
    assert await found(stocked, OneOf("outlet_id", values)) == ["a", "b"]


HOSTILE = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ['"', "'", "\\", "]", "[", ",", " OR ", " AND ", "NOT ", "EXISTS", "outlet_id", "=", "rt", "(", ")"]
        ),
        max_size=12,
    ).map("".join),
)
KNOWN = {one.outlet_id for one in ARTICLES} | {one.outlet for one in ARTICLES}


@settings(max_examples=150)
@given(value=HOSTILE)
async def test_no_value_widens_a_filter(stocked: SearchEngine, value: str) -> None:
    for field in ("outlet_id", "outlet"):
        try:
            keys = await found(stocked, OneOf(field, (value,)))
        except SearchRejected:
            continue
        folded = value.strip().casefold()
        assert keys == [] or folded in {str(known).strip().casefold() for known in KNOWN}, (field, value, keys)


@settings(max_examples=300)
@given(values=st.lists(HOSTILE, min_size=1, max_size=3))
async def test_an_expression_is_its_quoted_values_and_nothing_else(values: list[str]) -> None:
    try:
        expression = meilisearch_expression(INDEXES["articles"], OneOf("outlet", tuple(values)))
    except SearchRejected:
        return
    head, tail = "outlet IN [", "]"
    assert expression.startswith(head)
    assert expression.endswith(tail)
    rest = expression[len(head) : -len(tail)]
    for number, value in enumerate(values):
        quoted = '"' + swapped(value).replace('"', '\\"') + '"'
        assert rest.startswith(quoted)
        rest = rest[len(quoted) :]
        if number < len(values) - 1:
            assert rest.startswith(", ")
            rest = rest[2:]
    assert rest == ""
