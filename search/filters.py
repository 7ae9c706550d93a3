"""Typed filters as each engine's own expression: the only place that builds one.

Values never become part of an expression's grammar: for Meilisearch they are quoted and both kinds of quotes escaped
(its parser unescapes a backslash before the quote character only, so a backslash in a value is refused before); for
tantivy they are terms.
"""

from __future__ import annotations

from collections.abc import Sequence

import tantivy
from tantivy import Occur

from search.checks import check_filter
from search.engine import AllOf, AnyOf, Between, Filter, Known, OneOf, Query
from search.schema import Index
from search.symbols import swapped

_I64 = 2**62
_MANY = 100  # values, from where on tantivy is faster with them as a set


def meilisearch_expression(index: Index, condition: Filter) -> str:
    """Return `condition` for Meilisearch; raises `SearchRejected` for one that the schema does not allow."""
    check_filter(index, condition)
    return _expression(condition)


def _expression(condition: Filter) -> str:
    if isinstance(condition, OneOf):
        return f"{condition.field} IN [{', '.join(map(_quoted, condition.values))}]"
    if isinstance(condition, Known):
        return f"{condition.field} IS NOT NULL AND {condition.field} IS NOT EMPTY"
    if isinstance(condition, Between):
        bounds = [f"{condition.field} >= {condition.gte:d}"] if condition.gte is not None else []
        bounds += [f"{condition.field} < {condition.lt:d}"] if condition.lt is not None else []
        return " AND ".join(bounds) or f"{condition.field} EXISTS AND {condition.field} IS NOT NULL"
    if isinstance(condition, AllOf | AnyOf):
        joint = " AND " if isinstance(condition, AllOf) else " OR "
        return joint.join(f"({_expression(one)})" for one in condition.filters)
    return f"NOT ({_expression(condition.filter)})"


def tantivy_filter(index: Index, schema: tantivy.Schema, condition: Filter) -> tantivy.Query:
    """Return `condition` for the embedded engine; raises `SearchRejected` for one that the schema does not allow."""
    check_filter(index, condition)
    return _query(schema, condition)


def _query(schema: tantivy.Schema, condition: Filter) -> tantivy.Query:
    if isinstance(condition, OneOf):
        return _any_of(schema, f"f_{condition.field}", list(dict.fromkeys(condition.values)))
    if isinstance(condition, Known):
        return tantivy.Query.exists_query(f"c_{condition.field}")
    if isinstance(condition, Between):
        return _range(schema, condition)
    if isinstance(condition, AllOf | AnyOf):
        occur = Occur.Must if isinstance(condition, AllOf) else Occur.Should
        return tantivy.Query.boolean_query([(occur, _query(schema, one)) for one in condition.filters])
    everything = (Occur.Must, tantivy.Query.all_query())
    return tantivy.Query.boolean_query([everything, (Occur.MustNot, _query(schema, condition.filter))])


def _range(schema: tantivy.Schema, condition: Between) -> tantivy.Query:
    lower = -_I64 if condition.gte is None else condition.gte
    upper = _I64 if condition.lt is None else condition.lt
    if lower >= upper:
        return tantivy.Query.empty_query()
    return tantivy.Query.range_query(
        schema, f"n_{condition.field}", tantivy.FieldType.Integer, lower, upper, include_upper=False
    )


def filtered(query: tantivy.Query, filters: Sequence[tantivy.Query]) -> tantivy.Query:
    """Return `query` where every filter holds; filters add nothing to a score."""
    if not filters:
        return query
    unscored = [(Occur.Must, tantivy.Query.const_score_query(one, 0.0)) for one in filters]
    return tantivy.Query.boolean_query([(Occur.Must, query), *unscored])


def obeyed(query: Query, facet: str = "") -> list[Filter]:
    """Return the filters that a facet's counts obey, or without a facet all that the hits do."""
    return [*query.scope, *without_own(query.filters, facet)]


def without_own(filters: Sequence[Filter], facet: str) -> list[Filter]:
    """Return `filters` but the `OneOf` on the facet itself."""
    return [one for one in filters if not (isinstance(one, OneOf) and one.field == facet)]


def _any_of(schema: tantivy.Schema, field: str, values: list[str]) -> tantivy.Query:
    if len(values) > _MANY:
        return tantivy.Query.term_set_query(schema, field, values)
    return tantivy.Query.boolean_query(
        [(Occur.Should, tantivy.Query.term_query(schema, field, value, "basic")) for value in values]
    )


def _quoted(value: str) -> str:
    return '"' + swapped(value).replace('"', '\\"') + '"'
