"""Searching articles and quotes."""

from __future__ import annotations

import time
from typing import Annotated, Any

from litestar import Controller, get
from litestar.params import QueryParameter
from msgspec import Struct

from search.engine import Hit, Page, Query, SearchEngine
from service.api.injection import Injected
from service.api.labels import Labels
from service.api.parameters import Kinds
from service.api.search_parameters import FIELDS, ArticleFacet, QuoteFacet, article_query, quote_query
from service.models import Kind, Named


class FacetValue(Struct):
    """One value of a facet: what to filter by, how a reader sees it, and how many hits have it."""

    value: str
    label: str
    count: int


class ArticleHit(Struct):
    """A found article; `highlight` holds safe HTML with the matches in `<mark>`, of the body only the best part."""

    id: str
    title: str | None
    standfirst: str | None
    outlet: Named | None
    agency: str | None
    authors: list[str]
    speakers: list[Named]
    section: str | None
    language: str | None
    published_at: str | None
    url: str | None
    highlight: dict[str, str]


class QuoteHit(Struct):
    """A found quote; `highlight` holds safe HTML with the matches in `<mark>`."""

    id: str
    article_id: str
    text: str
    kind: Kind
    start: int
    end: int
    speaker: Named | None
    confidence: float
    article_title: str | None
    outlet: Named | None
    section: str | None
    language: str | None
    published_at: str | None
    highlight: dict[str, str]


class SearchResult(Struct, kw_only=True):
    """What every search answers besides its hits. A facet's counts ignore what is selected in that facet itself."""

    total: int
    total_is_exact: bool
    facets: dict[str, list[FacetValue]]
    query: str
    limit: int
    offset: int
    took_ms: int


class ArticleSearch(SearchResult, kw_only=True):
    """A page of found articles."""

    hits: list[ArticleHit]


class QuoteSearch(SearchResult, kw_only=True):
    """A page of found quotes."""

    hits: list[QuoteHit]


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
        hits = [_article_hit(hit) for hit in page.hits]
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
        hits = [_quote_hit(hit) for hit in page.hits]
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


def _article_hit(hit: Hit) -> ArticleHit:
    found = hit.document
    speakers = zip(found["speaker_id"], found["speaker"], strict=True)
    return ArticleHit(
        id=found["id"],
        title=found["title"],
        standfirst=found["standfirst"],
        agency=found["agency"],
        authors=found["authors"],
        speakers=[Named(key, name) for key, name in speakers],
        url=found["url"],
        **_printed(hit),
    )


def _quote_hit(hit: Hit) -> QuoteHit:
    found = hit.document
    return QuoteHit(
        id=found["id"],
        article_id=found["article_id"],
        text=found["text"],
        kind=found["kind"],
        start=found["start"],
        end=found["end"],
        speaker=_named(found["speaker_id"], found["speaker"]),
        confidence=found["confidence"],
        article_title=found["article_title"],
        **_printed(hit),
    )


def _printed(hit: Hit) -> dict[str, Any]:
    found = hit.document
    return {
        "outlet": _named(found["outlet_id"], found["outlet"]),
        "section": found["section"],
        "language": found["language"],
        "published_at": found["published"],
        "highlight": hit.highlight,
    }


def _named(key: str | None, name: str | None) -> Named | None:
    return None if key is None else Named(key, name or key)
