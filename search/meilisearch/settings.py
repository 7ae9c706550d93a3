"""The settings of an index in Meilisearch, from the schema."""

from __future__ import annotations

from typing import Any

from meilisearch_python_sdk.models.settings import (
    Faceting,
    Filter,
    FilterableAttributeFeatures,
    FilterableAttributes,
    MeilisearchSettings,
    MinWordSizeForTypos,
    Pagination,
    ProximityPrecision,
    TypoTolerance,
)

from search.facets import COUNTED
from search.schema import Index
from search.typos import ONE_TYPO_FROM, TWO_TYPOS_FROM

RANKING_RULES = ["sort", "words", "typo", "proximity", "attributeRank", "wordPosition", "exactness"]
"""Meilisearch's own, but with `sort` first: results sorted by date are in the order of dates, not of relevance."""

_EXACT_TOTALS = 1_000_000_000
"""Totals are counted up to here. `search.schema.MAX_HITS` is what limits paging."""


def wanted(index: Index) -> MeilisearchSettings:
    """Return the settings for `index`."""
    return MeilisearchSettings(
        ranking_rules=RANKING_RULES,
        searchable_attributes=list(index.searchable),
        filterable_attributes=_filterable(index),
        sortable_attributes=sorted(index.sortable),
        typo_tolerance=TypoTolerance(
            enabled=True,
            disable_on_numbers=True,
            min_word_size_for_typos=MinWordSizeForTypos(one_typo=ONE_TYPO_FROM, two_typos=TWO_TYPOS_FROM),
        ),
        faceting=Faceting(max_values_per_facet=COUNTED, sort_facet_values_by={"*": "count"}),
        pagination=Pagination(max_total_hits=_EXACT_TOTALS),
        proximity_precision=ProximityPrecision.BY_WORD,
        separator_tokens=[],  # `search.symbols` says why
        prefix_search="indexingTime",
        facet_search=True,
    )


def _filterable(index: Index) -> list[str | FilterableAttributes]:
    """Only what is used: values of keys are searched for, numbers compared, all else just has to be equal."""
    keys = set(index.lookups.values())
    numbers = set(index.sortable)
    kinds = [(keys, True, False), (numbers, False, True), (set(index.filterable) - keys - numbers, False, False)]
    return [
        FilterableAttributes(
            attribute_patterns=sorted(fields),
            features=FilterableAttributeFeatures(
                facet_search=searched, filter=Filter(equality=True, comparison=compared)
            ),
        )
        for fields, searched, compared in kinds
    ]


def agrees(held: MeilisearchSettings, index: Index) -> bool:
    """Return whether the server's settings are already those of `index`."""
    return _included(_plain(wanted(index)), _plain(held))


def _plain(settings: MeilisearchSettings) -> dict[str, Any]:
    plain = settings.model_dump(by_alias=True, exclude_none=True)
    for unordered in ("filterableAttributes", "sortableAttributes"):
        plain[unordered] = sorted(map(str, plain.get(unordered, [])))
    return plain


def _included(part: Any, whole: Any) -> bool:
    if isinstance(part, dict) and isinstance(whole, dict):
        return all(key in whole and _included(value, whole[key]) for key, value in part.items())
    return bool(part == whole)
