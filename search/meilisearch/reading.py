"""One search: a single multi-search, whatever the number of facets, and a second one where a word seems misspelt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from meilisearch_python_sdk import AsyncClient
from meilisearch_python_sdk.models.search import SearchParams, SearchResultsWithUID

from search.engine import FacetCount, Hit, Page, Query
from search.filters import meilisearch_expression, without_own
from search.highlight import ELLIPSIS, LIST_SEPARATOR, Tags
from search.meilisearch.connection import translated
from search.schema import Index
from search.terms import parse, readable

Strategy = Literal["last", "all", "frequency"]


class Reading:
    """A checked query against one index."""

    def __init__(self, client: AsyncClient, uid: str, index: Index, query: Query) -> None:
        self._client = client
        self._uid = uid
        self._index = index
        self._query = query
        self._tags = Tags()
        parsed = parse(query.q)
        terms = parsed.wanted
        # Some marks, such as an ellipsis, Meilisearch takes for words.
        self._q = readable(query.q) if terms or parsed.excluded else ""
        self._words = len(terms)
        # With phrases it is the phrases that are required; a single word can't be given up.
        self._gives_up = query.match == "last" and len(terms) > 1 and not any(term.phrase for term in terms)
        self._probes = self._gives_up and (query.offset > 0 or query.limit == 0 or query.sort is not None)
        self._selected = [
            facet for facet in query.facets if len(without_own(query.filters, facet)) < len(query.filters)
        ]

    async def page(self) -> Page:
        """Return the answer."""
        results = await self._ask(self._query.match)
        if self._gives_up and (best := self._matched(results)) < self._words:
            # No document has all the words. If a word is misspelt beyond tolerance, `last` ends right before it; the
            # strategy `frequency` gives up words that no document has first, and the commonest next.
            others = await self._ask("frequency")
            if self._matched(others) > best:
                results = others
        return self._page(results)

    async def _ask(self, strategy: Strategy) -> list[SearchResultsWithUID[Any]]:
        queries = [self._main(strategy), *(self._counts(facet, strategy) for facet in self._selected)]
        if self._probes:
            queries.append(self._probe(strategy))
        with translated("searching"):
            results = await self._client.multi_search(queries)
        assert isinstance(results, list)  # noqa: S101 — the SDK returns something else for federated searches only
        return results

    def _main(self, strategy: Strategy) -> SearchParams:
        query = self._query
        sort = [f"{query.sort.field}:{'desc' if query.sort.descending else 'asc'}"] if query.sort else None
        return SearchParams(
            index_uid=self._uid,
            q=self._q,
            filter=self._filters(query.filters),
            facets=[facet for facet in query.facets if facet not in self._selected] or None,
            sort=sort,
            limit=query.limit,
            offset=query.offset,
            matching_strategy=strategy,
            attributes_to_highlight=list(query.highlight) or None,
            attributes_to_crop=[f"{field}:{words}" for field, words in query.crop.items()] or None,
            crop_marker=ELLIPSIS,
            highlight_pre_tag=self._tags.open,
            highlight_post_tag=self._tags.close,
            show_ranking_score_details=self._gives_up and not self._probes,
        )

    def _counts(self, facet: str, strategy: Strategy) -> SearchParams:
        return SearchParams(
            index_uid=self._uid,
            q=self._q,
            filter=self._filters(without_own(self._query.filters, facet)),
            facets=[facet],
            limit=0,
            matching_strategy=strategy,
        )

    def _probe(self, strategy: Strategy) -> SearchParams:
        """Return the query for the best document, where the page itself does not show it."""
        return SearchParams(
            index_uid=self._uid,
            q=self._q,
            filter=self._filters(self._query.filters),
            limit=1,
            attributes_to_retrieve=["id"],
            matching_strategy=strategy,
            show_ranking_score_details=True,
        )

    def _filters(self, conditions: Sequence[Any]) -> list[str | list[str]] | None:
        return [meilisearch_expression(self._index, condition) for condition in conditions] or None

    def _matched(self, results: Sequence[SearchResultsWithUID[Any]]) -> int:
        """Return how many words the best document matches; without one, none."""
        hits = results[-1 if self._probes else 0].hits
        with translated("searching"):
            return int(hits[0]["_rankingScoreDetails"]["words"]["matchingWords"]) if hits else 0

    def _page(self, results: Sequence[SearchResultsWithUID[Any]]) -> Page:
        with translated("searching"):
            main = results[0]
            distribution = dict(main.facet_distribution or {})
            for facet, counted in zip(self._selected, results[1:], strict=False):
                distribution[facet] = (counted.facet_distribution or {})[facet]
            return Page(
                hits=[self._hit(hit) for hit in main.hits],
                total=int(main.estimated_total_hits or 0),
                total_is_exact=True,
                facets={facet: _ordered(distribution.get(facet, {})) for facet in self._query.facets},
            )

    def _hit(self, hit: dict[str, Any]) -> Hit:
        formatted = hit.pop("_formatted", {})
        hit.pop("_rankingScoreDetails", None)
        return Hit(
            document=hit,
            highlight={
                field: self._tags.html(_text(formatted[field]))
                for field in self._query.highlight
                if formatted.get(field) is not None
            },
        )


def _text(value: Any) -> str:
    return LIST_SEPARATOR.join(map(str, value)) if isinstance(value, list) else str(value)


def _ordered(counts: dict[str, int]) -> list[FacetCount]:
    return sorted(
        (FacetCount(value, count) for value, count in counts.items()), key=lambda one: (-one.count, one.value)
    )
