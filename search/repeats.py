"""The answer to a passage: of the documents that an engine brought, those that repeat it, or nearly, the likest first.

Everything is counted over these documents, so that totals, facets and histogram agree with the hits and with each
other. The engine brings them under every filter, and besides without those that a facet's own counts ignore.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import accumulate, pairwise
from typing import Any

from search.engine import AllOf, AnyOf, FacetValues, Filter, Hit, Known, Not, OneOf, Page, Query, Sort
from search.facets import arranged, selected
from search.filters import obeyed
from search.highlight import LIST_SEPARATOR, from_spans
from search.histogram import histogram, units
from search.lookup import begins_near, best_first, lookup_text
from search.passage import ENOUGH, Passage
from search.schema import Index, IndexName
from search.text import spans, words
from search.typos import allowed

TEXTS: dict[IndexName, tuple[str, ...]] = {"quotes": ("text",), "articles": ("title", "standfirst", "body")}
"""The fields that a passage is compared with."""

CANDIDATES: dict[IndexName, int] = {"quotes": 200, "articles": 50}
"""Documents, about, that are compared with a passage."""

Document = dict[str, Any]


def variants(query: Query) -> list[list[Filter]]:
    """Return the sets of filters to bring documents under: all, and all but the selections on facets to be counted."""
    every = obeyed(query)
    others = [one for one in query.filters if not (isinstance(one, OneOf) and one.field in query.facets)]
    common = [*query.scope, *others]
    return [every] if len(common) == len(every) else [every, common]


class Repeats:
    """The documents among `documents` that repeat a passage."""

    def __init__(self, index: Index, query: Query, passage: Passage, documents: Iterable[Document]) -> None:
        self._query = query
        self._passage = passage
        self._index = index
        unique = {document["id"]: document for document in documents}
        judged = [(self._worth(document), document) for document in unique.values()]
        ordered = sorted(((worth, one) for worth, one in judged if worth), key=lambda pair: (-pair[0], pair[1]["id"]))
        self.documents = [document for _, document in ordered]

    def page(self) -> Page:
        """Return the answer. Its total is an estimate: nobody has compared all documents with the passage."""
        query = self._query
        found = [one for one in self.documents if _passes(one, obeyed(query))]
        dated: dict[str, Counter[str]] = {
            unit: Counter(one[unit] for one in found if one[unit]) for unit in units(query.histogram or "year")
        }
        shown = _collapsed(_sorted(found, query.sort), query.distinct)
        return Page(
            hits=[Hit(one, self._marked(one)) for one in shown[query.offset : query.offset + query.limit]],
            total=len(shown),
            total_is_exact=False,
            facets={
                facet: arranged(self._counts(facet, facet), selected(query.filters, facet), query.facet_limit)
                for facet in query.facets
            },
            histogram=histogram(query.histogram, query.filters, len(found), dated) if query.histogram else None,
        )

    def facet_values(self, facet: str, text: str) -> FacetValues:
        """Return the values of `facet` that are found by `text`."""
        begun = lookup_text(text)
        counts = self._counts(self._index.lookups[facet], facet) if begun else {}
        found = best_first(begun, (one for one in counts.items() if begins_near(begun, one[0], allowed(begun))))
        limit = self._query.facet_limit
        return FacetValues(found[:limit], is_cut=len(found) > limit)

    def _counts(self, field: str, facet: str) -> Counter[str]:
        filters = obeyed(self._query, facet)
        return Counter(value for one in self.documents if _passes(one, filters) for value in set(_values(one[field])))

    def _worth(self, document: Document) -> float:
        """Return what a document is worth; nothing when it does not repeat the passage."""
        texts = [words(document[field]) for field in TEXTS[self._index.name] if document[field]]
        if self._query.match == "all" and not set(self._passage.words) <= {word for text in texts for word in text}:
            return 0.0
        return max((worth for share, worth in map(self._passage.likeness, texts) if share >= ENOUGH), default=0.0)

    def _marked(self, document: Document) -> dict[str, str]:
        return {
            field: marked(LIST_SEPARATOR.join(_values(document[field])), self._passage, self._query.crop.get(field))
            for field in self._query.highlight
            if document[field] is not None
        }


def marked(text: str, passage: Passage, crop: int | None) -> str:
    """Return `text` as safe HTML with the words that it shares with the passage marked, of `crop` words the best."""
    found = list(spans(text))
    near = [pair in passage.pairs for pair in pairwise(one.folded for one in found)]  # with the next word
    shared = [left or right for left, right in zip([False, *near], [*near, False], strict=True)]
    first, last = 0, len(found)
    if crop is not None and crop < len(found):
        before = list(accumulate(shared, initial=0))
        first = max(range(last - crop + 1), key=lambda start: before[start + crop] - before[start])
        last = first + crop
    matches: list[tuple[int, int]] = []
    for place in range(first, last):
        if shared[place]:
            joined = place > first and near[place - 1]
            begin = matches.pop()[0] if joined else found[place].start
            matches.append((begin, found[place].end))
    start = 0 if first == 0 else found[first].start
    return from_spans(text, matches, start, len(text) if last == len(found) else found[last - 1].end)


def _passes(document: Document, filters: Sequence[Filter]) -> bool:
    return all(_passes_one(document, one) for one in filters)


def _passes_one(document: Document, one: Filter) -> bool:
    if isinstance(one, AllOf):
        return _passes(document, one.filters)
    if isinstance(one, AnyOf):
        return any(_passes_one(document, other) for other in one.filters)
    if isinstance(one, Not):
        return not _passes_one(document, one.filter)
    value = document[one.field]
    if isinstance(one, OneOf):
        return not set(one.values).isdisjoint(_values(value))
    if isinstance(one, Known):
        return bool(_values(value))
    return value is not None and (one.gte is None or value >= one.gte) and (one.lt is None or value < one.lt)


def _values(value: Any) -> list[str]:
    return [] if value is None else value if isinstance(value, list) else [value]


def _sorted(documents: Sequence[Document], sort: Sort | None) -> list[Document]:
    if sort is None:
        return list(documents)
    known = [one for one in documents if one[sort.field] is not None]
    known.sort(key=lambda one: one[sort.field], reverse=sort.descending)
    return known + [one for one in documents if one[sort.field] is None]


def _collapsed(documents: Sequence[Document], field: str | None) -> list[Document]:
    """Of each group the first document; without the field, a document is a group of its own."""
    if field is None:
        return list(documents)
    first: dict[str, Document] = {}
    for one in documents:
        first.setdefault(one[field] or one["id"], one)
    return list(first.values())
