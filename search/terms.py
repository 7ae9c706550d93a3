"""A query's text as terms: words, a prefix, exact phrases and exclusions, by Meilisearch's rules.

Source: milli, `query_term/parse_query.rs`. Only the first `MAX_TERMS` terms count, a phrase being one; the last word is
a prefix unless something follows it; a phrase that is never closed reaches to the end; `-` excludes the word or phrase
right behind it when it stands at the beginning or after a space.
"""

from __future__ import annotations

import re

from msgspec import Struct

from search.text import WORD, fold

MAX_TERMS = 10
_MAX_WORDS = 1_000  # of a whole query, phrases and exclusions included, as Meilisearch's MAX_TOKEN_COUNT
MAX_CHARACTERS = 5_000
"""Of a query's text; ten words are found long before."""

_EXCLUDES = re.compile(r"(?:^|\s)-$")


class Term(Struct, frozen=True):
    """One thing to find: a word (`words` of one, perhaps a prefix) or the words of an exact phrase."""

    words: tuple[str, ...]
    phrase: bool = False
    prefix: bool = False

    @property
    def word(self) -> str:
        """The first or only word."""
        return self.words[0]


class Terms(Struct, frozen=True):
    """What a query asks for, in order, and what it excludes."""

    wanted: tuple[Term, ...] = ()
    excluded: tuple[tuple[str, ...], ...] = ()


class _Reader:
    def __init__(self) -> None:
        self.wanted: list[Term] = []
        self.excluded: list[tuple[str, ...]] = []
        self.phrase: list[str] | None = None
        self.negative = False

    def quote(self) -> None:
        if self.phrase is None:
            self.phrase = []
            return
        self.close()
        self.phrase = None

    def close(self) -> None:
        if self.phrase:
            if self.negative:
                self.excluded.append(tuple(self.phrase))
            else:
                self.wanted.append(Term(tuple(self.phrase), phrase=True))
        self.negative = False

    def separator(self, text: str, *, at_start: bool) -> None:
        for index, mark in enumerate(text):
            if mark == '"':
                opens = self.phrase is None
                self.quote()
                if opens:
                    self.negative = _excludes(text[:index], at_start=at_start)
        if self.phrase is None:
            self.negative = _excludes(text, at_start=at_start)

    def word(self, word: str, *, last: bool) -> None:
        if self.phrase is not None:
            self.phrase.append(word)
        elif self.negative:
            self.excluded.append((word,))
            self.negative = False
        else:
            self.wanted.append(Term((word,), prefix=last))


def _excludes(text: str, *, at_start: bool) -> bool:
    return bool(_EXCLUDES.search(text)) and (at_start or text != "-")


def readable(q: str) -> str:
    """Return what is read of a query's text: its beginning, valid Unicode, with straight double quotes."""
    return q[:MAX_CHARACTERS].encode("utf-8", "replace").decode().replace("“", '"').replace("”", '"')


def parse(q: str) -> Terms:
    """Return the terms of `q`; any text is a query, and one without words asks for everything."""
    q = readable(q)
    reader = _Reader()
    position = 0
    for count, match in enumerate(WORD.finditer(q)):
        reader.separator(q[position : match.start()], at_start=position == 0)
        if len(reader.wanted) >= MAX_TERMS or count >= _MAX_WORDS:
            return Terms(tuple(reader.wanted[:MAX_TERMS]), tuple(reader.excluded))
        reader.word(fold(match[0]), last=match.end() == len(q))
        position = match.end()
    if reader.phrase is not None:
        reader.close()
    return Terms(tuple(reader.wanted[:MAX_TERMS]), tuple(reader.excluded))
