"""What a query may ask of an index; both engines refuse the same."""

from __future__ import annotations

from collections.abc import Iterable

from search.engine import AllOf, AnyOf, Between, Filter, Known, Not, OneOf, Query, SearchRejected
from search.schema import INDEXES, MAX_FACET_VALUES, MAX_HITS, Index, IndexName

MAX_VALUE_BYTES = 468
"""A filter's value may be at most this long: Meilisearch indexes no longer ones (an LMDB key less its header)."""

MAX_VALUES = 1_000
"""Values of one `OneOf`."""

MAX_NUMBER = 2**53
"""Bounds of a `Between` are below this in absolute value: Meilisearch keeps numbers as doubles."""

MAX_DEPTH = 20
"""Conditions within conditions of one filter; Meilisearch refuses more than about 30."""

_SPECIAL = frozenset(chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0), 0x2028, 0x2029)) | {"\\"}


def checked(name: IndexName, query: Query) -> Index:
    """Return the index that `query` is for; raises `SearchRejected`, naming what the schema does not allow."""
    index = INDEXES.get(name)
    if index is None:
        raise SearchRejected(f"there is no index {name!r}")
    for condition in (*query.scope, *query.filters):
        check_filter(index, condition)
    _only(query.facets, index.facets, "facets")
    _only(query.highlight, index.searchable, "highlight")
    _only(query.crop, query.highlight, "crop")
    if query.distinct is not None:
        _only((query.distinct,), index.distinct, "distinct")
    if query.sort is not None:
        _only((query.sort.field,), index.sortable, "sort")
    if query.limit < 0 or query.offset < 0 or query.offset + query.limit > MAX_HITS:
        raise SearchRejected(f"offset + limit must be between 0 and {MAX_HITS}")
    if not 1 <= query.facet_limit <= MAX_FACET_VALUES:
        raise SearchRejected(f"facet_limit must be between 1 and {MAX_FACET_VALUES}")
    _only(query.fields, index.document.__struct_fields__, "fields")
    if any(words < 1 for words in query.crop.values()):
        raise SearchRejected("crop must keep at least one word")
    return index


def check_lookup(index: Index, facet: str) -> None:
    """Raise `SearchRejected` unless the values of `facet` can be searched."""
    _only((facet,), index.lookups, "values")


def check_filter(index: Index, condition: Filter, depth: int = 1) -> None:
    """Raise `SearchRejected` unless `condition` is on fields that it fits, with values that an engine can hold."""
    if depth > MAX_DEPTH:
        raise SearchRejected(f"filters: nested deeper than {MAX_DEPTH}")
    if isinstance(condition, AllOf | AnyOf | Not):
        within = (condition.filter,) if isinstance(condition, Not) else condition.filters
        if not within:
            raise SearchRejected("filters: there is nothing to hold")
        for one in within:
            check_filter(index, one, depth + 1)
        return
    if isinstance(condition, Known):
        _only((condition.field,), index.facets, "filters")
        return
    _check_leaf(index, condition)


def _check_leaf(index: Index, condition: OneOf | Between) -> None:
    _only((condition.field,), index.filterable, "filters")
    numeric = condition.field in index.sortable
    if isinstance(condition, Between):
        if not numeric:
            raise SearchRejected(f"filters: {condition.field} is no number")
        if any(bound is not None and abs(bound) >= MAX_NUMBER for bound in (condition.gte, condition.lt)):
            raise SearchRejected(f"filters: a bound of {condition.field} is out of range")
        return
    if numeric:
        raise SearchRejected(f"filters: {condition.field} is a number")
    _check_values(condition)


def _check_values(condition: OneOf) -> None:
    if not condition.values or len(condition.values) > MAX_VALUES:
        raise SearchRejected(f"filters: {condition.field} must have 1 to {MAX_VALUES} values")
    for value in condition.values:
        if not value.isascii() and any(0xD800 <= ord(letter) <= 0xDFFF for letter in value):
            raise SearchRejected(f"filters: a value of {condition.field} is no valid Unicode text")
        if len(value.encode()) > MAX_VALUE_BYTES:
            raise SearchRejected(f"filters: a value of {condition.field} is longer than {MAX_VALUE_BYTES} bytes")
        if not _SPECIAL.isdisjoint(value):
            raise SearchRejected(f"filters: a value of {condition.field} has a backslash or a control character")


def _only(names: Iterable[str], allowed: Iterable[str], what: str) -> None:
    unknown = sorted(set(names) - set(allowed))
    if unknown:
        raise SearchRejected(f"{what}: not allowed here: {', '.join(map(repr, unknown))[:200]}")
