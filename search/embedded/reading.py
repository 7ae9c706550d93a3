"""One search in one state of the index: which terms are required, the page, the counts."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec
import tantivy
from msgspec.structs import replace

from search.embedded.counting import Counting
from search.embedded.finding import Address, Finder, Found
from search.embedded.groups import Groups
from search.embedded.leaves import Library, total
from search.embedded.ranking import Ranking
from search.embedded.repeating import repeats
from search.embedded.snippets import Highlighter
from search.engine import FacetValues, Filter, Hit, Page, Query
from search.filters import filtered, obeyed, tantivy_filter
from search.passage import passage
from search.terms import parse


def page(library: Library, query: Query) -> Page:
    """Return the answer to a checked query."""
    asked = passage(query.q)
    if asked is None:
        return Reading(library, query).page()
    found = repeats(library, query, asked)
    return found.page() if found.documents else Reading(library, replace(query, q=asked.beginning)).page()


def facet_values(library: Library, query: Query, facet: str, text: str) -> FacetValues:
    """Return the values of `facet` that are found by `text`."""
    asked = passage(query.q)
    if asked is None:
        return Reading(library, query).facet_values(facet, text)
    found = repeats(library, replace(query, facets=(facet,)), asked)
    if found.documents:
        return found.facet_values(facet, text)
    return Reading(library, replace(query, q=asked.beginning)).facet_values(facet, text)


class Reading:
    """A checked query against one state of an index."""

    def __init__(self, library: Library, query: Query) -> None:
        self.library = library
        self.query = query
        self.terms = parse(query.q)
        self.ranking = Ranking(library, self.terms)
        self.filters = self._made(obeyed(query))

    def page(self) -> Page:
        """Return the answer."""
        required, found = self._find()
        counting = self._counting(required)
        facets, by_date = counting.facets()
        return Page(
            hits=self._hits(found.addresses),
            total=found.total if found.groups is None else found.groups,
            total_is_exact=True,
            facets=facets,
            histogram=counting.histogram(found.total, by_date),
        )

    def facet_values(self, facet: str, text: str) -> FacetValues:
        """Return the values of `facet` that are found by `text`."""
        return self._counting(self._find()[0]).values(facet, text)

    def _made(self, filters: Sequence[Filter]) -> list[tantivy.Query]:
        return [tantivy_filter(self.library.index, self.library.schema, one) for one in filters]

    def _find(self) -> tuple[Sequence[int], Found]:
        wanted = self.terms.wanted
        phrases = [place for place, term in enumerate(wanted) if term.phrase]
        if self.query.match == "all" or len(wanted) < 2:
            required: Sequence[int] = range(len(wanted))
        else:
            required = phrases or [0]
        found = self._ordered(required)
        if self.query.match == "last" and not phrases and found.best < len(wanted):
            # No document has all the words. If a word is misspelt beyond tolerance, what is required instead is the
            # word that fewest documents have, as long as documents match more of the words that way.
            rarest = self._rarest()
            if rarest is not None and rarest not in required:
                other = self._ordered([rarest])
                if other.best > found.best:
                    return [rarest], other
        return required, found

    def _rarest(self) -> int | None:
        """Return the term that fewest documents of the scope have, but some."""
        searcher, scope = self.library.searcher, self._made(self.query.scope)
        # A term finds at least the documents with the word itself: common ones need no counting.
        least = [0 if term.phrase or scope else self.library.frequency(term.word) for term in self.terms.wanted]
        best: tuple[int, int] | None = None
        for place in sorted(range(len(least)), key=lambda place: (least[place], place)):
            if best is None or least[place] <= best[0]:
                count = total(searcher.search(filtered(self.ranking.matches[place], scope), 1))
                if count and (best is None or (count, place) < best):
                    best = count, place
        return None if best is None else best[1]

    def _ordered(self, required: Sequence[int]) -> Found:
        finder = Finder(self.library, self.ranking, required, self.filters)
        sort = self.query.sort
        ordered = finder.by_relevance if sort is None else partial(finder.by_number, sort)
        if self.query.distinct is None:
            return ordered(self.query.offset, self.query.limit)
        groups = Groups(self.library, self.query.distinct)
        return groups.collapsed(ordered, finder.matching(), self.query.offset, self.query.limit)

    def _hits(self, addresses: Sequence[Address]) -> list[Hit]:
        highlighter = Highlighter(self.library, self.terms) if self.query.highlight else None
        hits = []
        for address in addresses:
            document = msgspec.json.decode(self.library.searcher.doc(address).get_first("source") or b"{}")
            highlight = highlighter.of(document, self.query.highlight, self.query.crop) if highlighter else {}
            hits.append(Hit(document, highlight))
        return hits

    def _counting(self, required: Sequence[int]) -> Counting:
        is_everything = not self.terms.wanted and not self.terms.excluded
        return Counting(self.library, self.query, self.ranking.found(required), is_everything=is_everything)
