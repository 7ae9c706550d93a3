"""What changed from one revision of an article to the next: fields, stretches of the body, quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any, Literal, cast

from msgspec import Struct
from rapidfuzz import fuzz
from rapidfuzz.distance import Indel

from service.models import Article, Quote

Field = Literal[
    "external_id", "url", "title", "standfirst", "outlet", "agency", "authors", "section", "language", "published_at",
    "published_precision", "modified_at", "truncated",
]  # fmt: skip
QuoteField = Literal["text", "kind", "speaker"]

FIELDS: tuple[Field, ...] = Field.__args__  # type: ignore[attr-defined]

MOST_COMPARISONS = 100_000_000
"""Words (or paragraphs) of one side times those of the other that are compared; what is larger is one hunk."""

_REWORDED = 60.0  # percent of letters that a quote has in common with the one that it was
_PIECES = {"paragraphs": re.compile(r"[^\n]*\n+|[^\n]+"), "words": re.compile(r"\S+|\s+")}


class FieldChange(Struct, frozen=True):
    """A field that is another one now. An outlet is shown by its name."""

    field: Field
    old: Any
    new: Any


class Hunk(Struct, frozen=True):
    """A stretch of the body that was replaced: `old` stood at `old_start` of the old body, `new` is at `new_start`.

    Offsets count code points; either text may be empty.
    """

    old_start: int
    new_start: int
    old: str
    new: str


class QuoteChange(Struct, frozen=True):
    """A quote that has other words, another kind or another speaker now; that it stands elsewhere is no change."""

    fields: list[QuoteField]
    old: Quote
    new: Quote


class QuoteChanges(Struct, frozen=True):
    """Which quotes came, changed and went."""

    appeared: list[Quote]
    changed: list[QuoteChange]
    disappeared: list[Quote]


def fields(old: Article, new: Article) -> list[FieldChange]:
    """The fields besides the body that differ."""
    pairs = [(name, _shown(old, name), _shown(new, name)) for name in FIELDS]
    return [FieldChange(name, before, now) for name, before, now in pairs if before != now]


def hunks(old: str, new: str) -> list[Hunk]:
    """What was replaced, in order, by words: putting each `new` in the place of its `old` makes one body the other.

    Paragraphs are compared first, and words inside those that differ. Stretches over `MOST_COMPARISONS` are one hunk,
    so that no body takes long.
    """
    return list(_differing(old, new, 0, 0, ("paragraphs", "words")))


def quotes(old: Sequence[Quote], new: Sequence[Quote]) -> QuoteChanges:
    """The quotes that came, changed and went. A reworded one is the likeliest of those that went."""
    before = {quote.id: quote for quote in old}
    now = {quote.id: quote for quote in new}
    pairs = [(before[key], quote) for key, quote in now.items() if key in before]
    gone = [quote for key, quote in before.items() if key not in now]
    come = [quote for key, quote in now.items() if key not in before]
    for was, quote in _reworded(gone, come):
        pairs.append((was, quote))
        gone.remove(was)
        come.remove(quote)
    made = [QuoteChange(differing, was, quote) for was, quote in pairs if (differing := _differs(was, quote))]
    return QuoteChanges(come, sorted(made, key=lambda one: one.new.start), gone)


def _shown(article: Article, name: Field) -> Any:
    value = getattr(article, name)
    return value.name if name == "outlet" and value is not None else value


def _differs(was: Quote, quote: Quote) -> list[QuoteField]:
    told = {
        "text": was.text.split() != quote.text.split(),
        "kind": was.kind != quote.kind,
        "speaker": (was.speaker and was.speaker.id) != (quote.speaker and quote.speaker.id),
    }
    return [cast("QuoteField", name) for name, changed in told.items() if changed]


def _reworded(gone: Sequence[Quote], come: Sequence[Quote]) -> list[tuple[Quote, Quote]]:
    """Pairs of a quote that went and one that came in other words, the likest first, each in one pair."""
    if len(gone) * len(come) > MOST_COMPARISONS // 40_000:
        return []
    likeness = [
        (score, -at_was, -at, was, quote)
        for at_was, was in enumerate(gone)
        for at, quote in enumerate(come)
        if (score := fuzz.ratio(was.text, quote.text, score_cutoff=_REWORDED)) >= _REWORDED
    ]
    made: list[tuple[Quote, Quote]] = []
    used: set[str] = set()
    for _, _, _, was, quote in sorted(likeness, key=lambda one: one[:3], reverse=True):
        if was.id not in used and quote.id not in used:
            used |= {was.id, quote.id}
            made.append((was, quote))
    return made


def _differing(old: str, new: str, old_at: int, new_at: int, levels: tuple[str, ...]) -> Iterator[Hunk]:
    """The hunks between two stretches that begin at these offsets, by the first level and inside by the others."""
    was, now = _PIECES[levels[0]].findall(old), _PIECES[levels[0]].findall(new)
    starts, new_starts = (list(accumulate(map(len, pieces), initial=0)) for pieces in (was, now))
    for first, last, new_first, new_last in _blocks(was, now):
        before, after = "".join(was[first:last]), "".join(now[new_first:new_last])
        at, now_at = old_at + starts[first], new_at + new_starts[new_first]
        if len(levels) > 1 and before and after:
            yield from _differing(before, after, at, now_at, levels[1:])
        else:
            yield Hunk(at, now_at, before, after)


def _blocks(was: Sequence[str], now: Sequence[str]) -> Iterator[tuple[int, int, int, int]]:
    """The stretches [first, last) of both sides that differ."""
    head = 0
    while head < min(len(was), len(now)) and was[head] == now[head]:
        head += 1
    tail = 0
    while tail < min(len(was), len(now)) - head and was[-1 - tail] == now[-1 - tail]:
        tail += 1
    was, now = was[head : len(was) - tail], now[head : len(now) - tail]
    if not was and not now:
        return
    if len(was) * len(now) > MOST_COMPARISONS:
        yield head, head + len(was), head, head + len(now)
        return
    first = new_first = last = new_last = 0
    for step in [*Indel.opcodes(was, now), None]:
        if step is not None and step.tag != "equal":
            last, new_last = step.src_end, step.dest_end
            continue
        if (first, new_first) != (last, new_last):
            yield head + first, head + last, head + new_first, head + new_last
        if step is not None:
            first, new_first = last, new_last = step.src_end, step.dest_end
