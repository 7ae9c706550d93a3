"""Quotation marks as single signs: which ones there are, and whether each opens, closes or is an apostrophe.

A mark is judged by its two neighbours alone; what pairs with what is decided in `spans`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Role = Literal["open", "close", "either"]
Family = Literal["double", "single", "angle"]

MARKS = "\"“”„‟«»‘’‚‛'"
_MARK = re.compile(r"''|``|[" + MARKS + "]")
_OPENING = frozenset(("“", "„", "‟", "``"))
_LEFT_EDGE = frozenset(" \t\n\u00a0\u2002\u2003\u2009\u200a\u202f([{—–-/<…\u200b\ufeff") | frozenset(MARKS)
_RIGHT_EDGE = frozenset(" \t\n\u00a0\u2002\u2003\u2009\u200a\u202f)]}—–-/>…\u200b\ufeff.,;:!?") | frozenset(MARKS)
_SPACE = frozenset(" \t\n\u00a0\u2002\u2003\u2009\u200a\u202f\u200b\ufeff")
# Words that English shortens at the front: the mark before them is an apostrophe.
_ELISION = re.compile(r"(?:\d|(?:em|til|tis|twas|cause|cos|bout|round|n|ere|neath|nuff|fraid|cuz)\b)", re.IGNORECASE)


class Mark(Struct, frozen=True, gc=False):
    """A quotation mark at `text[start:end]` (two characters for `''`), by what it can do."""

    start: int
    end: int
    family: Family
    role: Role
    straight: bool


def find_marks(text: str, start: int, end: int) -> Iterator[Mark]:
    """Yield the marks of `text[start:end]` in order; apostrophes are left out."""
    for match in _MARK.finditer(text, start, end):
        at, after = match.span()
        sign = match.group()
        before = text[at - 1] if at > start else "\n"
        behind = text[after] if after < end else "\n"
        if sign in "«»":
            yield Mark(at, after, "angle", "open" if sign == "«" else "close", False)
        elif sign in "‘’‚‛'":
            role = _single_role(sign, before, behind, text, after)
            if role:
                yield Mark(at, after, "single", role, sign == "'")
        else:
            yield Mark(at, after, "double", _double_role(sign, before, behind), sign in ('"', "''"))


def _double_role(sign: str, before: str, behind: str) -> Role:
    left, right = before in _LEFT_EDGE, behind in _RIGHT_EDGE
    if sign in _OPENING:
        # Some papers set the opening sign at both ends, and German closes with it.
        return "close" if (behind in _SPACE or behind in ",.;:!?)") and not left else "open"
    if sign == "”":
        return "either" if left and behind.isalnum() else "close"
    if left and not right:
        return "open"
    if right and not left:
        return "close"
    # `— "` and `."—`: a dash on one side and a space on the other says nothing; the space decides.
    if before in _SPACE and behind not in _SPACE:
        return "open"
    if behind in _SPACE and before not in _SPACE:
        return "close"
    return "either"


def _single_role(sign: str, before: str, behind: str, text: str, after: int) -> Role | None:
    if before.isalnum() and behind.isalnum():
        return None
    opens = not before.isalnum() and before in _LEFT_EDGE and behind not in _SPACE
    if sign in "‘‚‛":
        return "open" if opens and not _ELISION.match(text, after) else None
    if before not in _SPACE and not behind.isalnum():
        return "close"
    if sign == "'" and opens and behind.isalnum() and not _ELISION.match(text, after):
        return "open"
    return None
