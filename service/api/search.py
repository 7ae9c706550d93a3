"""Searching articles and quotes."""

from __future__ import annotations

import time
from typing import Annotated, Any

from litestar import Controller, get
from litestar.params import QueryParameter

from search.engine import Page, Query, SearchEngine
from service.api.hits import ArticleSearch, FacetValue, QuoteSearch, article_hit, quote_hit
from service.api.injection import Injected
from service.api.labels import Labels
from service.api.parameters import Kinds
from service.api.search_parameters import FIELDS, ArticleFacet, QuoteFacet, article_query, quote_query

_FACETS = "Count the hits by these; a facet's own counts ignore what is selected in it."


class SearchController(Controller):
    """`/v1/search`."""

    path = "/search"
    tags = ("search",)

    @get("/articles", operation_id="searchArticles", summary="Search articles")
    async def articles(
        self,
        selection: Injected[Query],
        engine: Injected[SearchEngine],
        labels: Injected[Labels],
        facets: Annotated[list[ArticleFacet] | None, QueryParameter(max_items=6, description=_FACETS)] = None,
    ) -> ArticleSearch:
        """Articles by their words, with typos forgiven; filters of one name are alternatives, of several add up."""
        started = time.perf_counter()
        page = await engine.search("articles", article_query(selection, facets))
        hits = [article_hit(hit) for hit in page.hits]
        return ArticleSearch(hits=hits, **await _result(selection, page, labels, started))

    @get("/quotes", operation_id="searchQuotes", summary="Search quotes")
    async def quotes(
        self,
        selection: Injected[Query],
        engine: Injected[SearchEngine],
        labels: Injected[Labels],
        kind: Kinds = None,
        facets: Annotated[list[QuoteFacet] | None, QueryParameter(max_items=7, description=_FACETS)] = None,
    ) -> QuoteSearch:
        """Quotes by their words and their speaker's name, with typos forgiven."""
        started = time.perf_counter()
        page = await engine.search("quotes", quote_query(selection, facets, kind))
        hits = [quote_hit(hit) for hit in page.hits]
        return QuoteSearch(hits=hits, **await _result(selection, page, labels, started))


async def _result(selection: Query, page: Page, labels: Labels, started: float) -> dict[str, Any]:
    return {
        "total": page.total,
        "total_is_exact": page.total_is_exact,
        "facets": await _labelled(page, labels),
        "query": selection.q,
        "limit": selection.limit,
        "offset": selection.offset,
        "took_ms": round((time.perf_counter() - started) * 1000),
    }


async def _labelled(page: Page, labels: Labels) -> dict[str, list[FacetValue]]:
    """The facets under their own names; the values of the others are their own labels."""
    by_field = {field: name for name, field in FIELDS.items()}
    ids = {field: [one.value for one in page.facets.get(field, ())] for field in FIELDS.values()}
    speakers, outlets = await labels.of(speakers=ids["speaker_id"], outlets=ids["outlet_id"])
    named = {"speaker_id": speakers, "outlet_id": outlets}
    return {
        by_field.get(field, field): [
            FacetValue(one.value, named.get(field, {}).get(one.value, one.value), one.count) for one in counts
        ]
        for field, counts in page.facets.items()
    }
