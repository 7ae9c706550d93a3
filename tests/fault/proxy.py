"""A proxy before Meilisearch that is slow, broken or choosy when it is told to be."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Literal
from urllib.parse import urlsplit

Mood = Literal["well", "slow", "failing", "cutting", "silent"]

_BROKEN = (
    b"HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/html\r\n"
    b"Content-Length: 12\r\nConnection: close\r\n\r\n<html></html"
)
_REFUSED = b'{"message":"not this one","code":"bad_request","type":"invalid_request","link":""}'


class Proxy:
    """Passes requests on, one a connection, as its `mood` has it; those that hold `refused` are answered by 400."""

    def __init__(self, url: str) -> None:
        at = urlsplit(url)
        self._server = (at.hostname, at.port)
        self.mood: Mood = "well"
        self.refused: bytes | None = None
        self.url = ""
        self._serving: set[asyncio.Task[None]] = set()

    @contextmanager
    def listening(self) -> Iterator[Proxy]:
        """Serve in a thread of its own: the loop of a test waits while its client does."""
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever)
        thread.start()
        server = asyncio.run_coroutine_threadsafe(self._start(), loop).result()
        self.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
        try:
            yield self
        finally:
            asyncio.run_coroutine_threadsafe(self._stop(server), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()

    async def _start(self) -> asyncio.Server:
        return await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=1 << 26)

    async def _stop(self, server: asyncio.Server) -> None:
        server.close()
        for one in list(self._serving):
            one.cancel()
        await asyncio.gather(*self._serving, return_exceptions=True)
        await asyncio.sleep(0)  # the transports' last words

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.get_running_loop().create_task(self._serve(reader, writer))
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError, OSError):
                writer.write(await self._answer(await _request(reader)))
                await writer.drain()
        finally:
            writer.close()

    async def _answer(self, request: bytes) -> bytes:
        if self.mood == "silent":
            await asyncio.sleep(60)
        if self.mood == "slow":
            await asyncio.sleep(0.3)
        if self.mood == "failing":
            return _BROKEN
        is_write = request.startswith((b"POST", b"PUT")) and b"/documents" in request[:200]
        if is_write and self.refused and self.refused in request:
            head = f"HTTP/1.1 400 Bad Request\r\nContent-Length: {len(_REFUSED)}\r\nConnection: close\r\n"
            return f"{head}Content-Type: application/json\r\n\r\n".encode() + _REFUSED
        answer = await self._asked(request)
        return answer[: len(answer) // 2] if self.mood == "cutting" else answer

    async def _asked(self, request: bytes) -> bytes:
        reader, writer = await asyncio.open_connection(*self._server)
        head, _, body = request.partition(b"\r\n\r\n")
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        writer.write(b"\r\n".join([*lines, b"Connection: close", b"", body]))
        await writer.drain()
        try:
            return await reader.read()
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length:")]
    return head + (await reader.readexactly(int(lengths[0])) if lengths else b"")
