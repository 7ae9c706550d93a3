"""Facets and histogram of one search: one pass for all that obey every filter, and one for each selected facet."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy

from search.embedded.facets import ALL, count
from search.embedded.keys import matching_keys
from search.embedded.leaves import Library, total
from search.engine import FacetValues, Histogram, OneOf, Query
from search.facets import COUNTED, arranged, selected
from search.filters import filtered, obeyed, tantivy_filter
from search.histogram import histogram, units
from search.lookup import best_first, lookup_text, value_of


class Counting:
    """Counts the documents of `found` (a query's words, in no order) under the query's filters."""

    def __init__(self, library: Library, query: Query, found: tantivy.Query, *, is_everything: bool) -> None:
        self._library = library
        self._query = query
        self._found = found
        self._is_everything = is_everything and not obeyed(query)

    def facets(self) -> tuple[dict[str, FacetValues], dict[str, dict[str, int]]]:
        """Return the facets, and the counts of the histogram's fields."""
        query = self._query
        chosen = {facet: selected(query.filters, facet) for facet in query.facets}
        fields = units(query.histogram) if query.histogram else ()
        others = list(dict.fromkeys([*(facet for facet in chosen if not chosen[facet]), *fields]))
        if self._is_everything:
            counts = {field: self._library.everything(field) for field in others}
        else:
            counts = self._count(others, without="")
        by_date: dict[str, dict[str, int]] = {field: counts[field] for field in fields}
        for facet in chosen:
            if chosen[facet]:
                counts[facet] = self._count([facet], without=facet)[facet]
                if len(counts[facet]) == COUNTED:
                    missing = [value for value in chosen[facet] if value not in counts[facet]]
                    counts[facet] |= {value: self._one(facet, value) for value in missing}
        return {facet: arranged(counts[facet], chosen[facet], query.facet_limit) for facet in query.facets}, by_date

    def histogram(self, total: int, counts: dict[str, dict[str, int]]) -> Histogram | None:
        """Return the histogram made of `counts`, if one is asked for."""
        query = self._query
        return histogram(query.histogram, query.filters, total, counts) if query.histogram else None

    def values(self, facet: str, text: str) -> FacetValues:
        """Return the values of `facet` that are found by `text`."""
        begun = lookup_text(text)
        keys = matching_keys(self._library, self._library.index.lookups[facet], begun)
        values = sorted({value_of(key) for key in keys})
        if not values:
            return FacetValues([], is_cut=False)
        only = tantivy.Query.term_set_query(self._library.schema, f"f_{facet}", values)
        counts = self._count([facet], without=facet, only=[only], most=ALL)[facet]
        found = best_first(begun, ((key, counts.get(value_of(key), 0)) for key in keys))
        return FacetValues(found[: self._query.facet_limit], is_cut=len(found) > self._query.facet_limit)

    def _count(
        self, facets: Sequence[str], *, without: str, only: Sequence[tantivy.Query] = (), most: int = COUNTED
    ) -> dict[str, dict[str, int]]:
        library = self._library
        return count(library.searcher, self._under(without, only), facets, library.values, most)

    def _one(self, facet: str, value: str) -> int:
        own = tantivy_filter(self._library.index, self._library.schema, OneOf(facet, (value,)))
        return total(self._library.searcher.search(self._under(facet, [own]), 1))

    def _under(self, without: str, only: Sequence[tantivy.Query]) -> tantivy.Query:
        conditions = obeyed(self._query, without)
        filters = [tantivy_filter(self._library.index, self._library.schema, one) for one in conditions]
        return filtered(self._found, [*filters, *only])
