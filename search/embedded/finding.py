"""The documents of a page: by relevance, or by a number with ties by relevance."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import tantivy
from msgspec import Struct

from search.embedded.leaves import Library, total
from search.embedded.ranking import Ranking
from search.engine import Sort
from search.filters import filtered

Address = tantivy.DocAddress


class Found(Struct, frozen=True):
    """Documents in order, how many there are in all, and how many terms the best of all matches.

    `groups` is how many of them are shown where they are collapsed.
    """

    addresses: Sequence[Address]
    total: int
    best: int
    groups: int | None = None


class Finder:
    """Finds documents that match the `required` terms of a query, under its filters."""

    def __init__(
        self, library: Library, ranking: Ranking, required: Sequence[int], filters: Sequence[tantivy.Query]
    ) -> None:
        self._library = library
        self._searcher = library.searcher
        self._ranking = ranking
        self._required = required
        self._filters = filters

    def matching(self) -> tantivy.Query:
        """Return the query for all documents, in no order."""
        return filtered(self._ranking.found(self._required), self._filters)

    def by_relevance(self, offset: int, limit: int) -> Found:
        """Return a page, best first.

        Documents with every term come first whatever else they are, so they are asked for on their own: few documents
        have to be ranked in full, and mostly they fill the page.
        """
        end = offset + limit
        complete = self._search(self._ranking.complete(), max(1, end))
        terms = self._ranking.terms
        if len(self._required) == len(terms):
            return Found(_addresses(complete, offset, end), total(complete), len(terms) if complete.hits else 0)
        if 0 < end <= total(complete):
            return Found(_addresses(complete, offset, end), self._count(), len(terms))
        # Behind documents with all words proximity is not worth its time. Where there are none, it tells most.
        partial = self._search(self._ranking.partial(self._required, near=not complete.hits), max(1, end))
        addresses = _addresses(complete, 0, end) + _addresses(partial, min(end, total(complete)), end)
        best = len(terms) if complete.hits else self._ranking.matched(partial.hits[0][0]) if partial.hits else 0
        return Found(addresses[offset:], total(partial), best)

    def by_number(self, sort: Sort, offset: int, limit: int) -> Found:
        """Return a page in the order of a number; documents without it are last."""
        end = offset + limit
        field = f"{'down' if sort.descending else 'up'}_{sort.field}"
        order = tantivy.Order.Desc if sort.descending else tantivy.Order.Asc
        found = self._searcher.search(self.matching(), max(1, end), order_by_field=field, order=order)
        if not self._ranking.terms:
            return Found(_addresses(found, offset, end), total(found), 0)
        best = self.by_relevance(0, 1).best if len(self._ranking.terms) > 1 else 1
        page: list[Address] = []
        position = 0
        for number, group in groupby(found.hits[:end], key=lambda hit: hit[0]):
            addresses = [address for _, address in group]
            first, position = position, position + len(addresses)
            if position <= offset:
                continue
            # The last number of a page may go on behind it, so that even a single document may not be the best.
            if len(addresses) > 1 or position == end:
                addresses = self._of_one_number(field, number, len(addresses))
            page += addresses[max(0, offset - first) :]
        return Found(page, total(found), best)

    def _of_one_number(self, field: str, number: int, limit: int) -> list[Address]:
        same = tantivy.Query.range_query(self._library.schema, field, tantivy.FieldType.Integer, number, number)
        finder = Finder(self._library, self._ranking, self._required, [*self._filters, same])
        return list(finder.by_relevance(0, limit).addresses)

    def _search(self, query: tantivy.Query, limit: int) -> tantivy.SearchResult:
        return self._searcher.search(filtered(query, self._filters), limit)

    def _count(self) -> int:
        return total(self._searcher.search(self.matching(), 1))


def _addresses(found: tantivy.SearchResult, first: int, last: int) -> list[Address]:
    return [address for _, address in found.hits[first:last]]
