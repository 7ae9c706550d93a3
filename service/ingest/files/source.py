"""A file, or a member of an archive, as a stream that is read once, from the beginning, and counted."""

from __future__ import annotations

import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Protocol

from service.ingest.files.limits import LARGEST_DOCUMENT, Budget, Limits, TooLarge
from service.ingest.files.place import Place

HEAD = 8_192
"""How many bytes are looked at to tell what a file is."""

_BLOCK = 65_536


class Damaged(Exception):
    """What is packed can't be unpacked any further; the message goes on from the place."""


class Readable(Protocol):
    """What `gzip` and the like give to read from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""


class _Layer(io.RawIOBase):
    """Another stream, of which every byte is spent, and whose first read gives as much as there is.

    Where it is damaged it ends, and `fault` says so: else a buffer over it would lose what was read with the fault.
    """

    def __init__(self, stream: Readable, spend: Callable[[int], None]) -> None:
        self.fault: Damaged | None = None
        self._spend = spend
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._begun = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = more = self._some(len(buffer))
        while not self._begun and more and len(data) < len(buffer):
            more = self._some(len(buffer) - len(data))
            data += more
        self._begun = True
        buffer[: len(data)] = data
        return len(data)

    def _some(self, size: int) -> bytes:
        if self.fault:
            return b""
        try:
            data = self._read(size)
        except (EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError) as error:
            self.fault = Damaged(f"is cut off or damaged: {error}")
            return b""
        except OSError as error:
            if error.errno is not None:
                raise
            self.fault = Damaged(f"is cut off or damaged: {error}")  # gzip's and bz2's, for what is no such data
            return b""
        self._spend(len(data))
        return data


@dataclass(slots=True)
class Source:
    """Something to read: `name` ends as its kind asks, `file` is the same bytes where they can be sought in."""

    place: Place
    name: str
    stream: io.BufferedReader[_Layer]
    budget: Budget
    limits: Limits
    depth: int = 0
    file: IO[bytes] | None = None

    @classmethod
    def of(cls, file: IO[bytes], path: str, limits: Limits, size: int | None) -> Source:
        """A file from outside; `size` is None where it is not known, as of a pipe."""
        stream = io.BufferedReader(_Layer(file, lambda _: None), _BLOCK)
        return cls(Place(path), path, stream, Budget(limits, size), limits, file=file if size is not None else None)

    def inner(self, file: Readable, name: str, path: str | None = None) -> Source:
        """What is packed in this. Raises `TooLarge` when it lies too deep."""
        if self.depth == self.limits.max_depth:
            raise TooLarge(f"is packed more than {self.limits.max_depth} times over")
        place = self.place if path is None else Place(f"{self.place.path}/{path}")
        stream = io.BufferedReader(_Layer(file, self.budget.spend), _BLOCK)
        return Source(place, name, stream, self.budget, self.limits, self.depth + 1)

    def head(self) -> bytes:
        """Its first bytes, which stay to be read."""
        return self.stream.peek(HEAD)[:HEAD]

    def check(self) -> None:
        """Raise `Damaged` if it ended before its end."""
        if self.stream.raw.fault:
            raise self.stream.raw.fault

    def whole(self, largest: int = LARGEST_DOCUMENT) -> bytes:
        """All of it. Raises `TooLarge` and `Damaged`."""
        raw = self.stream.read(largest + 1)
        self.check()
        if len(raw) > largest:
            raise TooLarge(f"is larger than {largest:,} bytes")
        return raw
