"""Facets: exact counts, OR inside a facet and AND across."""

from __future__ import annotations

import pytest

from search.engine import Between, FacetValues, OneOf, Query, SearchEngine, SearchRejected
from search.schema import MAX_FACET_VALUES
from tests.conformance.engines.documents import article, counts, seconds

ARTICLES = [
    article("1", "storm", outlet_id="rt", section="world", speaker=["Ann", "Bob"], day="2022-12-31"),
    article("2", "storm", outlet_id="rt", section="sport", speaker=["Bob"], day="2023-01-01"),
    article("3", "storm", outlet_id="wire", section="world", speaker=["Ann"], day="2023-01-31"),
    article("4", "calm", outlet_id="wire", section="world", speaker=[], day="2023-02-01"),
    article("5", "calm", outlet_id="post", section=None, speaker=["Ann", "Ann"]),
]


async def test_every_value_is_counted_largest_first_then_by_value(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(facets=("outlet_id", "section", "speaker")))
    assert counts(page, "outlet_id") == [("rt", 2), ("wire", 2), ("post", 1)]
    assert counts(page, "section") == [("world", 3), ("sport", 1)]
    assert counts(page, "speaker") == [("Ann", 3), ("Bob", 2)]


async def test_counts_are_of_what_the_words_find(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(q="storm", facets=("outlet_id",)))
    assert counts(page, "outlet_id") == [("rt", 2), ("wire", 1)]


async def test_counts_do_not_depend_on_the_page(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(facets=("outlet_id",), limit=0))
    assert page.hits == []
    assert page.total == 5
    assert counts(page, "outlet_id") == [("rt", 2), ("wire", 2), ("post", 1)]


async def test_a_facet_ignores_its_own_selection_and_obeys_the_others(stocked: SearchEngine) -> None:
    filters = (OneOf("outlet_id", ("rt",)), OneOf("section", ("world",)))
    page = await stocked.search("articles", Query(filters=filters, facets=("outlet_id", "section", "speaker")))
    assert page.total == 1
    assert counts(page, "outlet_id") == [("wire", 2), ("rt", 1)]
    assert counts(page, "section") == [("sport", 1), ("world", 1)]
    assert counts(page, "speaker") == [("Ann", 1), ("Bob", 1)]


async def test_a_facet_obeys_a_selection_on_its_twin(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(filters=(OneOf("year", ("2023",)),), facets=("month", "year")))
    assert counts(page, "month") == [("2023-01", 2), ("2023-02", 1)]
    assert counts(page, "year") == [("2023", 3), ("2022", 1)]


async def test_a_range_holds_for_every_facet(stocked: SearchEngine) -> None:
    january = Between("published_at", seconds("2023-01-01"), seconds("2023-02-01"))
    page = await stocked.search("articles", Query(filters=(january,), facets=("month", "outlet_id")))
    assert counts(page, "month") == [("2023-01", 2)]
    assert counts(page, "outlet_id") == [("rt", 1), ("wire", 1)]


async def test_a_document_counts_once_for_a_value_that_it_names_twice(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(filters=(OneOf("outlet_id", ("post",)),), facets=("speaker",)))
    assert counts(page, "speaker") == [("Ann", 1)]


async def test_what_nothing_carries_has_no_values(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(q="nothing-of-the-kind", facets=("language", "year")))
    assert page.facets == dict.fromkeys(("language", "year"), FacetValues([], is_cut=False))


async def test_what_is_selected_is_shown_even_if_nothing_has_it(stocked: SearchEngine) -> None:
    filters = (OneOf("outlet_id", ("rt", "gone")), OneOf("section", ("science",)))
    page = await stocked.search("articles", Query(filters=filters, facets=("outlet_id", "section")))
    assert page.total == 0
    assert counts(page, "outlet_id") == [("gone", 0), ("rt", 0)]
    assert counts(page, "section") == [("sport", 1), ("world", 1), ("science", 0)]


async def test_a_facet_shows_as_many_values_as_are_wanted_and_says_that_there_are_more(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(facets=("outlet_id", "speaker"), facet_limit=2))
    assert counts(page, "outlet_id") == [("rt", 2), ("wire", 2)]
    assert page.facets["outlet_id"].is_cut
    assert not page.facets["speaker"].is_cut
    chosen = Query(filters=(OneOf("outlet_id", ("post",)),), facets=("outlet_id",), facet_limit=1)
    assert counts(await stocked.search("articles", chosen), "outlet_id") == [("rt", 2), ("post", 1)]


async def test_a_selected_value_keeps_its_count_where_a_facet_has_more_values_than_are_counted(
    engine: SearchEngine,
) -> None:
    # Each of the two shares its article with many others, so that no list of the largest holds both.
    crowd = [f"s{number:04}" for number in range(MAX_FACET_VALUES + 50)]
    await engine.write(
        "articles",
        put=[
            article("1", speaker_id=[*crowd, "zoe"]),
            article("2", speaker_id=crowd),
            article("3", speaker_id=["zed"], section="world"),
        ],
    )
    query = Query(filters=(OneOf("speaker_id", ("zoe", "zed", "nobody")),), facets=("speaker_id",))
    found = (await engine.search("articles", query)).facets["speaker_id"]
    assert found.is_cut
    assert len(found.values) == MAX_FACET_VALUES + 3
    assert [(one.value, one.count) for one in found.values[-3:]] == [("zed", 1), ("zoe", 1), ("nobody", 0)]


@pytest.mark.parametrize("limit", [0, -1, MAX_FACET_VALUES + 1])
async def test_no_facet_shows_more_values_than_are_counted(stocked: SearchEngine, limit: int) -> None:
    with pytest.raises(SearchRejected):
        await stocked.search("articles", Query(facets=("outlet_id",), facet_limit=limit))


@pytest.mark.parametrize("facet", ["body", "published_at", "id", "kind", "nonsense", ""])
async def test_what_is_no_facet_is_rejected(stocked: SearchEngine, facet: str) -> None:
    with pytest.raises(SearchRejected):
        await stocked.search("articles", Query(facets=(facet,)))
