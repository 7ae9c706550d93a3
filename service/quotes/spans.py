"""The quoted stretches of a text: marks paired, outermost first, in one pass over each paragraph."""

from __future__ import annotations

import re

from msgspec import Struct

from service.quotes.layout import Paragraph
from service.quotes.marks import MARKS, Mark, find_marks

# Deeper nesting than this is no prose; further openings are read as part of what is open already.
MAX_DEPTH = 16
# `HOLT:` or `GOV. HOLT:` at the head of a line of a transcript.
_LABEL = re.compile(r"[A-Z][A-Z.’'-]+(?: [A-Z][A-Z.’'-]+){0,3}: +(?=\w)")
# How many marks ahead a possessive (`the Joneses’ house`) is told from a closing mark.
_LOOK_AHEAD = 4


class Quoted(Struct, gc=False):
    """One quoted stretch: `text[start:end]` without its marks, `text[outer_start:outer_end]` with them.

    `paragraph` is the index of its paragraph. `closed` is false when no closing mark came before the paragraph's end.
    `runs_on` tells that the next paragraph takes it up with a mark again. `single` is the kind of its opening mark.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    paragraph: int
    closed: bool
    single: bool
    runs_on: bool = False


class _Open(Struct, gc=False):
    mark: Mark
    inner: list[Quoted] = []


def find_spans(text: str, paragraphs: list[Paragraph]) -> list[Quoted]:
    """Return the outermost quoted stretches of `text`, sorted by start; each lies inside one paragraph."""
    found: list[Quoted] = []
    marks = [list(find_marks(text, p.start, p.end)) for p in paragraphs]
    for index, paragraph in enumerate(paragraphs):
        if not marks[index]:
            continue
        following = marks[index + 1] if index + 1 < len(paragraphs) else []
        goes_on = bool(following) and following[0].role != "close" and following[0].start == paragraphs[index + 1].start
        pairing = _Pairing(text, paragraph, index)
        pairing.read(marks[index])
        found += [_without_label(text, paragraph, span) for span in pairing.finish(goes_on=goes_on)]
    return found


def _without_label(text: str, paragraph: Paragraph, span: Quoted) -> Quoted:
    """`“HOLT: It is final.”` names its speaker inside the marks: the label is no part of what is said."""
    if span.outer_start == paragraph.start and not span.single:
        label = _LABEL.match(text, span.start, span.end)
        if label and label.end() < span.end:
            span.start = span.outer_start = label.end()
    return span


class _Pairing:
    """The marks of one paragraph, read from left to right over a stack of what is open."""

    def __init__(self, text: str, paragraph: Paragraph, index: int) -> None:
        self._text = text
        self._paragraph = paragraph
        self._index = index
        self._stack: list[_Open] = []
        self._done: list[Quoted] = []

    def read(self, marks: list[Mark]) -> None:
        for at, mark in enumerate(marks):
            if mark.role == "open":
                self._open(mark)
            elif mark.role == "close" or any(o.mark.family == mark.family for o in self._stack):
                self._close(mark, marks, at)
            else:
                self._open(mark)

    def finish(self, *, goes_on: bool) -> list[Quoted]:
        """Close the paragraph: `goes_on` when the next one opens with a mark again."""
        while self._stack:
            top = self._stack.pop()
            alone = not self._stack
            runs_on = top.mark.family != "single" or (goes_on and top.mark.start == self._paragraph.start)
            if alone and runs_on and (goes_on or not top.inner):
                self._emit(top.mark, self._paragraph.end, self._paragraph.end, closed=False, runs_on=goes_on)
            else:
                if alone and runs_on:
                    self._emit(top.mark, top.inner[0].outer_start, top.inner[0].outer_start, closed=False)
                self._keep(top.inner)
        return self._done

    def _open(self, mark: Mark) -> None:
        if len(self._stack) >= MAX_DEPTH:
            if mark.family == "single" or all(o.mark.family != "single" for o in self._stack):
                return
            self._drop_singles()
        if (
            mark.straight
            and self._stack
            and self._stack[-1].mark.straight
            and self._stack[-1].mark.family == mark.family
        ):
            # The same sign cannot open twice: the first was never closed.
            first = self._stack.pop()
            if mark.family == "single":
                self._keep(first.inner)
            else:
                self._emit(first.mark, mark.start, mark.start, closed=False)
        self._stack.append(_Open(mark))

    def _drop_singles(self) -> None:
        """Single marks that never closed were apostrophes; they must not hide a real quote."""
        opened, self._stack = self._stack, []
        for one in opened:
            if one.mark.family == "single":
                self._keep(one.inner)
            else:
                self._stack.append(one)

    def _close(self, mark: Mark, marks: list[Mark], at: int) -> None:
        if mark.family == "single":
            if self._stack and self._stack[-1].mark.family == "single" and not self._is_possessive(mark, marks, at):
                self._emit(self._stack.pop().mark, mark.start, mark.end, closed=True)
            return
        depth = len(self._stack) - 1
        while depth >= 0 and self._stack[depth].mark.family != mark.family:
            depth -= 1
        if depth < 0:
            return
        del self._stack[depth + 1 :]
        self._emit(self._stack.pop().mark, mark.start, mark.end, closed=True)

    def _is_possessive(self, mark: Mark, marks: list[Mark], at: int) -> bool:
        """Tell `the allies’ plan` inside a single-quoted stretch from its end, by a later closing mark."""
        if self._text[mark.start - 1] not in "sxz" or not self._text[mark.end : mark.end + 2].strip(" ").isalpha():
            return False
        for later in marks[at + 1 : at + 1 + _LOOK_AHEAD]:
            if later.family == "single":
                return later.role == "close"
        return False

    def _emit(self, opening: Mark, end: int, outer_end: int, *, closed: bool, runs_on: bool = False) -> None:
        start, end = _trim(self._text, opening.end, end)
        if start < end:
            single = opening.family == "single"
            self._keep([Quoted(start, end, opening.start, outer_end, self._index, closed, single, runs_on)])

    def _keep(self, spans: list[Quoted]) -> None:
        (self._stack[-1].inner if self._stack else self._done).extend(spans)


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Take off white space, a closing comma, and marks that stand alone at an edge (`''' Yes '''`)."""
    while start < end and (text[start].isspace() or text[start] in '"“”'):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in ',"“'):
        end -= 1
    if not any(c.isalnum() for c in text[start : min(end, start + 200)]):
        return start, start
    if (
        end - start > 1
        and text[end - 1] in MARKS
        and text[start:end].count(text[end - 1]) == 1
        and text[end - 1] in "”»"
    ):
        end -= 1
    return start, end
