"""Highlighted text as safe HTML: everything escaped, matches inside `<mark>`, cut around the best match."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from html import escape, unescape

ELLIPSIS = "…"
"""Stands where a cropped text goes on."""

LIST_SEPARATOR = ", "
"""Between the elements of a list field, which is highlighted as one text."""

_MARKS = re.compile("</?mark>")
_SENTINEL = re.compile("(\ue000[0-9a-f]{16}\ue000|\ue001[0-9a-f]{16}\ue001)")  # of any search, compiled once


class Tags:
    """Marks for an engine that highlights by itself and escapes nothing: sentinels first, HTML afterwards.

    The sentinels are private-use characters around a nonce, new for every search: no document can hold them.
    """

    def __init__(self) -> None:
        nonce = secrets.token_hex(8)
        self.open = f"\ue000{nonce}\ue000"
        self.close = f"\ue001{nonce}\ue001"

    def html(self, text: str) -> str:
        """Return the HTML of a text with sentinels; marks always come in pairs."""
        escaped = escape(text)  # sentinels hold nothing to be escaped
        if self.open not in escaped and self.close not in escaped:  # most fields of most hits
            return escaped
        parts: list[str] = []
        is_open = False
        for part in _SENTINEL.split(escaped):
            if part not in (self.open, self.close):
                parts.append(part)
            elif (part == self.open) != is_open:
                is_open = not is_open
                parts.append("<mark>" if is_open else "</mark>")
        return "".join([*parts, "</mark>"] if is_open else parts)


def marked_parts(highlight: str) -> list[tuple[str, bool]]:
    """Return the text of a hit's highlight without HTML, in parts: (text, whether it is a match)."""
    # What stands between the marks is escaped, so that these are all there are, and they alternate.
    parts = _MARKS.split(highlight)
    return [(unescape(part), bool(place % 2)) for place, part in enumerate(parts) if part]


def from_spans(text: str, matches: Sequence[tuple[int, int]], start: int = 0, end: int | None = None) -> str:
    """Return `text[start:end]` as HTML with `matches` (start, end; in order, not overlapping) marked."""
    stop = len(text) if end is None else end
    parts = [ELLIPSIS] if start > 0 else []
    position = start
    for first, last in matches:
        if first < start or last > stop:
            continue
        parts += (escape(text[position:first]), "<mark>", escape(text[first:last]), "</mark>")
        position = last
    parts.append(escape(text[position:stop]))
    if stop < len(text):
        parts.append(ELLIPSIS)
    return "".join(parts)
