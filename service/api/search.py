"""Searching articles and quotes, and the values of their facets."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from litestar import Controller, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK
from msgspec.structs import replace

from search.engine import FacetValues as EngineFacetValues
from search.engine import Page, Query
from search.filters import without_own
from search.schema import IndexName
from service.api.hits import ArticleSearch, FacetValue, FacetValues, QuoteSearch, article_hit, quote_hit
from service.api.injection import Injected
from service.api.labels import Labels
from service.api.parameters import Kinds
from service.api.scope import ScopedSearch
from service.api.search_parameters import (
    MAX_QUERY,
    ArticleFacets,
    ArticleMarks,
    ArticleSearchIn,
    ChosenIn,
    FacetSort,
    OfArticles,
    OfQuotes,
    QuoteFacets,
    QuoteMarks,
    QuoteSearchIn,
    SearchIn,
)
from service.api.search_queries import FIELDS, NAMES, article_query, filters, in_body, quote_query
from service.errors import Invalid

SearchedFacet = Literal["speaker", "outlet"]
Typed = Annotated[
    str,
    QueryParameter(
        max_length=200, description="The beginning of any word of the name, typos forgiven. Empty: the largest."
    ),
]
Words = Annotated[
    str,
    QueryParameter(
        name="query", max_length=MAX_QUERY, description="The search's own words, its `q`: only what it finds counts."
    ),
]
Most = Annotated[int, QueryParameter(ge=1, le=100, description="How many values are shown.")]

Asked = dict[str, Any]


class SearchController(Controller):
    """`/v1/search`."""

    path = "/search"
    tags = ("search",)
    opt = {"scope": "search"}  # noqa: RUF012 - Litestar's own attribute

    @get("/articles", operation_id="searchArticles", summary="Search articles")
    async def articles(
        self,
        asked: Injected[Asked],
        search: Injected[ScopedSearch],
        labels: Injected[Labels],
        facets: ArticleFacets = None,
        highlight: ArticleMarks = None,
        distinct: OfArticles = None,
    ) -> ArticleSearch:
        """Articles by their words, with typos forgiven; filters of one name are alternatives, of several add up."""
        wanted = ArticleSearchIn(**asked, facets=facets or [], highlight=highlight, distinct=distinct)
        return await _articles(wanted, Invalid.parameter, search, labels)

    @post("/articles", operation_id="postArticleSearch", summary="Search articles", status_code=HTTP_200_OK)
    async def articles_by_body(
        self, data: JSONBody[ArticleSearchIn], search: Injected[ScopedSearch], labels: Injected[Labels]
    ) -> ArticleSearch:
        """The same search, asked in a body: for texts that are too long for a URL."""
        return await _articles(data, in_body, search, labels)

    @get("/quotes", operation_id="searchQuotes", summary="Search quotes")
    async def quotes(
        self,
        asked: Injected[Asked],
        search: Injected[ScopedSearch],
        labels: Injected[Labels],
        kind: Kinds = None,
        facets: QuoteFacets = None,
        highlight: QuoteMarks = None,
        distinct: OfQuotes = None,
    ) -> QuoteSearch:
        """Quotes by their words and their speaker's name, with typos forgiven.

        A sentence or a paragraph (more than ten words) finds the quotes that it repeats, or nearly, first.
        """
        wanted = QuoteSearchIn(
            **asked, kind=list(kind or ()), facets=facets or [], highlight=highlight, distinct=distinct
        )
        return await _quotes(wanted, Invalid.parameter, search, labels)

    @post("/quotes", operation_id="postQuoteSearch", summary="Search quotes", status_code=HTTP_200_OK)
    async def quotes_by_body(
        self, data: JSONBody[QuoteSearchIn], search: Injected[ScopedSearch], labels: Injected[Labels]
    ) -> QuoteSearch:
        """The same search, asked in a body: for a pasted paragraph that is too long for a URL."""
        return await _quotes(data, in_body, search, labels)

    @get("/articles/facets/{facet:str}", operation_id="searchArticleFacet", summary="Search a facet of articles")
    async def article_facet(
        self,
        facet: FromPath[SearchedFacet],
        chosen: Injected[Asked],
        search: Injected[ScopedSearch],
        labels: Injected[Labels],
        q: Typed = "",
        words: Words = "",
        limit: Most = 20,
    ) -> FacetValues:
        """Speakers or outlets by any word of their name, with the number of articles each has in a search.

        The counts obey every filter but that on the facet itself; values without an article there are left out.
        """
        return await _values("articles", facet, ChosenIn(**chosen), q, words, limit, search, labels)

    @get("/quotes/facets/{facet:str}", operation_id="searchQuoteFacet", summary="Search a facet of quotes")
    async def quote_facet(
        self,
        facet: FromPath[SearchedFacet],
        chosen: Injected[Asked],
        search: Injected[ScopedSearch],
        labels: Injected[Labels],
        kind: Kinds = None,
        q: Typed = "",
        words: Words = "",
        limit: Most = 20,
    ) -> FacetValues:
        """Speakers or outlets by any word of their name, with the number of quotes each has in a search.

        The counts obey every filter but that on the facet itself; values without a quote there are left out.
        """
        wanted = ChosenIn(**chosen, kind=list(kind or ()))
        return await _values("quotes", facet, wanted, q, words, limit, search, labels)


async def _articles(asked: ArticleSearchIn, at: Any, search: ScopedSearch, labels: Labels) -> ArticleSearch:
    started = time.perf_counter()
    asked.speaker = await labels.current(asked.speaker)
    page = await search.search("articles", article_query(asked, at))
    return ArticleSearch(hits=[article_hit(hit) for hit in page.hits], **await _result(asked, page, labels, started))


async def _quotes(asked: QuoteSearchIn, at: Any, search: ScopedSearch, labels: Labels) -> QuoteSearch:
    started = time.perf_counter()
    asked.speaker = await labels.current(asked.speaker)
    page = await search.search("quotes", quote_query(asked, at))
    return QuoteSearch(hits=[quote_hit(hit) for hit in page.hits], **await _result(asked, page, labels, started))


async def _values(
    index: IndexName,
    facet: str,
    chosen: ChosenIn,
    q: str,
    words: str,
    limit: int,
    search: ScopedSearch,
    labels: Labels,
) -> FacetValues:
    field = FIELDS[facet]
    chosen.speaker = await labels.current(chosen.speaker)
    query = Query(q=words, filters=filters(index, chosen, Invalid.parameter), facet_limit=limit, limit=0)
    if q.strip():
        found = await search.facet_values(index, query, field, q)
    else:
        others = tuple(without_own(query.filters, field))  # the selected ones are not searched for here
        found = (await search.search(index, replace(query, filters=others, facets=(field,)))).facets[field]
    shown = await _labelled({field: found}, labels, "count")
    return FacetValues(values=shown[facet], is_cut=found.is_cut)


async def _result(asked: SearchIn, page: Page, labels: Labels, started: float) -> dict[str, Any]:
    return {
        "total": page.total,
        "total_is_exact": page.total_is_exact,
        "facets": await _labelled(page.facets, labels, asked.facet_sort),
        "cut_facets": [NAMES.get(field, field) for field, values in page.facets.items() if values.is_cut],
        "histogram": page.histogram,
        "query": asked.q,
        "limit": asked.limit,
        "offset": asked.offset,
        "took_ms": round((time.perf_counter() - started) * 1000),
    }


async def _labelled(
    facets: Mapping[str, EngineFacetValues], labels: Labels, order: FacetSort
) -> dict[str, list[FacetValue]]:
    """The facets under their own names; the values of the others are their own labels."""
    ids = {field: [one.value for one in facets[field].values] if field in facets else [] for field in NAMES}
    speakers, outlets = await labels.of(speakers=ids["speaker_id"], outlets=ids["outlet_id"])
    known = {"speaker_id": speakers, "outlet_id": outlets}
    shown = {
        NAMES.get(field, field): [
            FacetValue(one.value, known.get(field, {}).get(one.value, one.value), one.count) for one in found.values
        ]
        for field, found in facets.items()
    }
    if order == "name":
        for values in shown.values():
            values.sort(key=lambda value: (value.label.casefold(), value.value))
    return shown
