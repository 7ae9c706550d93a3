"""Answering: the engine's pages as Meilisearch's results."""

from __future__ import annotations

import asyncio
import time

from msgspec.structs import replace

from search.engine import FacetCount, Page, Query, Sort
from search.lookup import begins_near, lookup_keys, lookup_text
from search.schema import INDEXES as ENGINE_INDEXES
from search.schema import MAX_HITS, IndexName
from search.typos import allowed
from service.api.instantsearch.attributes import INDEXES
from service.api.instantsearch.errors import Refused
from service.api.instantsearch.hits import Tags, flat_hit
from service.api.instantsearch.names import Names
from service.api.instantsearch.queries import facet_fields, marks, query, shape, window
from service.api.instantsearch.requests import FacetSearch, SearchQuery
from service.api.instantsearch.results import FacetHit, FacetResult, FacetStat, QueryResult
from service.api.scope import ScopedSearch

_NUMBER = "published_at"
MOST_FOUND = 100
"""Values that a facet search returns at most, as in Meilisearch."""


class Answers:
    """Answers through one request's key."""

    def __init__(self, search: ScopedSearch, names: Names) -> None:
        self._search = search
        self._names = names

    async def result(self, index: IndexName, asked: SearchQuery) -> QueryResult:
        """Answer one search. Raises `Refused`."""
        started = time.perf_counter()
        made, hits, wanted = shape(index, asked), window(asked), query(index, asked)
        facets = facet_fields(index, asked.facets or ())
        counted = tuple(field for name, field in facets.items() if name != _NUMBER)
        wanted = replace(
            wanted,
            facets=tuple(dict.fromkeys(counted)),
            offset=hits.offset if hits.limit else 0,
            limit=hits.limit,
            highlight=marks(index, made),
            crop=made.cropped,
            fields=tuple(dict.fromkeys(["id", *made.shown, *made.formatted])),
        )
        page, ends = await asyncio.gather(self._search.search(index, wanted), self._ends(index, wanted, facets))
        tags = Tags(asked.highlight_pre_tag, asked.highlight_post_tag, asked.crop_marker)
        result = QueryResult(
            index_uid=index,
            hits=[flat_hit(hit, made, tags) for hit in page.hits],
            query=wanted.q,
            processing_time_ms=0,
        )
        if hits.by_page:
            reached = min(page.total, MAX_HITS)
            result.hits_per_page = 20 if asked.hits_per_page is None else asked.hits_per_page
            result.page = 1 if asked.page is None else asked.page
            result.total_hits = page.total
            result.total_pages = -(-reached // result.hits_per_page) if result.hits_per_page else 0
        else:
            result.limit, result.offset, result.estimated_total_hits = hits.size, hits.first, page.total
        if asked.facets:
            result.facet_distribution = await self._distribution(index, facets, page)
            result.facet_stats = ends | _years(facets, page)
        result.processing_time_ms = round((time.perf_counter() - started) * 1000)
        return result

    async def facet(self, index: IndexName, asked: FacetSearch) -> FacetResult:
        """Answer one search for values of a facet. Raises `Refused`."""
        started = time.perf_counter()
        attribute = INDEXES[index].filtered.get(asked.facet_name)
        if attribute is None or attribute.kind == "number":
            said = f"Attribute `{asked.facet_name[:100]}` is not facet-searchable."
            raise Refused("invalid_facet_search_facet_name", said)
        field = attribute.field
        wanted = query(index, asked, facet=asked.facet_name)
        typed = lookup_text(asked.facet_query or "")
        if typed and field in ENGINE_INDEXES[index].lookups:
            found = (await self._search.facet_values(index, wanted, field, asked.facet_query or "")).values
        else:
            page = await self._search.search(index, replace(wanted, facets=(field,)))
            found = _beginning(typed, page.facets[field].values)
        found = found[:MOST_FOUND]
        names = await self._names.of(index, attribute, [one.value for one in found])
        values = [FacetHit(names.get(one.value, one.value), one.count) for one in found]
        return FacetResult(values, asked.facet_query, round((time.perf_counter() - started) * 1000))

    async def _distribution(self, index: IndexName, facets: dict[str, str], page: Page) -> dict[str, dict[str, int]]:
        made: dict[str, dict[str, int]] = {}
        for name, field in facets.items():
            if name == _NUMBER:
                made[name] = {}
                continue
            counts = page.facets[field].values
            names = await self._names.of(index, INDEXES[index].filtered[name], [one.value for one in counts])
            made[name] = {names.get(one.value, one.value): one.count for one in counts}
        return made

    async def _ends(self, index: IndexName, wanted: Query, facets: dict[str, str]) -> dict[str, FacetStat]:
        """The earliest and the latest moment, if they are asked for."""
        if _NUMBER not in facets:
            return {}
        one = replace(
            wanted, facets=(), distinct=None, offset=0, limit=1, highlight=(), crop={}, fields=("id", _NUMBER)
        )
        sorted_by = (replace(one, sort=Sort(_NUMBER, descending=descending)) for descending in (False, True))
        pages = await asyncio.gather(*(self._search.search(index, each) for each in sorted_by))
        ends = [hit.document[_NUMBER] for page in pages for hit in page.hits]
        return {_NUMBER: FacetStat(*ends)} if ends and None not in ends else {}


def _beginning(typed: str, counts: list[FacetCount]) -> list[FacetCount]:
    """Values with a word that begins as typed, typos forgiven: those that have it as typed first, then by count."""
    if not typed:
        return counts
    ranked = []
    for one in counts:
        keys = [key for key in lookup_keys("", one.value) if begins_near(typed, key, allowed(typed))]
        if keys:
            ranked.append((not any(key.startswith(typed) for key in keys), -one.count, one.value, one))
    return [one for *_, one in sorted(ranked, key=lambda rank: rank[:3])]


def _years(facets: dict[str, str], page: Page) -> dict[str, FacetStat]:
    years = [int(one.value) for one in page.facets["year"].values if one.count] if "year" in facets else []
    return {"year": FacetStat(min(years), max(years))} if years else {}
