"""The lines of a stream as items to be taken in, one by one, from any line on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import msgspec
from msgspec import Struct

from service.errors import TooLarge
from service.ingest.extracting import check_length
from service.ingest.given import given
from service.ingest.items import Item, Refused
from service.models import ArticleIn
from service.store.imports import RefusedItem
from service.store.incoming import Incoming

_LONGEST_REASON = 500
_BOM = b"\xef\xbb\xbf"


class Line(Struct):
    """Where an item stands (its physical line from 1, and the byte behind it), and what it is called, if it says so."""

    number: int
    end: int
    external_id: str | None = None
    url: str | None = None

    def refused(self, reason: str) -> RefusedItem:
        """This line as one that is not stored; a reason that begins with a JSON pointer is taken apart."""
        pointer, _, said = reason.partition(" ") if reason.startswith("/") else ("", "", reason)
        return RefusedItem(
            line=self.number,
            pointer=_short(pointer),
            reason=_short(said),
            external_id=self.external_id,
            url=self.url,
        )


class _Named(Struct):
    external_id: Any = None
    url: Any = None


class Lines:
    """Reads items from a file of JSON lines; `number` and `end` say how far. Blank lines are counted, and no items."""

    def __init__(self, file: IO[bytes], *, number: int, end: int, longest: int, max_chars: int) -> None:
        file.seek(end)
        self._file = file
        self._longest = longest
        self._max_chars = max_chars
        self.number = number
        self.end = end

    def __iter__(self) -> Iterator[Item[Line]]:
        while line := self._file.readline(self._longest + 1):
            size = len(line)
            is_whole = size <= self._longest
            while line and not line.endswith(b"\n") and not is_whole:
                line = self._file.readline(self._longest)
                size += len(line)
            self.number += 1
            self.end += size
            if not is_whole:
                yield Line(self.number, self.end), Refused(f"has {size:,} bytes; at most {self._longest:,} are taken")
            elif item := line.removeprefix(_BOM).strip():
                yield _line(item, self.number, self.end), self._given(item)

    def _given(self, raw: bytes) -> ArticleIn | Incoming | Refused:
        """What is in a line; what is too long is refused here, before many of it wait to be extracted."""
        found = given(raw)
        try:
            if isinstance(found, ArticleIn):
                check_length(found, self._max_chars)
        except TooLarge as problem:
            return Refused(problem.detail)
        return found


def _line(raw: bytes, number: int, end: int) -> Line:
    try:
        named = msgspec.json.decode(raw, type=_Named)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return Line(number, end)
    return Line(number, end, _text(named.external_id), _text(named.url))


def _text(value: Any) -> str | None:
    return _short(value) if isinstance(value, str) else None


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_REASON else text[:_LONGEST_REASON] + "…"
