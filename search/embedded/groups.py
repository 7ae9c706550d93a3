"""Collapsing: of the documents of one group only the first in the order is shown."""

from __future__ import annotations

from collections.abc import Callable

import tantivy

from search.embedded.facets import ALL
from search.embedded.finding import Address, Found

Ordered = Callable[[int, int], Found]


class Groups:
    """The groups that a field makes of documents; a document without it is a group of its own."""

    def __init__(self, searcher: tantivy.Searcher, field: str) -> None:
        self._searcher = searcher
        self._field = f"c_{field}"

    def collapsed(self, ordered: Ordered, matching: tantivy.Query, offset: int, limit: int) -> Found:
        """Return a page of what is shown of the documents that `ordered` finds, which are those of `matching`.

        More and more documents are read until enough groups have been seen; mostly the first reading is enough.
        """
        wanted = offset + limit
        reach = 2 * wanted
        while True:
            found = ordered(0, reach)
            shown = self._first_of_each(found)
            if len(shown) >= wanted or reach >= found.total:
                break
            reach *= 4
        return Found(shown[offset:wanted], found.total, found.best, self._groups(matching, found.total))

    def _first_of_each(self, found: Found) -> list[Address]:
        addresses = list(found.addresses)
        groups = self._searcher.fast_field_values(self._field, addresses)
        seen: set[float] = set()
        shown = []
        for address, group in zip(addresses, groups, strict=True):
            if not group:  # none, or that of a segment where nothing has one
                shown.append(address)
            elif group not in seen:
                seen.add(group)
                shown.append(address)
        return shown

    def _groups(self, matching: tantivy.Query, documents: int) -> int:
        """Return how many groups there are among all documents, exactly."""
        counted = self._searcher.aggregate(
            matching,
            {
                "groups": {"terms": {"field": self._field, "size": ALL, "segment_size": ALL}},
                "grouped": {"value_count": {"field": self._field}},
            },
        )
        return documents - int(counted["grouped"]["value"]) + len(counted["groups"]["buckets"])
