"""Passages: a query of more than ten words, and the texts that it came from or nearly repeats.

An engine finds documents that share words with some part of the passage; here is what a passage is, and how like it a
text is. Words are compared folded (`search.text`), so that typographic marks, dashes and case make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import islice, pairwise

from rapidfuzz.distance import LCSseq

from search.terms import MAX_TERMS
from search.text import spans, words

MAX_PASSAGE = 600
"""Words of a passage that are read: a page of a newspaper."""

ENOUGH = 0.5
"""How like a text has to be: below this, what it shares are the words of every text."""

SHORTEST = 6
"""Words of the shortest text that is compared: fewer stand in many texts by chance."""

_ONE_PHRASE = re.compile(r'\s*-?"[^"“”]*"\s*')


_ENDS = re.compile(r"[.,;:!?]")

_RUN = 3

_WIDEST = 4
"""Runs of which one is taken, at most: a quote of ten words with one changed has a whole run in every so many."""


class Passage:
    """The words of a long query."""

    def __init__(self, text: str, spoken: Sequence[str]) -> None:
        self._text = text
        self.words = list(spoken[:MAX_PASSAGE])

    @property
    def beginning(self) -> str:
        """Its first words, as an ordinary query: for a passage that nothing repeats."""
        return " ".join(self.words[:MAX_TERMS])

    @cached_property
    def pairs(self) -> set[tuple[str, str]]:
        """Its neighbouring words."""
        return set(pairwise(self.words))

    @cached_property
    def _ends(self) -> set[int]:
        """The places of words behind which a sentence, or a part of one, ends."""
        found = pairwise(islice(spans(self._text), len(self.words)))
        return {place for place, (one, other) in enumerate(found) if _ENDS.search(self._text, one.end, other.start)}

    def runs(self, most: int) -> list[tuple[list[str], bool]]:
        """Return some runs of three neighbouring words, and whether each is within one part of a sentence.

        Up to `most` runs these are all; then one of every two, three or four, of the longest words, which mostly are
        the rarest: more than `most` for a long passage, since any part of it may be the quote. Each is short enough to
        lie within one quote, and between two words that were changed.
        """
        starts = range(len(self.words) - _RUN + 1)
        step = min(-(-len(starts) // most), _WIDEST)
        return [self._run(max(starts[first : first + step], key=self._promise)) for first in starts[::step]]

    def _run(self, start: int) -> tuple[list[str], bool]:
        return self.words[start : start + _RUN], self._ends.isdisjoint(range(start, start + _RUN - 1))

    def _promise(self, start: int) -> tuple[bool, int, int]:
        run, is_whole = self._run(start)
        lengths = [len(word) for word in run]
        return is_whole, min(lengths), sum(lengths)

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
    return None if len(spoken) <= MAX_TERMS or _ONE_PHRASE.fullmatch(q) else Passage(q, spoken)
