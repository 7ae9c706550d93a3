"""Meilisearch's filter language, as far as it is answered here: text in, the engine's conditions out.

The grammar is that of Meilisearch's `filter-parser` crate: `NOT` binds tighter than `AND`, and that than `OR`; keywords
are upper case; a value is a bare word or stands in either kind of quotes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NoReturn

from msgspec import Struct

from search.engine import AllOf, AnyOf, Filter, Not, OneOf
from service.api.instantsearch.tokens import FilterError, Token, fail, tokens

MAX_DEPTH = 15
"""Brackets and NOTs within each other."""

MAX_CHARACTERS = 100_000
MAX_VALUES = 1_000
"""Of one query's filters, all together."""

_NOT_HERE = frozenset({"CONTAINS", "STARTS"})


class Condition(Struct, frozen=True):
    """One attribute with one operator: `=`, `>`, `>=`, `<`, `<=`, `TO`, `IN`, `EXISTS`, `IS NULL` or `IS EMPTY`.

    `!=` and the operators with `NOT` are `Not` of these.
    """

    attribute: str
    operator: str
    values: tuple[str, ...] = ()


Leaf = Callable[[Condition], Filter]


def parse(filters: object, leaf: Leaf) -> list[Filter]:
    """The conditions of a `filter` parameter: a text, or an array (AND) of texts and of arrays (OR) of texts.

    `leaf` says what a condition is for the engine. Raises `FilterError`.
    """
    if filters is None:
        return []
    given = [filters] if isinstance(filters, str) else filters
    if not isinstance(given, list):
        raise FilterError("Invalid syntax for the filter parameter: expected a string or an array of strings.")
    groups = [one if isinstance(one, list) else [one] for one in given]
    texts = [text for group in groups for text in group]
    if not all(isinstance(text, str) for text in texts):
        raise FilterError("Invalid syntax for the filter parameter: expected arrays of strings, two deep at most.")
    if sum(map(len, texts)) > MAX_CHARACTERS or len(texts) > MAX_VALUES:
        raise FilterError(f"A filter may have {MAX_CHARACTERS:,} characters and {MAX_VALUES:,} values at most.")
    counted = _Counted(leaf)
    made = [[_Parser(text, counted).whole() for text in group if text.strip()] for group in groups]
    return [any_of(group) for group in made if group]


def any_of(filters: Sequence[Filter]) -> Filter:
    """One of `filters`; alternatives of one field become one condition."""
    values: dict[str, list[str]] = {}
    others: list[Filter] = []
    for one in filters:
        if isinstance(one, OneOf):
            values.setdefault(one.field, []).extend(one.values)
        else:
            others.append(one)
    merged: list[Filter] = [OneOf(field, tuple(dict.fromkeys(some))) for field, some in values.items()]
    return _joint(AnyOf, merged + others)


class _Counted:
    """A leaf that holds a query's filters to `MAX_VALUES`."""

    def __init__(self, leaf: Leaf) -> None:
        self._leaf = leaf
        self._left = MAX_VALUES

    def __call__(self, condition: Condition) -> Filter:
        self._left -= max(1, len(condition.values))
        if self._left < 0:
            raise FilterError(f"A filter may have {MAX_VALUES:,} values at most.")
        return self._leaf(condition)


class _Parser:
    def __init__(self, text: str, leaf: Leaf) -> None:
        self._text = text
        self._leaf = leaf
        self._tokens = tokens(text)
        self._place = 0
        self._depth = 0

    def whole(self) -> Filter:
        made = self._or()
        if self._next.kind != "end":
            self._fail("Found unexpected characters at the end of the filter: you probably forgot an `OR` or an `AND`.")
        return made

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _or(self) -> Filter:
        made = [self._and()]
        while self._taken("OR"):
            made.append(self._and())
        return any_of(made)

    def _and(self) -> Filter:
        made = [self._not()]
        while self._taken("AND"):
            made.append(self._not())
        return _joint(AllOf, made)

    def _not(self) -> Filter:
        if self._next.text not in ("NOT", "(") or self._next.kind not in ("keyword", "mark"):
            return self._condition()
        self._depth += 1
        if self._depth > MAX_DEPTH:
            self._fail(f"The filter is nested more than {MAX_DEPTH} deep.")
        if self._taken("NOT"):
            made: Filter = Not(self._not())
        else:
            self._place += 1
            made = self._or()
            self._expect(")", "The closing bracket `)` is missing.")
        self._depth -= 1
        return made

    def _condition(self) -> Filter:
        attribute = self._value("an attribute")
        if self._next.kind in ("word", "quoted"):
            first = self._value("a value")
            self._expect("TO", "Was expecting `TO` between two values, or an operator before one.")
            return self._leaf(Condition(attribute, "TO", (first, self._value("a value"))))
        if self._next.kind == "mark" and self._next.text not in ("(", ")", "[", "]", ","):
            operator = self._next.text
            self._place += 1
            made = self._leaf(Condition(attribute, operator.replace("!", ""), (self._value("a value"),)))
            return Not(made) if operator == "!=" else made
        return self._worded(attribute)

    def _worded(self, attribute: str) -> Filter:
        if self._taken("IS"):
            negated = self._taken("NOT")
            operator = "IS NULL" if self._taken("NULL") else "IS EMPTY" if self._taken("EMPTY") else ""
            values: tuple[str, ...] = ()
        else:
            negated = self._taken("NOT")
            operator = "EXISTS" if self._taken("EXISTS") else "IN" if self._taken("IN") else ""
            values = self._list() if operator == "IN" else ()
        if not operator:
            if self._next.text in _NOT_HERE and self._next.kind == "keyword":
                self._fail(f"`{self._next.text}` is not supported here.")
            self._fail(
                "Was expecting an operation `=`, `!=`, `>=`, `>`, `<=`, `<`, `IN`, `NOT IN`, `TO`, `EXISTS`, "
                "`NOT EXISTS`, `IS NULL`, `IS NOT NULL`, `IS EMPTY` or `IS NOT EMPTY`."
            )
        made = self._leaf(Condition(attribute, operator, values))
        return Not(made) if negated else made

    def _list(self) -> tuple[str, ...]:
        self._expect("[", "Was expecting a list in square brackets behind `IN`.")
        values: list[str] = []
        while not self._taken("]"):
            values.append(self._value("a value"))
            if not self._taken(","):
                self._expect("]", "Expected only comma-separated values inside `IN[..]`.")
                break
        return tuple(values)

    def _value(self, what: str) -> str:
        token = self._next
        if token.kind == "keyword":
            self._fail(f"Was expecting {what} but found a reserved keyword: put it in quotes to use it as one.")
        if token.kind not in ("word", "quoted"):
            self._fail(f"Was expecting {what}.")
        self._place += 1
        return token.text

    def _taken(self, text: str) -> bool:
        """Whether this keyword or mark came next; it is behind us then."""
        is_next = self._next.kind in ("keyword", "mark") and self._next.text == text
        self._place += is_next
        return is_next

    def _expect(self, text: str, otherwise: str) -> None:
        if not self._taken(text):
            self._fail(otherwise)

    def _fail(self, message: str) -> NoReturn:
        fail(message, self._text, self._next.start)


def _joint(kind: type[AllOf | AnyOf], filters: Sequence[Filter]) -> Filter:
    return filters[0] if len(filters) == 1 else kind(tuple(filters))
