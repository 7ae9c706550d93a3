from __future__ import annotations

import asyncio
import gzip
import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from pathlib import Path

import pytest

from service.errors import NoRoom
from service.exporting.spool import Spool

CHUNK = bytes(range(256)) * 1_000


class Made:
    """Chunks, and whether their making has come to its end or was given up."""

    def __init__(self, count: int, *, fails: bool = False, waits: bool = False) -> None:
        self.count, self.fails, self.waits = count, fails, waits
        self.made = 0
        self.ended = asyncio.Event()

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        try:
            for _ in range(self.count):
                yield CHUNK
                self.made += 1
            if self.fails:
                raise ConnectionError("the store has gone")
            if self.waits:
                await asyncio.sleep(3600)
        finally:
            self.ended.set()


async def started(made: Made, folder: Path, *, packed: bool = False, keep_free: int = 0) -> AsyncIterator[bytes]:
    spool = Spool(made.chunks(), folder, gzip=packed, keep_free=keep_free)
    await spool.start()
    return spool.pieces()


async def test_all_is_made_while_nobody_reads_and_read_whole_afterwards(tmp_path: Path) -> None:
    made = Made(20)
    pieces = await started(made, tmp_path)
    async with asyncio.timeout(30):
        await made.ended.wait()
    assert b"".join([piece async for piece in pieces]) == CHUNK * 20
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240 - nothing else is waited for


async def test_what_is_packed_is_unpacked_to_the_same(tmp_path: Path) -> None:
    pieces = await started(Made(20), tmp_path, packed=True)
    assert gzip.decompress(b"".join([piece async for piece in pieces])) == CHUNK * 20


async def test_a_packed_stream_that_breaks_off_can_be_unpacked_up_to_there(tmp_path: Path) -> None:
    pieces = await started(Made(3, fails=True), tmp_path, packed=True)
    packed = b""
    with pytest.raises(ConnectionError):
        async for piece in pieces:
            packed += piece
    assert zlib.decompressobj(wbits=16 + zlib.MAX_WBITS).decompress(packed) == CHUNK * 3


async def test_a_failure_is_raised_behind_all_that_was_made_before_it(tmp_path: Path) -> None:
    pieces = await started(Made(3, fails=True), tmp_path)
    read = b""
    with pytest.raises(ConnectionError):
        async for piece in pieces:
            read += piece
    assert read == CHUNK * 3


async def test_a_failure_before_there_is_anything_is_raised_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(ConnectionError):
        await started(Made(0, fails=True), tmp_path)


async def test_a_reader_that_goes_away_ends_the_making(tmp_path: Path) -> None:
    made = Made(2, waits=True)
    pieces = await started(made, tmp_path)
    reader = asyncio.create_task(_read(pieces))
    await asyncio.sleep(0.1)
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    async with asyncio.timeout(30):
        await made.ended.wait()


async def test_a_disk_that_has_to_stay_free_is_not_filled(tmp_path: Path) -> None:
    made = Made(2)
    with pytest.raises(NoRoom):
        await started(made, tmp_path, keep_free=1 << 62)
    assert made.ended.is_set()


async def _read(pieces: AsyncIterator[bytes]) -> bytes:
    return b"".join([piece async for piece in pieces])
