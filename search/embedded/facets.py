"""Exact counts of facet values.

Values are counted by a number each (a hash of 62 bits), because tantivy turns every text value of every segment back
into text before it adds them up, which takes three times as long. A collision of two among a million values is one in
ten million; what a number stands for is kept in memory.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import tantivy

ALL = 2**31 - 1
"""More values than any segment has: terms aggregations are exact only when every segment reports all of its own."""


def number_of(value: str) -> int:
    """Return the number that stands for `value`, the same in every process."""
    return int.from_bytes(blake2b(value.encode(), digest_size=8).digest()) >> 2


class FacetNumbers:
    """What the numbers of values stand for; only grows."""

    def __init__(self) -> None:
        self._values: dict[int, str] = {}
        self._numbers: dict[str, int] = {}

    def number(self, value: str) -> int:
        """Return the number of `value`, the same in every process."""
        number = self._numbers.get(value)
        if number is None:
            number = number_of(value)
            self._values[number] = value
            self._numbers[value] = number
        return number

    def value(self, number: int) -> str:
        """Return the value of a number that `number` has given out."""
        return self._values[number]


def count(
    searcher: tantivy.Searcher,
    query: tantivy.Query,
    facets: Sequence[str],
    values: FacetNumbers,
    most: int,
) -> dict[str, dict[str, int]]:
    """Return the `most` frequent values of each of `facets` among the documents of `query`, in one pass."""
    if not facets:
        return {}
    found = searcher.aggregate(
        query,
        {facet: {"terms": {"field": f"c_{facet}", "size": most, "segment_size": ALL}} for facet in facets},
    )
    return {
        facet: {values.value(int(bucket["key"])): int(bucket["doc_count"]) for bucket in found[facet]["buckets"]}
        for facet in facets
    }
