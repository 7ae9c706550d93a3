"""What a file may make us read: how large a document, how much out of an archive, how deep."""

from __future__ import annotations

from msgspec import Struct

LARGEST_DOCUMENT = 50_000_000
"""Bytes of one page, message or feed, which are read as a whole."""

LONGEST_LINE = 20_000_000
"""Bytes of one line of JSON lines, and of one item of a JSON list."""

_ALWAYS = 50_000_000  # bytes that even the smallest file may hold: a kilobyte of zeros is no attack


class Limits(Struct, frozen=True):
    """Of what is unpacked from one file, all layers of it together: in bytes, as a multiple of its size, and deep."""

    max_bytes: int = 100_000_000_000
    max_ratio: int = 200
    max_depth: int = 4


DEFAULT = Limits()


class TooLarge(Exception):
    """More than may be read; the message goes on from the place."""


class Exhausted(TooLarge):
    """All that may be unpacked from one file was: nothing more of it is read."""


class Budget:
    """How many bytes may still be unpacked from one file, whatever is packed inside what."""

    def __init__(self, limits: Limits, size: int | None) -> None:
        by_ratio = None if size is None else max(size * limits.max_ratio, _ALWAYS)
        self._said = f"unpacks to more than {limits.max_bytes:,} bytes"
        self._left = limits.max_bytes
        if by_ratio is not None and by_ratio < limits.max_bytes:
            self._left = by_ratio
            self._said = f"unpacks to more than {limits.max_ratio} times its size"

    def spend(self, count: int) -> None:
        """Count unpacked bytes. Raises `Exhausted` when there are too many."""
        self._left -= count
        if self._left < 0:
            raise Exhausted(self._said)
