"""A stream that is made at its own pace and read at another: what is not read yet waits in a file.

So a slow reader holds no transaction open. One that did would stop SQLite's write-ahead log from being folded back and
PostgreSQL's dead rows from being cleared, for as long as the reader likes.
"""

from __future__ import annotations

import asyncio
import shutil
import zlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from service.errors import NoRoom

_PIECE = 1 << 16
_GZIP = 16 + zlib.MAX_WBITS


class Spool:
    """Takes chunks into a file without a name, and gives them out from its beginning. `start()`, then `pieces()`.

    The file is gone when it is closed, also by the end of the process. With `gzip` the chunks are compressed.
    """

    def __init__(self, chunks: AsyncGenerator[bytes, None], folder: Path, *, gzip: bool, keep_free: int) -> None:
        self._chunks = chunks
        self._folder = folder
        self._keep_free = keep_free
        self._gzip = zlib.compressobj(wbits=_GZIP) if gzip else None
        self._turn = asyncio.Lock()
        self._grown = asyncio.Event()
        self._read = 0

    async def start(self) -> None:
        """Begin to take chunks in; returns when there is one, or the end. Raises what making the first raises."""
        self._file: IO[bytes] = await asyncio.to_thread(self._open)
        self._taking = asyncio.create_task(self._take())
        self._taking.add_done_callback(lambda _: self._grown.set())
        try:
            await self._grown.wait()
            if self._taking.done():
                self._taking.result()
        except BaseException:
            await self._stop()
            raise

    async def pieces(self) -> AsyncIterator[bytes]:
        """What was taken in, as it comes. Raises what the making of the chunks raised, behind the last good one."""
        try:
            while True:
                self._grown.clear()
                is_all = self._taking.done()
                if piece := await self._next():
                    yield piece
                elif is_all:
                    self._taking.result()
                    return
                else:
                    await self._grown.wait()
        finally:
            await self._stop()

    def _open(self) -> IO[bytes]:
        self._folder.mkdir(parents=True, exist_ok=True)
        return TemporaryFile(dir=self._folder)

    async def _take(self) -> None:
        async with aclosing(self._chunks) as chunks:
            async for chunk in chunks:
                await self._put(chunk)
        if self._gzip:
            await self._put(b"", is_last=True)

    async def _put(self, chunk: bytes, *, is_last: bool = False) -> None:
        async with self._turn:
            await asyncio.to_thread(self._write, chunk, is_last=is_last)
        self._grown.set()

    def _write(self, chunk: bytes, *, is_last: bool) -> None:
        if self._gzip:
            # each chunk is flushed: a stream that breaks off can be unpacked up to there
            chunk = self._gzip.compress(chunk) + self._gzip.flush(zlib.Z_FINISH if is_last else zlib.Z_SYNC_FLUSH)
        if shutil.disk_usage(self._folder).free < self._keep_free + len(chunk):
            raise NoRoom("the disk is too full for an export")
        self._file.seek(0, 2)
        self._file.write(chunk)

    async def _next(self) -> bytes:
        async with self._turn:
            return await asyncio.to_thread(self._read_on)

    def _read_on(self) -> bytes:
        self._file.seek(self._read)
        piece = self._file.read(_PIECE)
        self._read += len(piece)
        return piece

    async def _stop(self) -> None:
        self._taking.cancel()
        with suppress(asyncio.CancelledError, Exception):  # its error was raised where it was read
            await self._taking
        self._file.close()
