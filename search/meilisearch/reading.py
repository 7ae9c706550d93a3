"""One search: a single multi-search, whatever the number of facets, and a second one at most.

The second is needed where a word seems misspelt, or where a selected value is not among those that were counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from search.engine import FacetValues, Hit, Page, Query
from search.facets import COUNTED, arranged
from search.filters import obeyed
from search.highlight import LIST_SEPARATOR
from search.histogram import histogram
from search.lookup import best_first, lookup_text
from search.meilisearch.asking import Found, Strategy, multi_search
from search.meilisearch.connection import Client, translated
from search.meilisearch.queries import Queries, Single
from search.schema import Index
from search.symbols import swapped


class _Answer(Struct, frozen=True):
    """The results of one multi-search by what they are for."""

    strategy: Strategy
    main: Found
    everything: Found
    best: Found
    total: int
    counts: dict[str, dict[str, int]]
    singles: dict[Single, int]

    @property
    def cut(self) -> list[str]:
        """The selected facets that have more values than are counted."""
        return [facet for facet, counted in self.counts.items() if len(counted) == COUNTED]


class Reading:
    """A checked query against one index."""

    def __init__(self, client: Client, uid: str, index: Index, query: Query) -> None:
        self._client = client
        self._uid = uid
        self._index = index
        self._queries = Queries(uid, index, query)

    async def page(self, *, once: bool = False) -> Page:
        """Return the answer; with `once` of a single request, whatever may be misspelt."""
        queries = self._queries
        strategy = queries.query.match
        answer = await self._ask(strategy, queries.singles(strategy, queries.chosen) if once else ())
        missing = [
            one
            for one in queries.singles(answer.strategy, answer.cut)
            if one.value.lower() not in {value.lower() for value in answer.counts[one.facet]}
        ]
        if queries.gives_up and not once and (best := self._matched(answer)) < queries.words:
            # No document has all the words. If a word is misspelt beyond tolerance, `last` ends right before it; the
            # strategy `frequency` gives up words that no document has first, and the commonest next.
            others = await self._ask("frequency", [*missing, *queries.singles("frequency", queries.chosen)])
            if self._matched(others) > best:
                return self._page(others, others.singles)
            return self._page(answer, others.singles)
        return self._page(answer, await self._single(missing) if missing and not once else answer.singles)

    async def facet_values(self, facet: str, text: str, *, once: bool = False) -> FacetValues:
        """Return the values of `facet` that are found by `text`."""
        queries = self._queries
        begun = lookup_text(text)
        if not begun:
            return FacetValues([], is_cut=False)
        strategy: Strategy = queries.query.match
        if queries.gives_up and not once and (best := self._matched(await self._ask(strategy))) < queries.words:
            strategy = "frequency" if self._matched(await self._ask("frequency")) > best else strategy
        with translated("searching"):
            found = await self._client.index(self._uid).facet_search(
                queries.q,
                facet_name=self._index.lookups[facet],
                facet_query=begun,
                filter=queries.filters(obeyed(queries.query, facet)),
                matching_strategy=strategy,
            )
        values = best_first(begun, ((swapped(hit.value), hit.count) for hit in found.facet_hits))
        limit = queries.query.facet_limit
        return FacetValues(values[:limit], is_cut=len(values) > limit or len(found.facet_hits) >= COUNTED)

    async def _ask(self, strategy: Strategy, singles: Sequence[Single] = ()) -> _Answer:
        queries = self._queries
        asked = [queries.page(strategy), *(queries.counts(facet, strategy) for facet in queries.chosen)]
        asked += [queries.single(one) for one in singles]
        if queries.probes:
            asked.append(queries.best(strategy))
        if queries.query.distinct:
            asked += [queries.everything(strategy), queries.groups(strategy)]
        results = iter(await multi_search(self._client, asked))
        with translated("searching"):
            main = everything = next(results)
            counts = {facet: (next(results).facet_distribution or {})[facet] for facet in queries.chosen}
            counted = {one: next(results).estimated_total_hits for one in singles}
            best = next(results) if queries.probes else main
            total = main.estimated_total_hits
            if queries.query.distinct:
                everything, total = next(results), next(results).total_hits
            return _Answer(
                strategy=strategy,
                main=main,
                everything=everything,
                best=best,
                total=total,
                counts=counts,
                singles=counted,
            )

    async def _single(self, singles: Sequence[Single]) -> dict[Single, int]:
        results = await multi_search(self._client, [self._queries.single(one) for one in singles])
        return {one: result.estimated_total_hits for one, result in zip(singles, results, strict=True)}

    def _matched(self, answer: _Answer) -> int:
        """Return how many words the best document matches; without one, none."""
        with translated("searching"):
            hits = answer.best.hits
            return int(hits[0]["_rankingScoreDetails"]["words"]["matchingWords"]) if hits else 0

    def _page(self, answer: _Answer, singles: dict[Single, int]) -> Page:
        query = self._queries.query
        with translated("searching"):
            filtered = answer.everything.facet_distribution or {}
            counts = filtered | answer.counts
            found = answer.everything.estimated_total_hits
            # A selected year is counted in `answer.counts` as if it were not selected; the histogram obeys it.
            by_date: dict[str, dict[str, int]] = {field: filtered.get(field, {}) for field in self._queries.fields}
            return Page(
                hits=[self._hit(hit) for hit in answer.main.hits],
                total=answer.total,
                total_is_exact=True,
                facets={facet: self._facet(facet, counts.get(facet, {}), answer, singles) for facet in query.facets},
                histogram=histogram(query.histogram, query.filters, found, by_date) if query.histogram else None,
            )

    def _facet(self, facet: str, counts: dict[str, int], answer: _Answer, singles: dict[Single, int]) -> FacetValues:
        # Meilisearch folds the case of values, so that one may be counted under another spelling than was selected.
        known = {value.lower() for value in counts}
        kept = [value for value in self._queries.chosen.get(facet, ()) if value in counts or value.lower() not in known]
        own = {value: singles.get(Single(facet, value, answer.strategy), 0) for value in kept if value not in counts}
        return arranged(counts | own if len(counts) == COUNTED else counts, kept, self._queries.query.facet_limit)

    def _hit(self, hit: dict[str, Any]) -> Hit:
        formatted = hit.pop("_formatted", {})
        hit.pop("_rankingScoreDetails", None)
        return Hit(
            document=hit,
            highlight={
                field: self._queries.tags.html(_text(formatted[field]))
                for field in self._queries.query.highlight
                if formatted.get(field) is not None
            },
        )


def _text(value: Any) -> str:
    return LIST_SEPARATOR.join(map(str, value)) if isinstance(value, list) else str(value)
