"""The sentence that a quote stands in: what a reader needs around it to see who is said to have said it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from service.models import Span
from service.quotes.lexicon import ABBREVIATIONS

REACH = 160
"""How many characters of a sentence are shown before and after what matters, and may stand between two such places.

Looking no farther keeps the time linear where a text has no line ends.
"""

_LAST_WORD = 40
_BEGINNING = 2
"""Characters that tell where a sentence ends: of its last word and marks, and of the next sentence."""

_STOP = re.compile(r"(\w*)[.!?…][”’\"')\]]*\s+(?=[“‘\"'(\[]?[A-Z0-9])")


def around(body: str, said: Span, others: Iterable[Span | None]) -> Span:
    """Return the sentence of `body` that `said` stands in, with those of `others` that are near it in its paragraph.

    Where the sentence reaches farther than `REACH`, it is cut between two words.
    """
    spans = [said, *(span for span in others if span is not None and is_near(body, span, said))]
    first, last = min(span.start for span in spans), max(span.end for span in spans)
    start, end = sentence(body, first, last)
    if 0 < start == first - REACH:
        start = _behind_the_cut_word(body, start, first)
    if len(body) > end == last + REACH:
        end = max(body.rfind(" ", last, end), last)
    while end > last and body[end - 1].isspace():
        end -= 1
    return Span(body[start:end], start, end)


def is_near(body: str, span: Span, said: Span) -> bool:
    """Return whether both stand in one paragraph, with at most `REACH` characters between them."""
    start, end = (span.end, said.start) if span.end <= said.start else (said.end, span.start)
    return end - start <= REACH and "\n" not in body[start:end]


def sentence(body: str, first: int, last: int) -> tuple[int, int]:
    """Return where the sentence of `body[first:last]` begins and ends in its line, at most `REACH` away."""
    low, high = max(0, first - REACH), min(len(body), last + REACH)
    start = body.rfind("\n", low, first) + 1 or low
    end = body.find("\n", last, high)
    end = end if end >= 0 else high
    before = (stop for stop in _stops(body, start, min(first + _BEGINNING, end)) if stop <= first)
    after = (stop for stop in _stops(body, max(start, last - _LAST_WORD), end) if stop > last)
    return max(before, default=start), min(after, default=end)


def _stops(body: str, start: int, end: int) -> Iterator[int]:
    return (stop.end() for stop in _STOP.finditer(body, start, end) if not _is_abbreviated(stop[1]))


def _behind_the_cut_word(body: str, start: int, first: int) -> int:
    space = body.find(" ", start - 1, first)
    return space + 1 if space >= 0 else first


def _is_abbreviated(word: str) -> bool:
    return word.lower() in ABBREVIATIONS or (len(word) == 1 and word.isupper())
