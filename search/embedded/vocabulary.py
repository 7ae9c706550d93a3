"""The words of an index, in memory: which of them a query's word stands for, by typo and by prefix.

tantivy's own fuzzy queries give every match the same score and know no rule for the first letter; here the words are
found first, each with its distance, and then looked up as plain terms.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from string import ascii_lowercase, digits

from msgspec import Struct
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.typos import allowed, prefix_distance

MAX_ONE_TYPO = 150
MAX_TWO_TYPOS = 50
"""How many words one word of a query may stand for; Meilisearch's limits (milli, `limits.rs`)."""

_AFTER = "\U0010ffff"
_LETTERS = ascii_lowercase + digits


class Derivations(Struct, frozen=True):
    """The index's words that a query's word stands for, by number of typos. A prefix is also any word it begins."""

    word: str
    known: bool
    prefix: bool
    one: tuple[str, ...] = ()
    two: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.known or self.prefix or bool(self.one) or bool(self.two)


class Vocabulary:
    """Words that only grow: one that no document holds any more finds nothing, and does no harm.

    One thread adds; any may look up. Whoever looks up while words are added finds them, or does not yet.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._known: set[str] = set()
        self.words: list[str] = []
        self._shapes: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        self.derivations = lru_cache(maxsize=4096)(self._derivations)
        self._beginnings = lru_cache(maxsize=64)(self._find_beginnings)
        self.add(words)

    def add(self, words: Iterable[str]) -> None:
        """Add `words`."""
        new = [word for word in words if word not in self._known]
        if not new:
            return
        for word in new:
            self._shapes[word[0], len(word)].append(word)
        self._known.update(new)
        self.words = sorted([*self.words, *sorted(new)])
        self.derivations.cache_clear()
        self._beginnings.cache_clear()

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def beginning(self, prefix: str) -> list[str]:
        """Return the words that begin with `prefix`, sorted."""
        words = self.words
        return words[bisect_left(words, prefix) : bisect_left(words, prefix + _AFTER)]

    def _derivations(self, word: str, prefix: bool, typos: int | None = None) -> Derivations:
        limit = allowed(word) if typos is None else typos
        near = self._near_beginnings(word, limit) if prefix else self._near_words(word, limit)
        found: tuple[dict[str, None], dict[str, None]] = ({}, {})
        for candidate, distance in near:
            if not candidate.isdecimal() and candidate not in found[0]:
                found[distance - 1][candidate] = None
        return Derivations(
            word,
            known=word in self._known,
            prefix=prefix and self._begins(word),
            one=tuple(found[0])[:MAX_ONE_TYPO],
            two=tuple(found[1])[:MAX_TWO_TYPOS],
        )

    def _near_words(self, word: str, limit: int) -> Iterator[tuple[str, int]]:
        """Yield words and their typos, fewest first."""
        if limit == 1 and word.isascii():
            yield from ((edit, 1) for edit in sorted(_edits(word)) if edit in self._known)
        elif limit:
            shapes = [self._shapes.get((word[0], len(word) + more), []) for more in range(-limit, limit + 1)]
            choices = [choice for shape in shapes for choice in shape]
            near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=limit, limit=None)
            yield from ((choice, int(distance)) for choice, distance, _ in near if distance)
        if limit > 1:
            yield from ((edit, 2) for edit in self._first_letter_edits(word) if edit in self._known)

    def _near_beginnings(self, word: str, limit: int) -> Iterator[tuple[str, int]]:
        """Yield words of which a beginning is near, and its typos, fewest first; not those that begin with `word`."""
        if limit == 1 and word.isascii():
            near = [(edit, 1) for edit in sorted(_edits(word)) if self._begins(edit)]
        elif limit:
            near = self._scanned_beginnings(word, limit)
        else:
            near = []
        if limit > 1:
            near += [(edit, 2) for edit in self._first_letter_edits(word) if self._begins(edit)]
        for beginning, distance in near:
            for candidate in self.beginning(beginning)[: MAX_ONE_TYPO + 1]:
                if not candidate.startswith(word):
                    yield candidate, distance

    def _scanned_beginnings(self, word: str, limit: int) -> list[tuple[str, int]]:
        # A beginning within `limit` typos is at most so many letters longer or shorter, so the first len(word) letters
        # of its word are within twice the limit.
        choices = self._beginnings(word[0], len(word))
        near = process.extract(word, choices, scorer=OSA.distance, score_cutoff=2 * limit, limit=None)
        found: dict[str, int] = {}
        for start in {candidate[: len(word) + limit] for choice, _, _ in near for candidate in self.beginning(choice)}:
            judged = prefix_distance(word, start, limit)
            if judged is not None and judged[0]:
                found[start[: judged[1]]] = judged[0]
        return sorted(found.items(), key=lambda one: (one[1], one[0]))

    def _find_beginnings(self, letter: str, length: int) -> list[str]:
        return list(dict.fromkeys(word[:length] for word in self.beginning(letter)))

    def _begins(self, prefix: str) -> bool:
        place = bisect_left(self.words, prefix)
        return place < len(self.words) and self.words[place].startswith(prefix)

    def _first_letter_edits(self, word: str) -> set[str]:
        """Return every word whose only typo is at the first letter, which counts as two."""
        rest = word[1:]
        letters = {letter for letter, _ in list(self._shapes)}
        edits = {rest, word[1] + word[0] + word[2:], *(f"{x}{rest}" for x in letters), *(f"{x}{word}" for x in letters)}
        return {edit for edit in edits if edit[0] != word[0]}


def _edits(word: str) -> set[str]:
    """Return every text one typo away from `word` with the same first letter."""
    splits = [(word[:place], word[place:]) for place in range(1, len(word) + 1)]
    edits = {head + tail[1:] for head, tail in splits if tail}
    edits.update(head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1)
    edits.update(head + letter + tail for head, tail in splits for letter in _LETTERS)
    edits.update(head + letter + tail[1:] for head, tail in splits if tail for letter in _LETTERS)
    edits.discard(word)
    return edits
