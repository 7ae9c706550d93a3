"""The search engine as far as a request's key opens it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

from litestar import Request
from litestar.datastructures import State
from msgspec import UNSET
from msgspec.structs import replace

from search.engine import FacetValues, Filter, OneOf, Page, Query, SearchEngine
from search.schema import IndexName
from service.access.grants import ForcedFilters, Grant
from service.api.filling import Filling
from service.api.labels import Labels
from service.api.search_parameters import ChosenIn
from service.api.search_queries import filters
from service.errors import Invalid


class ScopedSearch:
    """Searches in which a key's filters always hold; there is no other way from a search route to the engine."""

    def __init__(self, engine: SearchEngine, scope: tuple[Filter, ...]) -> None:
        self._engine = engine
        self._scope = scope

    async def search(self, index: IndexName, query: Query) -> Page:
        """Answer one search. A selected value that nothing in the scope has is not shown, not even as a 0.

        Its name would be that of somebody whom only articles outside of the scope know.
        """
        page = await self._engine.search(index, self._within(query))
        if not self._scope:
            return page
        unseen = {field: [one.value for one in page.facets[field].values if not one.count] for field in page.facets}
        fields = [field for field, values in unseen.items() if values]
        known = await asyncio.gather(*(self.known(index, field, unseen[field]) for field in fields))
        hidden = {field: set(unseen[field]) - seen for field, seen in zip(fields, known, strict=True)}
        facets = {
            field: replace(found, values=[one for one in found.values if one.value not in hidden.get(field, ())])
            for field, found in page.facets.items()
        }
        return replace(page, facets=facets)

    async def facet_values(self, index: IndexName, query: Query, facet: str, text: str) -> FacetValues:
        """Answer one search for values of a facet."""
        return await self._engine.facet_values(index, self._within(query), facet, text)

    async def known(self, index: IndexName, facet: str, values: Collection[str]) -> set[str]:
        """Those of `values` that something in the scope has."""
        chosen = OneOf(facet, tuple(values))
        query = Query(filters=(chosen,), facets=(facet,), facet_limit=1, limit=0)
        found = (await self._engine.search(index, self._within(query))).facets[facet]
        return {one.value for one in found.values if one.count}.intersection(values)

    def _within(self, query: Query) -> Query:
        return replace(query, scope=(*self._scope, *query.scope)) if self._scope else query


def forced_filters(forced: ForcedFilters) -> tuple[Filter, ...]:
    """A key's filters for the engine: both indexes have all of these fields. Raises `Invalid` naming what is wrong."""
    chosen = ChosenIn(
        **{name: value for name in ForcedFilters.__struct_fields__ if (value := getattr(forced, name)) is not UNSET}
    )
    return filters("articles", chosen, lambda name, message: Invalid.at(f"/filters/{name}", message))


async def provide_search(request: Request[Any, Any, Any], state: State) -> ScopedSearch:
    """The engine as the request's key opens it. Raises `SearchDown` while it does not hold what it should.

    It takes what it needs from the state: a dependency's own dependencies are another group of tasks in each request.
    """
    filling: Filling = state.filling
    await filling.check()
    labels: Labels = state.labels
    grant: Grant = request.state.grant
    forced = grant.forced
    if forced.speaker is not UNSET:
        forced = replace(forced, speaker=await labels.current(forced.speaker))
    return ScopedSearch(state.parts.engine, forced_filters(forced))
