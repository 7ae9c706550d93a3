"""What a condition of a filter is for the engine: names, units of time and numbers as its fields hold them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import UTC, datetime, time

from search.checks import check_filter
from search.dates import Unit, first_day, read
from search.engine import AllOf, AnyOf, Between, Filter, Known, Not, OneOf, SearchRejected
from search.schema import INDEXES as ENGINE_INDEXES
from search.schema import IndexName
from service.api.instantsearch.attributes import INDEXES, Attribute
from service.api.instantsearch.errors import Refused
from service.api.instantsearch.grammar import Condition, any_of, parse
from service.api.instantsearch.names import told_apart
from service.api.instantsearch.tokens import FilterError

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])", re.ASCII)
_FIRST_MOMENT = int(datetime(1, 1, 1, tzinfo=UTC).timestamp())
_AFTER_ALL = int(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp()) + 1


def conditions(index: IndexName, given: object, facet: str | None = None) -> list[Filter]:
    """The engine's filters for a `filter` parameter, without what is selected in `facet`. Raises `Refused`.

    A selection is what InstantSearch makes of one in a disjunctive facet: an array of `=` on it within the filter.
    """
    known = INDEXES[index].filtered

    def leaf(condition: Condition) -> Filter:
        attribute = known.get(condition.attribute)
        if attribute is None:
            said = f"Attribute `{condition.attribute[:100]}` is not filterable."
            raise FilterError(f"Index `{index}`: {said} Available filterable attributes are: {_listed(known)}.")
        return _filter(attribute, condition)

    try:
        made = parse(given if facet is None else _unselected(given, facet), leaf)
        for one in made:
            check_filter(ENGINE_INDEXES[index], one)
    except (FilterError, SearchRejected) as wrong:
        raise Refused("invalid_search_filter", str(wrong)) from wrong
    return made


def _unselected(given: object, facet: str) -> object:
    if not isinstance(given, list):
        return given
    return [one for one in given if not (isinstance(one, list) and one and all(_selects(text, facet) for text in one))]


def _selects(text: object, facet: str) -> bool:
    """Whether a filter is `=` on the facet, or several with OR between them."""

    def leaf(condition: Condition) -> Filter:
        return OneOf("", ("",)) if (condition.attribute, condition.operator) == (facet, "=") else Known("")

    return all(isinstance(one, OneOf) for one in parse([text], leaf))


def _filter(attribute: Attribute, condition: Condition) -> Filter:
    known = Between("published_at") if attribute.kind == "number" else Known(attribute.field)
    match condition.operator:
        case "EXISTS":  # every document has every attribute, if only as null
            return AnyOf((known, Not(known)))
        case "IS NULL":
            return _nothing(known) if attribute.listed else Not(known)
        case "IS EMPTY":
            return Not(known) if attribute.listed else _nothing(known)
        case "=" | "IN":
            equal = [_equal(attribute, value) for value in condition.values]
            return any_of(equal) if equal else _nothing(known)
    return _range(attribute, condition)


def _equal(attribute: Attribute, value: str) -> Filter:
    match attribute.kind:
        case "name":
            return _by_name(attribute, value)
        case "year":
            return OneOf("year", (f"{_whole(attribute, value):04d}",))
        case "month":
            _month(attribute, value)
        case "number":
            number = _number(attribute, value)
            return Between("published_at", math.ceil(number), math.floor(number) + 1)
    return OneOf(attribute.field, (value,))


def _by_name(attribute: Attribute, value: str) -> Filter:
    """Whoever is so called; a name with an id behind it is one of several who are."""
    everyone = OneOf(attribute.name, (value,))
    apart = told_apart(value)
    if apart is None:
        return everyone
    name, key = apart
    return AnyOf((everyone, AllOf((OneOf(attribute.name, (name,)), OneOf(attribute.field, (key,))))))


def _range(attribute: Attribute, condition: Condition) -> Filter:
    """A range of numbers or of units of time, which is one of `published_at`."""
    if attribute.kind not in ("number", "year", "month"):
        said = f"`{attribute.name}` is no number, so that `{condition.operator}` can't be asked of it."
        raise FilterError(said)
    place = _month if attribute.kind == "month" else _number
    moment = int if attribute.kind == "number" else _moment_of("year" if attribute.kind == "year" else "month")
    first, last = place(attribute, condition.values[0]), place(attribute, condition.values[-1])
    gte = {">": math.floor(first) + 1, ">=": math.ceil(first), "TO": math.ceil(first)}.get(condition.operator)
    lt = {"<": math.ceil(first), "<=": math.floor(first) + 1, "TO": math.floor(last) + 1}.get(condition.operator)
    return Between("published_at", None if gte is None else moment(gte), None if lt is None else moment(lt))


def _moment_of(unit: Unit) -> Callable[[int], int]:
    """When a unit begins, in epoch seconds; before and after all years that dates have, a moment there."""

    def moment(place: int) -> int:
        try:
            return int(datetime.combine(first_day(unit, place), time(), UTC).timestamp())
        except (ValueError, OverflowError):
            return _FIRST_MOMENT if place <= 0 else _AFTER_ALL

    return moment


def _number(attribute: Attribute, value: str) -> float:
    number = float(value) if _NUMBER.fullmatch(value) else math.nan
    if not math.isfinite(number):
        raise FilterError(f"`{attribute.name}` is a number, and {value[:100]!r} is none.")
    return number


def _whole(attribute: Attribute, value: str) -> int:
    number = _number(attribute, value)
    if number != int(number) or not 0 < number < 10_000:
        raise FilterError(f"`{attribute.name}` is a year, and {value[:100]!r} is none.")
    return int(number)


def _month(attribute: Attribute, value: str) -> int:
    if not _MONTH.fullmatch(value) or value.startswith("0000"):
        raise FilterError(f"`{attribute.name}` is a month such as 2023-06, and {value[:100]!r} is none.")
    return read("month", value)


def _nothing(known: Filter) -> Filter:
    return AllOf((known, Not(known)))


def _listed(known: dict[str, Attribute]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(known))
