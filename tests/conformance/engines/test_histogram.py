"""Counts by date: the interval fits, empty buckets are there, and nothing is lost."""

from __future__ import annotations

import pytest

from search.engine import Between, Histogram, Interval, OneOf, Query, SearchEngine
from tests.conformance.engines.documents import article, seconds

ARTICLES = [
    article("1", "storm", outlet_id="rt", day="2022-12-31"),
    article("2", "storm", outlet_id="rt", day="2023-01-01"),
    article("3", "storm", outlet_id="wire", day="2023-01-31"),
    article("4", "calm", outlet_id="wire", day="2023-03-05"),
    article("5", "calm", outlet_id="wire"),
]


EVERYTHING = Query()


async def drawn(engine: SearchEngine, interval: Interval, query: Query = EVERYTHING) -> Histogram:
    asked = Query(q=query.q, filters=query.filters, histogram=interval, facets=query.facets, limit=0)
    page = await engine.search("articles", asked)
    assert page.histogram is not None
    assert (
        sum(one.count for one in page.histogram.buckets) + page.histogram.undated + page.histogram.earlier == page.total
    )
    return page.histogram


async def test_months_without_a_document_are_there_and_the_undated_apart(stocked: SearchEngine) -> None:
    found = await drawn(stocked, "month")
    assert [(one.start, one.end, one.count) for one in found.buckets] == [
        ("2022-12-01", "2022-12-31", 1),
        ("2023-01-01", "2023-01-31", 2),
        ("2023-02-01", "2023-02-28", 0),
        ("2023-03-01", "2023-03-31", 1),
    ]
    assert found.undated == 1


async def test_weeks_begin_on_monday(stocked: SearchEngine) -> None:
    found = await drawn(stocked, "week")
    assert [(one.start, one.end, one.count) for one in found.buckets if one.count] == [
        ("2022-12-26", "2023-01-01", 2),
        ("2023-01-30", "2023-02-05", 1),
        ("2023-02-27", "2023-03-05", 1),
    ]
    assert len(found.buckets) == 10


@pytest.mark.parametrize(("interval", "buckets"), [("year", 2), ("day", 65), ("auto", 65)])
async def test_there_are_as_many_buckets_as_the_range_has_units(
    stocked: SearchEngine, interval: Interval, buckets: int
) -> None:
    assert len((await drawn(stocked, interval)).buckets) == buckets


async def test_auto_takes_the_finest_interval_that_fits(engine: SearchEngine) -> None:
    await engine.write("articles", put=[article("old", day="1999-05-05"), article("new", day="2024-05-05")])
    everything = await drawn(engine, "auto")
    assert (everything.interval, len(everything.buckets)) == ("year", 26)
    range_of_two_years = Between("published_at", seconds("2023-01-01"), seconds("2025-01-01"))
    assert (await drawn(engine, "auto", Query(filters=(range_of_two_years,)))).interval == "week"
    range_of_eight_years = Between("published_at", seconds("2017-01-01"), seconds("2025-01-01"))
    months = await drawn(engine, "auto", Query(filters=(range_of_eight_years,)))
    assert (months.interval, months.buckets[0].start, months.buckets[-1].end) == ("month", "2017-01-01", "2024-12-31")


async def test_an_interval_with_too_many_buckets_gives_way_to_the_next_coarser(engine: SearchEngine) -> None:
    await engine.write("articles", put=[article("old", day="1990-01-01"), article("new", day="2024-05-05")])
    assert (await drawn(engine, "day")).interval == "year"
    await engine.write("articles", put=[article("old", day="2020-01-01")])
    assert (await drawn(engine, "day")).interval == "week"


async def test_every_filter_holds_also_that_on_a_facet_of_dates(stocked: SearchEngine) -> None:
    query = Query(filters=(OneOf("year", ("2023",)), OneOf("outlet_id", ("rt",))), facets=("year", "outlet_id"))
    found = await drawn(stocked, "auto", query)
    assert [(one.start, one.count) for one in found.buckets] == [("2023-01-01", 1)]
    assert [one.count for one in (await drawn(stocked, "year", Query(q="calm"))).buckets] == [1]


async def test_a_range_shows_its_empty_ends(stocked: SearchEngine) -> None:
    spring = Between("published_at", seconds("2023-03-01"), seconds("2023-03-11"))
    found = await drawn(stocked, "auto", Query(filters=(spring,)))
    assert [one.count for one in found.buckets] == [0, 0, 0, 0, 1, 0, 0, 0, 0, 0]
    empty = await drawn(stocked, "auto", Query(q="storm", filters=(spring,)))
    assert [one.count for one in empty.buckets] == [0] * 10


@pytest.mark.parametrize("bound", [-(2**52), 2**52])
async def test_a_range_that_nobody_means_does_not_stretch_it(stocked: SearchEngine, bound: int) -> None:
    one_sided = Between("published_at", bound, None) if bound < 0 else Between("published_at", None, bound)
    assert len((await drawn(stocked, "month", Query(filters=(one_sided,)))).buckets) == 4
    all_time = Between("published_at", seconds("0001-01-01"), seconds("9999-12-31"))
    assert len((await drawn(stocked, "month", Query(filters=(all_time,)))).buckets) == 4


async def test_what_has_no_date_has_no_buckets(stocked: SearchEngine) -> None:
    assert (await drawn(stocked, "auto", Query(q="nothing-of-the-kind"))).buckets == []


async def test_a_selected_year_that_is_counted_as_a_facet_too_holds_for_the_histogram(stocked: SearchEngine) -> None:
    """The facet's own counts ignore its selection, the histogram's don't."""
    found = await drawn(stocked, "day", Query(filters=(OneOf("year", ("2022",)),), facets=("year",)))
    assert [(one.start, one.count) for one in found.buckets] == [("2022-12-31", 1)]
    assert (found.undated, found.earlier) == (0, 0)
