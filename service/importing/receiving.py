"""Taking a stream in: unpacked, bounded, and on the disk for good before anybody is told that it is there."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import zlib
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import IO

from service.errors import Malformed, NoRoom, TooLarge

_AT_ONCE = 1 << 20
_GZIP = 16 + zlib.MAX_WBITS
_LARGEST_RATIO = 200
"""Text packs to a tenth, and repetitive JSON to a fiftieth; gzip's own limit is about 1,000, which only bombs reach."""
_RATIO_FROM = 64 << 20  # unpacked bytes; less than this harms nobody


async def receive(stream: AsyncIterator[bytes], path: Path, *, packed: bool, limit: int, keep_free: int) -> int:
    """Write a stream to `path`, unpacked, and sync it; returns its size. Nothing is left there when it fails.

    Raises `TooLarge` over `limit` bytes, `NoRoom` when the disk would have less than `keep_free` bytes left, and
    `Malformed` for what does not unpack.
    """
    part = path.with_suffix(".part")
    try:
        file = await asyncio.to_thread(_open, part)
        with file:
            taken = _Taken(file, part.parent, unpack=_Unpack() if packed else None, limit=limit, keep_free=keep_free)
            async for some in _gathered(stream):
                await asyncio.to_thread(taken.take, some)
            await asyncio.to_thread(taken.end)
        await asyncio.to_thread(_settle, part, path)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise NoRoom(f"the import can't be kept: {error.strerror}") from error
        raise
    finally:
        part.unlink(missing_ok=True)
    return taken.size


class _Unpack:
    """One gzip stream after another (RFC 1952, 2.2), never more than `_AT_ONCE` bytes at a time."""

    def __init__(self) -> None:
        self._member = zlib.decompressobj(wbits=_GZIP)
        self.read = 0

    def pieces(self, some: bytes) -> Iterator[bytes]:
        self.read += len(some)
        try:
            while some:
                if self._member.eof:
                    self._member = zlib.decompressobj(wbits=_GZIP)
                yield self._member.decompress(some, _AT_ONCE)
                some = self._member.unconsumed_tail or self._member.unused_data
        except zlib.error as error:
            raise Malformed.body(f"is no gzip, as its Content-Encoding says: {error}") from error

    def end(self) -> None:
        if not self._member.eof:
            raise Malformed.body("is gzip that breaks off before its end")


class _Taken:
    """A file that grows within its limits."""

    def __init__(self, file: IO[bytes], folder: Path, *, unpack: _Unpack | None, limit: int, keep_free: int) -> None:
        self._file, self._folder, self._unpack = file, folder, unpack
        self._limit, self._keep_free = limit, keep_free
        self.size = 0

    def take(self, some: bytes) -> None:
        for piece in self._unpack.pieces(some) if self._unpack else [some]:
            self.size += len(piece)
            self._check()
            self._file.write(piece)

    def end(self) -> None:
        if self._unpack:
            self._unpack.end()
        self._file.flush()
        os.fsync(self._file.fileno())

    def _check(self) -> None:
        if self.size > self._limit:
            raise TooLarge.body(f"is over the limit of {self._limit:,} bytes for an import")
        if self._unpack and self.size > max(_RATIO_FROM, self._unpack.read * _LARGEST_RATIO):
            raise TooLarge.body(f"unpacks to more than {_LARGEST_RATIO} times its size")
        if shutil.disk_usage(self._folder).free < self._keep_free:
            raise NoRoom("the disk is too full for this import; nothing of it was kept")


async def _gathered(stream: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The stream in pieces that are worth a write."""
    gathered = bytearray()
    async for some in stream:
        gathered += some
        if len(gathered) >= _AT_ONCE:
            yield bytes(gathered)
            gathered.clear()
    if gathered:
        yield bytes(gathered)


def _open(part: Path) -> IO[bytes]:
    part.parent.mkdir(parents=True, exist_ok=True)
    return part.open("wb")


def _settle(part: Path, path: Path) -> None:
    """Give the file its name, so that it has it after a power cut, too."""
    part.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
