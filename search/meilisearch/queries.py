"""What one search asks of Meilisearch: the queries of a multi-search, by what each is for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from search.engine import Filter, OneOf, Query
from search.facets import selected
from search.filters import meilisearch_expression, obeyed
from search.highlight import ELLIPSIS, Tags
from search.histogram import units
from search.meilisearch.asking import Asked, Strategy
from search.schema import Index
from search.symbols import swapped
from search.terms import parse, readable


class Single(Struct, frozen=True):
    """One selected value of a facet, to be counted on its own."""

    facet: str
    value: str
    strategy: Strategy


class Queries:
    """The queries that a checked `Query` may need on the index `uid`."""

    def __init__(self, uid: str, index: Index, query: Query) -> None:
        self.query = query
        self.tags = Tags()
        self._uid = uid
        self._index = index
        parsed = parse(query.q)
        terms = parsed.wanted
        # Some marks, such as an ellipsis, Meilisearch takes for words.
        self.q = swapped(readable(query.q)) if terms or parsed.excluded else ""
        self.words = len(terms)
        # With phrases it is the phrases that are required; a single word can't be given up.
        self.gives_up = query.match == "last" and len(terms) > 1 and not any(term.phrase for term in terms)
        self.chosen = {facet: chosen for facet in query.facets if (chosen := selected(query.filters, facet))}
        self.fields = units(query.histogram) if query.histogram else ()

    @property
    def probes(self) -> bool:
        """Whether the best document has to be asked for on its own: the page does not begin with it."""
        return self.gives_up and (self.query.offset > 0 or self.query.limit == 0 or self.query.sort is not None)

    def page(self, strategy: Strategy) -> Asked:
        """Return the query for the hits, and without `distinct` for all counts that obey every filter."""
        query = self.query
        sort = [f"{query.sort.field}:{'desc' if query.sort.descending else 'asc'}"] if query.sort else None
        return self._query(
            strategy,
            obeyed(query),
            facets=None if query.distinct else self._counted,
            distinct=query.distinct,
            sort=sort,
            limit=query.limit,
            offset=query.offset,
            attributes_to_retrieve=list(query.fields) or None,
            attributes_to_highlight=list(query.highlight) or None,
            attributes_to_crop=[f"{field}:{words}" for field, words in query.crop.items()] or None,
            crop_marker=ELLIPSIS,
            highlight_pre_tag=self.tags.open,
            highlight_post_tag=self.tags.close,
            show_ranking_score_details=self.gives_up and not self.probes,
        )

    def counts(self, facet: str, strategy: Strategy) -> Asked:
        """Return the query for the counts of a facet without its own selection."""
        return self._query(strategy, obeyed(self.query, facet), facets=[facet], limit=0)

    def everything(self, strategy: Strategy) -> Asked:
        """Return the query for all counts that obey every filter: beside `distinct` Meilisearch counts some of them."""
        return self._query(strategy, obeyed(self.query), facets=self._counted, limit=0)

    def groups(self, strategy: Strategy) -> Asked:
        """Return the query for the total of what is shown: with `distinct` it is exact by pages only."""
        return self._query(strategy, obeyed(self.query), distinct=self.query.distinct, page=1, hits_per_page=0)

    def single(self, one: Single) -> Asked:
        """Return the query for the number of documents that have one value of a facet."""
        own = OneOf(one.facet, (one.value,))
        return self._query(one.strategy, [*obeyed(self.query, one.facet), own], limit=0)

    def best(self, strategy: Strategy) -> Asked:
        """Return the query for the best document."""
        return self._query(
            strategy, obeyed(self.query), limit=1, attributes_to_retrieve=["id"], show_ranking_score_details=True
        )

    def singles(self, strategy: Strategy, cut: Iterable[str]) -> list[Single]:
        """Return the selected values of the facets `cut`."""
        return [Single(facet, value, strategy) for facet in cut for value in self.chosen[facet]]

    def filters(self, conditions: Sequence[Filter]) -> list[str | list[str]] | None:
        """Return `conditions` as Meilisearch takes them."""
        return [meilisearch_expression(self._index, condition) for condition in conditions] or None

    @property
    def _counted(self) -> list[str | list[str]] | None:
        """The fields whose counts obey every filter."""
        others = (facet for facet in self.query.facets if facet not in self.chosen)
        return list(dict.fromkeys([*others, *self.fields])) or None

    def _query(self, strategy: Strategy, conditions: Sequence[Filter], **more: Any) -> Asked:
        return Asked(index_uid=self._uid, q=self.q, filter=self.filters(conditions), matching_strategy=strategy, **more)
