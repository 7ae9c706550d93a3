"""What the two routes are asked, by the names of Meilisearch's own parameters."""

from __future__ import annotations

from typing import Annotated, Any

from msgspec import Meta, Struct

from service.api.instantsearch.errors import Refused, field_code
from service.api.search_parameters import MAX_CROP, MAX_QUERY

MAX_QUERIES = 50
MAX_NAMES = 100
MAX_HITS_PER_PAGE = 1_000

Name = Annotated[str, Meta(max_length=500)]
Names = Annotated[list[Name], Meta(max_length=MAX_NAMES)]
Tag = Annotated[str, Meta(max_length=200)]
Count = Annotated[int, Meta(ge=0, le=MAX_HITS_PER_PAGE)]
Place = Annotated[int, Meta(ge=0, le=2**31)]
Words = Annotated[str, Meta(max_length=MAX_QUERY)]


class SearchParameters(Struct, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """What may be said of a search. What neither engine does (vectors, scores, positions) has to be null or false.

    `filter` is a text in Meilisearch's filter language, or an array (AND) of texts and of arrays (OR) of texts.
    """

    q: Words | None = None
    filter: Any = None
    facets: Names | None = None
    sort: Names | None = None
    distinct: Name | None = None
    matching_strategy: Name | None = None
    offset: Place | None = None
    limit: Count | None = None
    page: Place | None = None
    hits_per_page: Count | None = None
    attributes_to_retrieve: Names | None = None
    attributes_to_highlight: Names | None = None
    highlight_pre_tag: Tag = "<em>"
    highlight_post_tag: Tag = "</em>"
    attributes_to_crop: Names | None = None
    crop_length: Annotated[int, Meta(ge=1, le=MAX_CROP)] = 10
    crop_marker: Tag = "…"
    attributes_to_search_on: Any = None
    show_matches_position: Any = None
    show_ranking_score: Any = None
    show_ranking_score_details: Any = None
    ranking_score_threshold: Any = None
    retrieve_vectors: Any = None
    vector: Any = None
    hybrid: Any = None
    media: Any = None
    locales: Any = None

    def check(self) -> None:
        """Raise `Refused` for what is not done here: ignored, it would answer another question than was asked."""
        for name, encoded in zip(self.__struct_fields__, self.__struct_encode_fields__, strict=True):
            if name in _NOT_DONE and getattr(self, name) not in (None, False):
                raise Refused(field_code(encoded), f"`{encoded}` is not supported here.")


_NOT_DONE = frozenset(
    {
        "attributes_to_search_on", "show_matches_position", "show_ranking_score", "show_ranking_score_details",
        "ranking_score_threshold", "retrieve_vectors", "vector", "hybrid", "media", "locales",
    }
)  # fmt: skip


class SearchQuery(SearchParameters, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """One search of a multi-search."""

    index_uid: Name


class MultiSearch(Struct, forbid_unknown_fields=True):
    """Searches that are answered together, each on its own."""

    queries: Annotated[list[SearchQuery], Meta(max_length=MAX_QUERIES)]


class FacetSearch(SearchParameters, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """A search for values of a facet, in the search that the other parameters describe."""

    facet_name: Name
    facet_query: Annotated[str, Meta(max_length=200)] | None = None
    exhaustive_facet_count: bool | None = None
