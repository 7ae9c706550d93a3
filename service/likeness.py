"""How alike two texts are, by the runs of words that they share; and sketches, by which like texts find each other.

A text is what its overlapping runs of four words are (*shingles*: Broder, "On the resemblance and containment of
documents", 1997). Its *sketch* is a few of the smallest hashes of its runs of six: texts that share much share some of
them, and texts that share only common phrases share none. What a sketch finds is then measured exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from heapq import nsmallest
from zlib import crc32

ALIKE = 0.5
"""From this similarity on two articles are nearly the same. Measured: `docs/duplicates.md`."""

FEWEST_RUNS = 20
"""A text with fewer runs is like no other: a few words may be the same by chance."""

MOST_WORDS = 20_000
"""Only so many words of a text count, so that no text takes long."""

_RUN = 4
_SKETCHED_RUN = 6
_ANYWHERE = 6
_AT_THE_START = 2
_START = 80
_SHORTEST_SHARE = 3
_PARAGRAPH_SHARED = 0.25

_SEPARATORS = re.compile(rb"\xe2[\x80\x81][\x80-\xbf]|\xc2[\x80-\xbf]|\xe3\x80[\x80-\xbf]")  # dashes, quotes, spaces
_CJK = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff])")
_LETTERS = bytes(
    code + 32 if 65 <= code <= 90 else code if 48 <= code <= 57 or 97 <= code <= 122 or code >= 128 else 32
    for code in range(256)
)


def sketch(text: str) -> list[int]:
    """At most eight numbers below 2**32, the same on every machine and in every version; few or none for short texts.

    Six are of the whole text. Two are of its beginning, which a cut-off copy has however little of the rest it has.
    """
    hashes = list(_hashes(_words(text), _SKETCHED_RUN))
    if len(hashes) < FEWEST_RUNS - (_SKETCHED_RUN - _RUN):
        return []
    return sorted({*_smallest(_ANYWHERE, hashes), *_smallest(_AT_THE_START, hashes[:_START])})


class Text:
    """A text made ready to be compared; `truncated` says that it is known to be the beginning of a longer one."""

    def __init__(self, body: str, *, truncated: bool = False) -> None:
        self._body = body
        self.truncated = truncated

    @cached_property
    def runs(self) -> frozenset[int]:
        """The hashes of all its runs of words."""
        return frozenset(_hashes(_words(self._body), _RUN))

    def similarity(self, other: Text) -> float | None:
        """How nearly the same two texts are: the share (`ALIKE` to 1) of the shorter one's runs that the longer has.

        None where they are not: too little is shared, the shorter is no more than a passage of the longer (under a
        third of it, unless it is known to be cut off), or what is shared are paragraphs under different texts.
        """
        short, long = sorted((self, other), key=lambda text: len(text.runs))
        if len(short.runs) < FEWEST_RUNS:
            return None
        if len(short.runs) * _SHORTEST_SHARE < len(long.runs) and not short.truncated:
            return None
        share = len(short.runs & long.runs) / len(short.runs)
        if share < ALIKE or not short._throughout(long):
            return None
        return round(share, 3)

    def _throughout(self, other: Text) -> bool:
        """Whether more than half of the paragraphs share something: a disclaimer under two texts is not their text."""
        shares = list(self._paragraph_shares(other))
        shared = sum(share >= _PARAGRAPH_SHARED for share in shares)
        return not shares or shared * 2 > len(shares)

    def _paragraph_shares(self, other: Text) -> Iterator[float]:
        left = MOST_WORDS
        for paragraph in self._body.split("\n"):
            words = _words(paragraph)[: max(0, left)]
            left -= len(words)
            if runs := set(_hashes(words, _RUN)):
                yield len(runs & other.runs) / len(runs)


def _smallest(count: int, hashes: Sequence[int]) -> list[int]:
    """The smallest different ones; twice as many are looked at since a run may come twice."""
    return sorted(set(nsmallest(2 * count, hashes)))[:count]


def _words(text: str) -> list[bytes]:
    """The words in lower case: UTF-8, since bytes are translated and hashed several times as fast as `str`."""
    if not text.isascii():
        text = text.lower()
        if _CJK.search(text):
            text = _CJK.sub(r" \1 ", text)
    return _SEPARATORS.sub(b" ", text.encode(errors="replace")).translate(_LETTERS).split()[:MOST_WORDS]


def _hashes(words: Sequence[bytes], run: int) -> Iterator[int]:
    return map(crc32, map(b" ".join, zip(*(words[start:] for start in range(run)), strict=False)))
