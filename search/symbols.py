"""Symbols as Meilisearch holds them: each changes places with a punctuation mark that hardly any text has.

Meilisearch takes `$40` for one word, and finds it by `40` only if `$` is one of its index's `separatorTokens`. With
these it builds its tokenizer anew for every query and for its hits, which takes 3 of 4 milliseconds. Some marks are
separators anyhow; so they and the symbols are swapped in whatever is sent, and swapped back in what is answered.
"""

from __future__ import annotations

import re

SYMBOLS = "<>=+|~^$€£¥©®™°`´"
"""What separates words in `search.text`, and in Meilisearch does not."""

MARKS = "⸀⸁⸆⸇⸈⸋⸎⸏⸐⸑⸒⸓⸔⸕⸖⸙⸛"
"""For critical editions of the Bible. charabia separates words there, and ends no sentence (`separators.rs`)."""

_OTHER = dict(zip(SYMBOLS + MARKS, MARKS + SYMBOLS, strict=True))
_EITHER = re.compile(f"[{re.escape(SYMBOLS)}{MARKS}]")


def swapped(text: str) -> str:
    """Return `text` with symbols for marks and marks for symbols; done twice, it is what it was."""
    return _EITHER.sub(lambda found: _OTHER[found[0]], text)


def swapped_back(answer: bytes) -> str:
    """Return the JSON of an answer, whose texts are swapped, with the texts as they were."""
    text = answer.decode()
    if any(symbol in text for symbol in SYMBOLS):  # a mark of a document's own
        return swapped(text)
    for symbol, mark in zip(SYMBOLS, MARKS, strict=True):  # many times faster than a regular expression or a table
        text = text.replace(mark, symbol)
    return text
