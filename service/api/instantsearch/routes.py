"""The routes that `@meilisearch/instant-meilisearch` calls, when its host is `…/v1/instantsearch`."""

from __future__ import annotations

import asyncio

from litestar import Controller, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_200_OK

from service.api.injection import Injected
from service.api.instantsearch.answers import Answers
from service.api.instantsearch.errors import NoIndex, Refused, render
from service.api.instantsearch.names import Names
from service.api.instantsearch.queries import index_name
from service.api.instantsearch.requests import FacetSearch, MultiSearch, SearchQuery
from service.api.instantsearch.results import FacetResult, MultiSearchResult, QueryResult
from service.api.labels import Labels
from service.api.scope import ScopedSearch


class InstantSearchController(Controller):
    """`/v1/instantsearch`."""

    path = "/instantsearch"
    tags = ("instantsearch",)
    opt = {"scope": "search", "errors": render}  # noqa: RUF012 - Litestar's own attribute

    @post(
        "/multi-search",
        operation_id="searchAsInstantSearch",
        summary="Search as InstantSearch does",
        status_code=HTTP_200_OK,
    )
    async def multi_search(
        self, data: JSONBody[MultiSearch], search: Injected[ScopedSearch], labels: Injected[Labels]
    ) -> MultiSearchResult:
        """Meilisearch's multi-search over the flat indexes `articles` and `quotes`; a facet's counts obey every filter.

        Attributes to filter and count by: `outlet`, `speaker`, `section`, `language`, `year`, `month`, `published_at`
        (epoch seconds), `kind` (of quotes), `outlet_id`, `speaker_id`. Sorted by `published_at:asc` or `:desc`.
        """
        answers = Answers(search, Names(labels, search))
        places = enumerate(data.queries)
        return MultiSearchResult(await asyncio.gather(*(_result(answers, place, one) for place, one in places)))

    @post(
        "/indexes/{uid:str}/facet-search",
        operation_id="searchFacetAsInstantSearch",
        summary="Search a facet as InstantSearch does",
        status_code=HTTP_200_OK,
    )
    async def facet_search(
        self,
        uid: FromPath[str],
        data: JSONBody[FacetSearch],
        search: Injected[ScopedSearch],
        labels: Injected[Labels],
    ) -> FacetResult:
        """Values by the beginning of any word of theirs, typos forgiven. What is selected in the facet itself (an array
        of `=` on it within `filter`) does not limit them.
        """
        return await Answers(search, Names(labels, search)).facet(index_name(uid), data)


async def _result(answers: Answers, place: int, asked: SearchQuery) -> QueryResult:
    """One result; what is wrong says in which query, as Meilisearch does."""
    try:
        return await answers.result(index_name(asked.index_uid), asked)
    except Refused as wrong:
        raise Refused(wrong.meilisearch_code, f"Inside `.queries[{place}]`: {wrong.detail}") from wrong
    except NoIndex as wrong:
        raise Refused("index_not_found", f"Inside `.queries[{place}]`: {wrong.detail}") from wrong
