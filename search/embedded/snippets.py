"""Highlighting: the words of a text that made the document match, found again by the rule that found the document."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from search.embedded.leaves import Library
from search.highlight import LIST_SEPARATOR, from_spans
from search.terms import Terms
from search.text import WORD, fold, words
from search.typos import allowed, distance, prefix_distance


class _Match(NamedTuple):
    start: int
    end: int
    place: int
    term: int


class _Judgement(NamedTuple):
    """Which term of the query a word matches, and how many of its letters are marked; of the whole word, None."""

    term: int
    letters: int | None


class Highlighter:
    """Marks the matches of one query; remembers its judgement of every word it has seen, as it is written."""

    def __init__(self, library: Library, terms: Terms) -> None:
        self._words = [(term.word, term.prefix, allowed(term.word)) for term in terms.wanted if not term.phrase]
        self._words += [(found.word, found.prefix, typos) for found, typos in library.all_joined(terms.wanted)]
        self._phrases = [term.words for term in terms.wanted if term.phrase]
        self._phrases += [split for term in terms.wanted if not term.phrase and (split := library.split(term.word))]
        self._judged: dict[str, _Judgement | None] = {}

    def of(self, document: Mapping[str, Any], fields: Sequence[str], crop: Mapping[str, int]) -> dict[str, str]:
        """Return the HTML of each of `fields` that the document has."""
        result = {}
        for field in fields:
            value = document.get(field)
            if value is not None:
                text = LIST_SEPARATOR.join(value) if isinstance(value, list) else str(value)
                result[field] = self._html(text, crop.get(field))
        return result

    def _html(self, text: str, crop: int | None) -> str:
        found = list(WORD.finditer(text))
        matches = self._matches(text, found)
        marks = [(match.start, match.end) for match in matches]
        if crop is None or crop >= len(found):
            return from_spans(text, marks)
        first, last = _window(matches, crop, len(found))
        start = 0 if first == 0 else found[first].start()
        end = len(text) if last == len(found) else found[last - 1].end()
        return from_spans(text, marks, start, end)

    def _matches(self, text: str, found: Sequence[re.Match[str]]) -> list[_Match]:
        """Return every match in `text`, whose words are `found`, in order."""
        matches: dict[int, _Match] = {}
        taken: set[int] = set()
        folded = words(text) if self._phrases else []
        for term, phrase in enumerate(self._phrases):
            for first in _phrase_places(folded, phrase):
                places = range(first, first + len(phrase))
                if taken.isdisjoint(places):
                    taken.update(places)
                    matches[first] = _Match(found[first].start(), found[places[-1]].end(), first, -1 - term)
        judged = self._judged
        for place, word in enumerate(found):  # the body of an article is long: most of what a page costs is here
            written = word[0]
            if written in judged:
                judgement = judged[written]
            else:
                judgement = judged[written] = self._judge(written)
            if judgement is not None and place not in taken:
                start, letters = word.start(), judgement.letters
                end = word.end() if letters is None else start + letters
                matches[place] = _Match(start, end, place, judgement.term)
        return [matches[place] for place in sorted(matches)]

    def _judge(self, written: str) -> _Judgement | None:
        """Judge a word by the term that it matches with the fewest typos."""
        folded = fold(written)
        best: tuple[int, int, int] | None = None
        for term, (word, prefix, typos) in enumerate(self._words):
            if len(folded) < len(word) - typos or (typos < 2 and folded[0] != word[0]):
                continue  # nothing below could find it near
            found = distance(word, folded, typos)
            letters = len(folded)
            if found is None and prefix:
                beginning = prefix_distance(word, folded, typos)
                if beginning is not None:
                    found, letters = beginning
            if found is not None and (best is None or found < best[0]):
                best = found, term, letters
        if best is None:
            return None
        _, term, letters = best
        # A prefix is marked as far as it goes, where letters and folded letters correspond.
        return _Judgement(term, None if letters >= len(folded) or len(folded) != len(written) else letters)


def _phrase_places(folded: Sequence[str], phrase: tuple[str, ...]) -> list[int]:
    return [
        place
        for place in range(len(folded) - len(phrase) + 1)
        if all(folded[place + offset] == word for offset, word in enumerate(phrase))
    ]


def _window(matches: Sequence[_Match], size: int, total: int) -> tuple[int, int]:
    """Return the run of `size` words that shows most terms, then most matches, then the earliest; centred on them."""
    best = (0, 0)
    first = shown = last_shown = 0
    for last, match in enumerate(matches):
        while match.place - matches[first].place >= size:
            first += 1
        value = (len({inside.term for inside in matches[first : last + 1]}), last - first + 1)
        if value > best:
            best, shown, last_shown = value, matches[first].place, match.place + 1
    start = max(0, min(shown - (size - (last_shown - shown)) // 2, total - size))
    return start, start + size
