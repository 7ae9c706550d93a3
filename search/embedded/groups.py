"""Collapsing: of the documents of one group only the first in the order is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import tantivy

from search.embedded.finding import Address, Found
from search.embedded.leaves import Library

Ordered = Callable[[int, int], Found]


class Groups:
    """The groups that a field makes of documents; a document without it is a group of its own."""

    def __init__(self, library: Library, field: str) -> None:
        self._library = library
        self._field = f"c_{field}"

    def collapsed(self, ordered: Ordered, matching: tantivy.Query, offset: int, limit: int) -> Found:
        """Return a page of what is shown of the documents that `ordered` finds, which are those of `matching`.

        More and more documents are read until enough groups have been seen; mostly the first reading is enough.
        """
        wanted = offset + limit
        reach = 2 * wanted
        while True:
            found = ordered(0, reach)
            shown = self._first_of_each(found.addresses)
            if len(shown) >= wanted or reach >= found.total:
                break
            reach *= 4
        groups = len(shown) if reach >= found.total else self._groups(matching, found.total)
        return Found(shown[offset:wanted], found.total, found.best, groups)

    def _first_of_each(self, addresses: Sequence[Address]) -> list[Address]:
        seen: set[float] = set()
        shown = []
        for address, group in zip(addresses, self._library.numbers(self._field, addresses), strict=True):
            if not group:
                shown.append(address)
            elif group not in seen:
                seen.add(group)
                shown.append(address)
        return shown

    def _groups(self, matching: tantivy.Query, documents: int) -> int:
        """Return how many groups there are among all documents, exactly."""
        if documents == self._library.searcher.num_docs:
            return self._library.all_groups(self._field)
        return self._library.groups(self._field, matching, documents)
