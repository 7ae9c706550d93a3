"""Near duplicates collapsed: one hit for each group, totals of what is shown, facets of everything found."""

from __future__ import annotations

from typing import Any

import pytest

from search.engine import OneOf, Query, SearchEngine, SearchRejected, Sort
from tests.conformance.engines.documents import article, counts, ids, quote

ARTICLES = [
    article("1", "storm over the coast", outlet_id="rt", group="g", day="2023-01-01"),
    article("2", "storm over the coast", title="storm", outlet_id="wire", group="g", day="2023-01-03"),
    article("3", "storm over the coast today", outlet_id="post", group="g", day="2023-01-02"),
    article("4", "storm warning", outlet_id="rt", group="h", day="2023-01-05"),
    article("5", "calm after the storm", outlet_id="rt", group="h", day="2023-01-04"),
    article("6", "storm", outlet_id="wire"),
    article("7", "storm", outlet_id="wire"),
    article("8", "calm", outlet_id="wire", group="i"),
]
QUOTES = [quote(f"q{number}", "many words were said", group=f"g{number % 5}", kind="direct") for number in range(200)]


async def groups(engine: SearchEngine, **asked: Any) -> list[str]:
    page = await engine.search("articles", Query(distinct="group", **asked))
    return [hit.document["group"] or hit.document["id"] for hit in page.hits]


async def test_each_group_is_shown_once_and_what_is_in_none_always(stocked: SearchEngine) -> None:
    assert sorted(await groups(stocked)) == ["6", "7", "g", "h", "i"]
    assert sorted(await groups(stocked, q="storm")) == ["6", "7", "g", "h"]
    assert sorted(await groups(stocked, q="calm")) == ["h", "i"]


async def test_the_total_is_of_what_is_shown_wherever_the_page_begins(stocked: SearchEngine) -> None:
    for limit in (0, 1, 2, 20):
        for offset in (0, 1, 4, 9):
            page = await stocked.search("articles", Query(q="storm", distinct="group", limit=limit, offset=offset))
            assert (page.total, page.total_is_exact) == (4, True)
            assert len(page.hits) == max(0, min(limit, 4 - offset))


async def test_the_pages_hold_every_group_once(stocked: SearchEngine) -> None:
    for sort in (None, Sort("published_at", descending=True)):
        whole = await groups(stocked, q="storm", sort=sort)
        by_one = [await groups(stocked, q="storm", sort=sort, limit=1, offset=offset) for offset in range(4)]
        assert [one for page in by_one for one in page] == whole


async def test_a_group_is_shown_by_the_first_of_it_in_the_order(stocked: SearchEngine) -> None:
    newest = Query(sort=Sort("published_at", descending=True), distinct="group")
    assert ids(await stocked.search("articles", newest))[:2] == ["4", "2"]
    oldest = Query(sort=Sort("published_at"), distinct="group")
    assert ids(await stocked.search("articles", oldest))[:2] == ["1", "5"]
    best = await stocked.search("articles", Query(q="storm", distinct="group", filters=(OneOf("group", ("g",)),)))
    assert ids(best) == ["2"]


async def test_a_group_is_shown_by_another_when_the_filters_leave_its_first_out(stocked: SearchEngine) -> None:
    asked = Query(filters=(OneOf("outlet_id", ("post",)),), distinct="group")
    assert ids(await stocked.search("articles", asked)) == ["3"]


async def test_facets_count_everything_that_is_found(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(q="storm", facets=("outlet_id",), distinct="group", limit=1))
    assert counts(page, "outlet_id") == [("rt", 3), ("wire", 3), ("post", 1)]
    own = Query(facets=("outlet_id", "year"), filters=(OneOf("outlet_id", ("rt",)),), distinct="group")
    page = await stocked.search("articles", own)
    assert page.total == 2
    assert counts(page, "outlet_id") == [("wire", 4), ("rt", 3), ("post", 1)]
    assert counts(page, "year") == [("2023", 3)]


async def test_large_groups_do_not_crowd_out_the_others(stocked: SearchEngine) -> None:
    page = await stocked.search("quotes", Query(q="many words", distinct="group", limit=4))
    assert (len({hit.document["group"] for hit in page.hits}), page.total) == (4, 5)


async def test_a_word_that_nothing_has_finds_no_group(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(q="xyzzy", distinct="group", facets=("year",)))
    assert (page.hits, page.total, counts(page, "year")) == ([], 0, [])


@pytest.mark.parametrize("field", ["outlet_id", "body", "nonsense", ""])
async def test_only_groups_can_be_collapsed(stocked: SearchEngine, field: str) -> None:
    with pytest.raises(SearchRejected):
        await stocked.search("articles", Query(distinct=field))
