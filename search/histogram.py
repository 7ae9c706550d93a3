"""Counts by date, made of how many documents have each year, month, week and day: one rule for both engines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime

from search.dates import UNITS, Unit, first_day, last_day, number, read
from search.engine import Between, Bucket, Filter, Histogram, Interval

MAX_BUCKETS = 400
"""A year of days. Where the asked interval needs more, the next coarser one is used."""

AUTO_BUCKETS = 130
"""What `auto` fits into: four months of days, two and a half years of weeks, ten years of months."""


def units(interval: Interval) -> tuple[Unit, ...]:
    """Return the fields whose counts `histogram` needs: that of the interval and all coarser ones."""
    return UNITS if interval == "auto" else UNITS[UNITS.index(interval) :]


def histogram(
    interval: Interval, filters: Sequence[Filter], total: int, counts: Mapping[str, Mapping[str, int]]
) -> Histogram:
    """Return the histogram of `total` documents; `counts` are of the fields that `units` names.

    It reaches from the first to the last document, and to the ends of a range in `filters`. Counts may be cut where a
    field has more values than `MAX_BUCKETS`.
    """
    most = AUTO_BUCKETS if interval == "auto" else MAX_BUCKETS
    ends = _ends(filters)
    years = [*map(int, counts["year"]), *(day.year for day in ends)]
    if years and max(years) - min(years) >= MAX_BUCKETS:  # a range that nobody means
        ends = []
    for unit in units(interval):
        numbered = {read(unit, text): count for text, count in counts[unit].items()}
        known = [*numbered, *(number(unit, day) for day in ends)]
        # Without documents, only a range that is closed on both sides has buckets.
        first, last = (min(known), max(known)) if numbered or len(ends) > 1 else (0, -1)
        if last - first < most:
            break
    first = max(first, last - MAX_BUCKETS + 1)
    buckets = [
        Bucket(first_day(unit, place).isoformat(), last_day(unit, place).isoformat(), numbered.get(place, 0))
        for place in range(first, last + 1)
    ]
    dated = sum(counts["year"].values())
    return Histogram(unit, buckets, total - dated, dated - sum(bucket.count for bucket in buckets))


def _ends(filters: Sequence[Filter]) -> list[date]:
    """Return the first and the last day of the ranges in `filters`, where they have them."""
    ranges = [one for one in filters if isinstance(one, Between) and one.field == "published_at"]
    lower = [day for one in ranges if one.gte is not None and (day := _day(one.gte)) is not None]
    upper = [day for one in ranges if one.lt is not None and (day := _day(one.lt - 1)) is not None]
    return [*([max(lower)] if lower else []), *([min(upper)] if upper else [])]


def _day(moment: int) -> date | None:
    try:
        return datetime.fromtimestamp(moment, UTC).date()
    except (ValueError, OverflowError, OSError):  # beyond the years that dates have
        return None
