"""JSON: lines of it, a list, or one article; as they are handed in, or out of an export."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ijson
import msgspec

from service.ingest.files.limits import LONGEST_LINE, TooLarge
from service.ingest.files.place import Place
from service.ingest.files.source import Source
from service.ingest.given import given
from service.ingest.items import Read, Refused

_BOM = b"\xef\xbb\xbf"
_BLOCK = 65_536
_DEEPEST = 100


def read_json_lines(source: Source) -> Iterator[Read[Place]]:
    """One article a line; blank lines count, and hold none."""
    number = 0
    while line := source.stream.readline(LONGEST_LINE + 1):
        number += 1
        place = source.place._replace(line=number)
        if not line.endswith(b"\n"):
            source.check()  # it may be the beginning of a line
        if len(line) > LONGEST_LINE:
            yield place, Refused(f"is longer than {LONGEST_LINE:,} bytes")
            while line and not line.endswith(b"\n"):  # left out a block at a time
                line = source.stream.readline(_BLOCK)
        elif line.strip():
            yield place, given(line.removeprefix(_BOM))


def read_json(source: Source) -> Iterator[Read[Place]]:
    """One article, or a list of them, which may be of any length."""
    if source.head().removeprefix(_BOM).lstrip()[:1] == b"[":
        yield from _list(source)
    else:
        yield source.place, given(source.whole(LONGEST_LINE).removeprefix(_BOM))


def _list(source: Source) -> Iterator[Read[Place]]:
    if source.head().startswith(_BOM):
        source.stream.read(len(_BOM))
    feed = _Feed(source)
    number = 0
    try:
        for number, found in enumerate(_items(feed), start=1):
            feed.since = 0
            yield source.place._replace(item=number), given(msgspec.json.encode(found))
    except (ijson.JSONError, UnicodeDecodeError, OverflowError) as error:
        source.check()
        said = " ".join(str(error).split())
        yield source.place, Refused(f"is no JSON after item {number}: {said}" if number else f"is no JSON: {said}")


def _items(feed: _Feed) -> Iterator[Any]:
    """The items of a list. `ijson.items` would take the square of the depth for what is nested deeply."""
    depth, builder = 0, ijson.ObjectBuilder()
    for event, value in ijson.basic_parse(feed, use_float=True):
        depth += event.startswith("start_") - event.startswith("end_")
        if depth > _DEEPEST:
            raise TooLarge(f"has an item that is nested more than {_DEEPEST} deep")
        if depth == 0 or (depth == 1 and event == "start_array"):  # of the list itself
            continue
        builder.event(event, value)
        if depth == 1:
            yield builder.value
            builder = ijson.ObjectBuilder()


class _Feed:
    """The source as `ijson` reads it, no further than an item may be long."""

    def __init__(self, source: Source) -> None:
        self._stream = source.stream
        self.since = 0

    def read(self, size: int) -> bytes:
        """The next bytes. Raises `TooLarge`."""
        if self.since > LONGEST_LINE:
            raise TooLarge(f"has an item that is longer than {LONGEST_LINE:,} bytes")
        data = self._stream.read(min(size, _BLOCK))
        self.since += len(data)
        return data
