"""A filter's text as tokens: marks, keywords, bare words, and what stands in either kind of quotes."""

from __future__ import annotations

import re
from typing import Literal, NoReturn

from msgspec import Struct

_TOKEN = re.compile(
    r"""\s*(?:(?P<mark>!=|>=|<=|[=<>()\[\],])|(?P<word>[\w\-/.]+)|(?P<q>["'])(?P<quoted>(?:\\.|(?!(?P=q))[^\\])*)(?P=q))""",
    re.DOTALL,
)
_KEYWORDS = frozenset({"AND", "OR", "NOT", "IN", "TO", "EXISTS", "IS", "NULL", "EMPTY", "CONTAINS", "STARTS", "WITH"})
_ESCAPED = re.compile(r"\\([\\\"'])")
_SHOWN = 60


class FilterError(Exception):
    """A filter that is none; its message says what and where."""


class Token(Struct, frozen=True):
    """One token; a quoted one's `text` is what it stands for. `start` is where it begins in the filter."""

    kind: Literal["mark", "keyword", "word", "quoted", "end"]
    text: str
    start: int


def tokens(text: str) -> list[Token]:
    """The tokens of a filter, the last of kind `end`. Raises `FilterError`."""
    found: list[Token] = []
    place = 0
    end = len(text.rstrip())
    while place < end:
        match = _TOKEN.match(text, place)
        if match is None:
            fail("Found what is no word, value or operator.", text, place)
        if (quoted := match["quoted"]) is not None:
            found.append(Token("quoted", _ESCAPED.sub(r"\1", quoted), match.start("q")))
        elif (word := match["word"]) is not None:
            found.append(Token("keyword" if word in _KEYWORDS else "word", word, match.start("word")))
        else:
            found.append(Token("mark", match["mark"], match.start("mark")))
        place = match.end()
    return [*found, Token("end", "", len(text))]


def fail(message: str, text: str, start: int) -> NoReturn:
    """Raise `FilterError`, showing where in the filter, as Meilisearch does."""
    raise FilterError(f"{message}\n{start + 1}:{len(text) + 1} {text[start : start + _SHOWN]}")
