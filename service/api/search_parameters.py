"""The parameters of both searches, and how they become the engine's `Query`."""

from __future__ import annotations

from typing import Annotated, Literal

from litestar.params import QueryParameter
from msgspec import structs

from search.engine import Between, Filter, Match, OneOf, Query, Sort
from search.schema import MAX_HITS
from service.api.injection import Injected
from service.api.parameters import Kinds, Outlets, Speakers
from service.errors import Invalid
from service.models import Period

ArticleFacet = Literal["outlet", "speaker", "section", "language", "year", "month"]
QuoteFacet = Literal["outlet", "speaker", "kind", "section", "language", "year", "month"]
SortBy = Literal["published_at:asc", "published_at:desc"]
Values = Annotated[list[str] | None, QueryParameter(max_items=100, description="Repeated, any of them.")]

MAX_QUERY = 2_000

FIELDS = {"outlet": "outlet_id", "speaker": "speaker_id"}
"""Facets that are counted and filtered by id; the others are their own field."""


async def provide_selection(
    published: Injected[Period],
    q: Annotated[
        str,
        QueryParameter(
            max_length=MAX_QUERY, description="Words, in any order, mistyped or not. Empty finds everything."
        ),
    ] = "",
    outlet: Outlets = None,
    speaker: Speakers = None,
    section: Values = None,
    language: Values = None,
    year: Values = None,
    month: Values = None,
    sort: Annotated[SortBy | None, QueryParameter(description="Without it, the best match comes first.")] = None,
    match: Annotated[
        Match,
        QueryParameter(description="`all`: every word. `last`: words may be given up from the end, better hits first."),
    ] = "last",
    limit: Annotated[int, QueryParameter(ge=1, le=100)] = 20,
    offset: Annotated[int, QueryParameter(ge=0, lt=MAX_HITS)] = 0,
) -> Query:
    """The dependency behind both searches. Raises `Invalid` when the page goes past the ceiling."""
    if offset + limit > MAX_HITS:
        raise Invalid.parameter("offset", f"plus limit is over {MAX_HITS}, and no search is paged deeper than that")
    chosen = {"outlet": outlet, "speaker": speaker, "section": section, "language": language, "year": year}
    filters = one_of(chosen | {"month": month})
    if published != Period():
        filters = (*filters, Between("published_at", published.start, published.end))
    order = None if sort is None else Sort("published_at", descending=sort.endswith(":desc"))
    return Query(q=q, filters=filters, sort=order, match=match, limit=limit, offset=offset)


def one_of(chosen: dict[str, list[str] | None]) -> tuple[Filter, ...]:
    """A filter for each facet that has values chosen."""
    return tuple(OneOf(FIELDS.get(facet, facet), tuple(values)) for facet, values in chosen.items() if values)


def article_query(selection: Query, facets: list[ArticleFacet] | None) -> Query:
    """The query of a search over articles: the title and the matching part of the body highlighted."""
    return structs.replace(
        selection, facets=_fields(facets), highlight=("title", "standfirst", "body"), crop={"body": 40}
    )


def quote_query(selection: Query, facets: list[QuoteFacet] | None, kinds: Kinds) -> Query:
    """The query of a search over quotes: words, speaker and title highlighted."""
    filters = selection.filters + one_of({"kind": list(kinds) if kinds else None})
    highlight = ("text", "speaker", "article_title")
    return structs.replace(selection, filters=filters, facets=_fields(facets), highlight=highlight)


def _fields(facets: list[ArticleFacet] | list[QuoteFacet] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(FIELDS.get(facet, facet) for facet in facets or ()))
