"""Multi-search, the one request that every search is: what is asked, and what is read of the answer.

It goes past the SDK's models: what they check is checked here already, by types, and they take as long again as reading
the answer does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
from msgspec import Struct

from search.engine import SearchUnavailable
from search.meilisearch.connection import Client, translated
from search.symbols import swapped_back

Strategy = Literal["last", "all", "frequency"]


class Asked(Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """A query of a multi-search: Meilisearch's parameters; what is left out has Meilisearch's default.

    `q` is as documents are held (`search.symbols`).
    """

    index_uid: str
    q: str = ""
    filter: list[str | list[str]] | None = None
    facets: list[str] | None = None
    distinct: str | None = None
    sort: list[str] | None = None
    limit: int = 20
    offset: int = 0
    page: int | None = None
    hits_per_page: int | None = None
    matching_strategy: Strategy = "last"
    attributes_to_search_on: list[str] | None = None
    attributes_to_retrieve: list[str] | None = None
    attributes_to_highlight: list[str] | None = None
    attributes_to_crop: list[str] | None = None
    crop_marker: str | None = None
    highlight_pre_tag: str | None = None
    highlight_post_tag: str | None = None
    show_ranking_score_details: bool = False


class Found(Struct, frozen=True, rename="camel"):
    """What one query found. One of the totals is there, by how the query was paged."""

    hits: list[dict[str, Any]]
    facet_distribution: dict[str, dict[str, int]] | None = None
    estimated_total_hits: int = 0
    total_hits: int = 0


class _Answer(Struct):
    results: list[Found]


_decoder = msgspec.json.Decoder(_Answer)


async def multi_search(client: Client, asked: Sequence[Asked]) -> list[Found]:
    """Ask all at once, and return what each has found, in order; raises `SearchUnavailable` or `SearchRejected`."""
    with translated("searching"):
        answer = await client.post("multi-search", msgspec.json.encode({"queries": asked}))
        results = _decoder.decode(swapped_back(answer)).results
    if len(results) != len(asked):
        raise SearchUnavailable("searching: not an answer of Meilisearch: another number of results")
    return results
