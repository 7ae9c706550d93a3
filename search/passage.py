"""Passages: a query of more than ten words, and the texts that it came from or nearly repeats.

An engine finds documents that share words with some part of the passage; here is what a passage is, and how like it a
text is. Words are compared folded (`search.text`), so that typographic marks, dashes and case make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from rapidfuzz.distance import LCSseq

from search.terms import MAX_TERMS
from search.text import words

MAX_PASSAGE = 600
"""Words of a passage that are read: a page of a newspaper."""

ENOUGH = 0.5
"""How like a text has to be: below this, what it shares are the words of every text."""

SHORTEST = 6
"""Words of the shortest text that is compared: fewer stand in many texts by chance."""

_ONE_PHRASE = re.compile(r'\s*-?"[^"“”]*"\s*')


class Passage:
    """The words of a long query."""

    def __init__(self, spoken: Sequence[str]) -> None:
        self.words = list(spoken[:MAX_PASSAGE])

    @property
    def beginning(self) -> str:
        """Its first words, as an ordinary query: for a passage that nothing repeats."""
        return " ".join(self.words[:MAX_TERMS])

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Its neighbouring words."""
        return set(pairwise(self.words))

    def likeness(self, text: Sequence[str]) -> tuple[float, float]:
        """Return (share, worth) of a text's words: how much of the shorter one is in the other, and how much that is.

        Half of each counts words in the same order, the other half neighbours that stay neighbours: the first forgives
        a word that was changed, the second leaves out the common words that any two texts share. The worth grows with
        the number of words shared, so that in a paragraph the long quote comes before the short one, and is a little
        less for a text that says more than the passage.
        """
        shorter = min(len(self.words), len(text))
        if shorter < SHORTEST:
            return 0.0, 0.0
        in_order = LCSseq.similarity(self.words, text)
        neighbours = len(self.pairs.intersection(pairwise(text)))
        shared = (in_order + min(neighbours + 1, shorter)) / 2
        share = shared / shorter
        return share, shared * share + shared / (len(self.words) + len(text))


def passage(q: str) -> Passage | None:
    """Return the passage that `q` is, or None for an ordinary query.

    Quotation marks and dashes mean nothing in a passage, except that one phrase in straight double quotes is asked for
    to the letter, however long it is.
    """
    spoken = words(q)
    return None if len(spoken) <= MAX_TERMS or _ONE_PHRASE.fullmatch(q) else Passage(spoken)


def windows(spoken: Sequence[str], most: int, size: int = SHORTEST) -> list[list[str]]:
    """Return at most `most` runs of `size` neighbouring words, spread evenly over a passage, overlapping if they can.

    Each is small enough to lie within one quote, so that the words around it do not matter.
    """
    last = max(0, len(spoken) - size)
    count = min(most, last // max(1, size // 2) + 2) if last else 1
    starts = [round(number * last / max(1, count - 1)) for number in range(count)]
    return [list(spoken[start : start + size]) for start in dict.fromkeys(starts)]
