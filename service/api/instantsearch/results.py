"""What the two routes answer, by Meilisearch's names."""

from __future__ import annotations

from typing import Any

from msgspec import UNSET, Struct, UnsetType


class FacetStat(Struct):
    """The smallest and the largest number that a facet has among the documents found."""

    min: float
    max: float


class QueryResult(Struct, kw_only=True, rename="camel"):
    """The answer to one search. By page it has `totalHits` and `totalPages`, otherwise `estimatedTotalHits`.

    Totals are exact, but pages reach to 1,000 hits. `_formatted` of a hit is HTML if the highlight tags are markup.
    """

    index_uid: str
    hits: list[dict[str, Any]]
    query: str
    processing_time_ms: int
    limit: int | UnsetType = UNSET
    offset: int | UnsetType = UNSET
    estimated_total_hits: int | UnsetType = UNSET
    hits_per_page: int | UnsetType = UNSET
    page: int | UnsetType = UNSET
    total_pages: int | UnsetType = UNSET
    total_hits: int | UnsetType = UNSET
    facet_distribution: dict[str, dict[str, int]] | UnsetType = UNSET
    facet_stats: dict[str, FacetStat] | UnsetType = UNSET


class MultiSearchResult(Struct):
    """The answers to a multi-search, in its order."""

    results: list[QueryResult]


class FacetHit(Struct):
    """A value that was found, and how many documents have it."""

    value: str
    count: int


class FacetResult(Struct, rename="camel"):
    """The answer to a search for values of a facet."""

    facet_hits: list[FacetHit]
    facet_query: str | None
    processing_time_ms: int
