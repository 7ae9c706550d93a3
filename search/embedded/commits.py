"""Group commit: writes that arrive while one is on its way to disk share the next commit."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from msgspec import Struct

from search.embedded.shelf import Shelf
from search.engine import Refusal
from search.schema import Document

MAX_DOCUMENTS = 2_000
"""Documents of one commit, give or take one call's."""


class _Write(Struct):
    put: Sequence[Document]
    remove: Sequence[str]
    done: Future[list[Refusal]]


class Commits:
    """The one thread that writes a shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._waiting: deque[_Write] = deque()
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"write-{shelf.index.name}")

    async def add(self, put: Sequence[Document], remove: Sequence[str]) -> list[Refusal]:
        """Return the refusals of this write once it is committed."""
        write = _Write(put, remove, Future())
        self._waiting.append(write)
        self._thread.submit(self._commit)
        written = asyncio.wrap_future(write.done)
        written.add_done_callback(lambda done: done.cancelled() or done.exception())  # seen, also where nobody waits
        return await asyncio.shield(written)

    async def close(self) -> None:
        """Return when everything that was added is committed."""
        await asyncio.to_thread(self._thread.shutdown)

    def _commit(self) -> None:
        batch = self._batch()
        if not batch:
            return
        try:
            # In order, and the last word on an id wins: what follows may put again what was removed before.
            refusals = self._shelf.write_all([(write.put, write.remove) for write in batch])
        except BaseException as error:
            for write in batch:
                write.done.set_exception(error)
            if not isinstance(error, Exception):
                raise
            return
        for write, refused in zip(batch, refusals, strict=True):
            write.done.set_result(refused)

    def _batch(self) -> list[_Write]:
        batch: list[_Write] = []
        documents = 0
        while self._waiting and (not batch or documents + len(self._waiting[0].put) <= MAX_DOCUMENTS):
            batch.append(self._waiting.popleft())
            documents += len(batch[-1].put)
        return batch
