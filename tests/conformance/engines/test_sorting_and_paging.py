"""Sorting by date, and pages."""

from __future__ import annotations

import pytest

from search.engine import Query, SearchEngine, SearchRejected, Sort
from search.schema import MAX_HITS
from tests.conformance.engines.documents import ids, quote

QUOTES = [
    quote("may", "thunder", day="2023-05-01"),
    quote("none-1", "thunder over there"),
    quote("july", "thunder", day="2023-07-01"),
    quote("june-far", "thunder and a long way after it lightning", day="2023-06-01"),
    quote("june-near", "thunder lightning", day="2023-06-01"),
    quote("june-one", "thunder", day="2023-06-01"),
    quote("none-2", "thunder lightning"),
    quote("old", "thunder", published_at=-1_000_000_000),
    *(quote(f"many-{number:04}", "multitude", published_at=number) for number in range(MAX_HITS + 30)),
]
UP, DOWN = Sort("published_at"), Sort("published_at", descending=True)


async def order(engine: SearchEngine, q: str, sort: Sort | None, **more: int) -> list[str]:
    return ids(await engine.search("quotes", Query(q=q, sort=sort, **more)))  # type: ignore[arg-type]


async def test_dates_go_up_and_down_with_unknown_ones_last_both_times(stocked: SearchEngine) -> None:
    up = await order(stocked, "thunder", UP)
    assert up[:2] == ["old", "may"]
    assert set(up[2:5]) == {"june-far", "june-near", "june-one"}
    assert up[5] == "july"
    assert set(up[6:]) == {"none-1", "none-2"}
    down = await order(stocked, "thunder", DOWN)
    assert [key for key in down if not key.startswith(("june", "none"))] == ["july", "may", "old"]
    assert set(down[6:]) == {"none-1", "none-2"}


async def test_equal_dates_go_by_relevance(stocked: SearchEngine) -> None:
    up = await order(stocked, "thunder lightning", UP)
    assert up == ["old", "may", "june-near", "june-far", "june-one", "july", "none-2", "none-1"]
    down = await order(stocked, "thunder lightning", DOWN)
    assert down == ["july", "june-near", "june-far", "june-one", "may", "old", "none-2", "none-1"]


@pytest.mark.parametrize("sort", [UP, DOWN, None], ids=["up", "down", "relevance"])
@pytest.mark.parametrize("size", [1, 2, 3, 5])
async def test_pages_are_the_whole_in_pieces(stocked: SearchEngine, sort: Sort | None, size: int) -> None:
    whole = await order(stocked, "thunder lightning", sort)
    pages = [await order(stocked, "thunder lightning", sort, offset=first, limit=size) for first in range(0, 8, size)]
    assert [key for page in pages for key in page] == whole


async def test_pages_reach_the_ceiling_and_totals_beyond_it(stocked: SearchEngine) -> None:
    page = await stocked.search("quotes", Query(q="multitude", offset=MAX_HITS - 10, limit=10, sort=UP))
    assert ids(page) == [f"many-{number:04}" for number in range(MAX_HITS - 10, MAX_HITS)]
    assert page.total == MAX_HITS + 30
    whole = await stocked.search("quotes", Query(q="multitude", limit=MAX_HITS))
    assert len(set(ids(whole))) == MAX_HITS


async def test_a_page_behind_the_last_is_empty(stocked: SearchEngine) -> None:
    page = await stocked.search("quotes", Query(q="thunder", offset=500, limit=20))
    assert page.hits == []
    assert page.total == 8


async def test_everything_is_found_and_sorted_without_words(stocked: SearchEngine) -> None:
    page = await stocked.search("quotes", Query(sort=UP, limit=3))
    assert ids(page) == ["old", "many-0000", "many-0001"]
    assert page.total == len(QUOTES)


@pytest.mark.parametrize(
    "beyond",
    [{"offset": MAX_HITS, "limit": 1}, {"limit": MAX_HITS + 1}, {"offset": -1}, {"limit": -1}],
    ids=["offset", "limit", "negative offset", "negative limit"],
)
async def test_pages_beyond_the_ceiling_are_rejected(stocked: SearchEngine, beyond: dict[str, int]) -> None:
    with pytest.raises(SearchRejected):
        await stocked.search("quotes", Query(**beyond))  # type: ignore[arg-type]


@pytest.mark.parametrize("field", ["text", "confidence", "", "published_at:asc"])
async def test_sorting_by_what_is_not_sortable_is_rejected(stocked: SearchEngine, field: str) -> None:
    with pytest.raises(SearchRejected):
        await stocked.search("quotes", Query(sort=Sort(field)))
