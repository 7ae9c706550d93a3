"""What both engines do with a facet's counts: order them, cut them, and keep what is selected."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from search.engine import FacetCount, FacetValues, Filter, OneOf
from search.schema import MAX_FACET_VALUES

COUNTED = MAX_FACET_VALUES + 1
"""Values of a facet that an engine counts: one more than are shown, so that a cut is known for sure."""


def selected(filters: Sequence[Filter], facet: str) -> list[str]:
    """Return the values of `facet` that `filters` select."""
    conditions = [one for one in filters if isinstance(one, OneOf) and one.field == facet]
    return list(dict.fromkeys(value for one in conditions for value in one.values))


def arranged(counts: Mapping[str, int], kept: Iterable[str], limit: int) -> FacetValues:
    """Return the `limit` most frequent values, and behind them those of `kept` that are not among them."""
    ordered = in_order(counts)
    first = ordered[:limit]
    shown = {one.value for one in first}
    others = in_order({value: counts.get(value, 0) for value in kept if value not in shown})
    return FacetValues(first + others, is_cut=not counts.keys() <= shown.union(one.value for one in others))


def in_order(counts: Mapping[str, int]) -> list[FacetCount]:
    """Return counts largest first, then by value."""
    return [FacetCount(*one) for one in sorted(counts.items(), key=lambda one: (-one[1], one[0]))]
