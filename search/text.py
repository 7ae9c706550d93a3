"""How text becomes words: the one tokenisation that the embedded engine indexes, queries and highlights by.

It follows charabia, Meilisearch's tokenizer, where a reader would notice: case and accents are folded (NFKD), both
kinds of apostrophe separate words alike, `_` and every other punctuation mark separates, Han and kana characters stand
alone. What it does otherwise (and why) is in `docs/search-engines.md`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MAX_WORD_LENGTH = 100
"""Letters of a word that count; the same in documents and in queries, so that longer words still find themselves."""

_JOINED = "\u0300-\u036f\u00ad\u200b-\u200d\u2060\ufe0f"  # combining marks and invisible characters inside a word
_ALONE = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_PICTURES = "\u2600-\u27bf\U0001f000-\U0001faff"

WORD = re.compile(
    # Most words are ASCII with ASCII behind them, and are found by this alone, in two thirds of the time.
    r"[0-9A-Za-z]++(?![^\x00-\x7f])"
    rf"|[{_ALONE}{_PICTURES}]|[^\W_{_ALONE}][{_JOINED}]*(?:[^\W_{_ALONE}][{_JOINED}]*)*"
)
"""One word as it is written."""

_ASCII_WORD = re.compile(r"[0-9a-z]+")

# Letters that NFKD leaves alone although readers type them without their stroke.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ħ": "h", "ŧ": "t"}
)


class Word(NamedTuple):
    """A folded word and where it stands in the original text, in code points."""

    folded: str
    start: int
    end: int


def fold(word: str) -> str:
    """Return `word` without case, accents and invisible characters, cut to `MAX_WORD_LENGTH`."""
    if word.isascii():
        return word.lower()[:MAX_WORD_LENGTH]
    letters = unicodedata.normalize("NFKD", word.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in letters if letter.isalnum())
    return (plain or word)[:MAX_WORD_LENGTH]


def words(text: str) -> list[str]:
    """Return the folded words of `text` in order."""
    if text.isascii():
        found = _ASCII_WORD.findall(text.lower())
        return found if len(text) <= MAX_WORD_LENGTH else [word[:MAX_WORD_LENGTH] for word in found]
    folded: dict[str, str] = {}
    result = []
    for written in WORD.findall(text):
        word = folded.get(written)
        if word is None:
            word = folded[written] = fold(written)
        result.append(word)
    return result


def spans(text: str) -> Iterator[Word]:
    """Yield the words of `text` with their places."""
    for match in WORD.finditer(text):
        yield Word(fold(match[0]), match.start(), match.end())
