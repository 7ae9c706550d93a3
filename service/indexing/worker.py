"""The worker: drains the outbox into the search engine, in batches, for as long as it runs."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from search.engine import Query, SearchEngine, SearchUnavailable
from search.schema import IndexName
from service.indexing.draining import Drain
from service.store import articles, duplicates, outbox, quotes, rebuilds
from service.store.database import Database
from service.store.quotes import QuoteFilter
from service.store.unavailable import StoreUnavailable

_log = structlog.get_logger(__name__)

_COMPARED_AT_ONCE = 200
_FIRST_RETRY = 0.1
_HOUSEKEEPING_SECONDS = 30.0


class Worker:
    """Projects changed articles into the engine. `run()` until stopped or cancelled; `wake()` when something is new.

    While the engine or the store is down it tries again with growing pauses, at most `retry_max` seconds, and with
    jitter, so that many workers do not come back all at once. Rows stay in the outbox until the engine has them.
    """

    def __init__(
        self, database: Database, engine: SearchEngine, *, batch: int = 200, poll: float = 1.0, retry_max: float = 5.0
    ) -> None:
        self._database = database
        self._engine = engine
        self._batch = batch
        self._drain = Drain(database, engine, batch=batch)
        self._poll = poll
        self._retry_max = retry_max
        self._awake = asyncio.Event()
        self._draining = asyncio.Lock()
        self._stopping = asyncio.Event()
        self._prepared = self._compared = False
        self._trouble: str | None = None
        self._house_kept = 0.0

    def wake(self) -> None:
        """Look into the outbox now, not at the next poll."""
        self._awake.set()

    def stop(self) -> None:
        """Let `run` return as soon as the batches that are under way are done."""
        self._stopping.set()
        self._drain.stop()
        self._awake.set()

    @property
    def held_up(self) -> bool:
        """Whether it waits because the engine or the store did not answer when it last tried."""
        return self._trouble is not None

    @property
    def is_prepared(self) -> bool:
        """Whether the engine was ready when it was last asked."""
        return self._prepared

    async def run(self) -> None:
        """Work until stopped or cancelled."""
        pause = _FIRST_RETRY
        while not self._stopping.is_set():
            try:
                self._awake.clear()
                async with self._working():
                    await self._drain.run()
                if not self._compared:
                    self._compared = not await self._compare()
                    continue
                await self._keep_house()
                await self._engine.ping()  # an engine that has lost its indexes says so here, even when nothing is new
                pause, self._trouble = _FIRST_RETRY, None
                await _sleep(self._poll, unless=self._awake)
            except Exception as error:  # noqa: BLE001 - whatever went wrong, articles still wait to be indexed
                self._note(error)
                jitter = random.uniform(0.5, 1.0)  # noqa: S311 - not a secret
                await _sleep(pause * jitter, unless=self._stopping)
                pause = min(pause * 2, self._retry_max)

    async def prepare(self) -> None:
        """Make the engine ready; put everything back into the outbox when it is empty and should not be.

        That is so after its data were lost or set aside, and with a new engine, prefix or index version.
        """
        await self._engine.prepare()
        if await self._is_lost():
            async with self._database.write() as connection:
                if await articles.any_indexed(connection):  # else another process has noticed it first
                    _log.warning("index_lost", engine=self._engine.name)
                    await outbox.add_all(connection)
        self._prepared = True

    async def _is_lost(self) -> bool:
        async with self._database.read() as connection:
            indexed = await articles.any_indexed(connection)
            said = bool(await quotes.page(connection, QuoteFilter(), after=None, limit=1))
        expected: list[IndexName] = ["articles", "quotes"] if said else ["articles"]
        pages = [await self._engine.search(name, Query(limit=1)) for name in expected] if indexed else []
        return any(not page.hits for page in pages)

    async def drain(self) -> None:
        """Work until nothing waits of what waits now, but for what is leased elsewhere. Raises as `Drain.work`.

        Where `run` is at it, its batches are waited for; to cancel it before would have the engine write them twice.
        """
        async with self._working():
            await self._drain.empty()

    @asynccontextmanager
    async def _working(self) -> AsyncIterator[None]:
        async with self._draining:
            if not self._prepared:
                await self.prepare()
            yield

    async def _compare(self) -> bool:
        """Look for the near duplicates of some articles of an older store; returns whether there were any left."""
        async with self._database.read() as connection:
            left = await duplicates.not_compared(connection, min(self._batch, _COMPARED_AT_ONCE))
        if left:
            async with self._database.write() as connection:
                moved = await duplicates.settle(connection, left)
                await outbox.add(connection, dict.fromkeys(sorted(moved), ()))
        return bool(left)

    async def _keep_house(self) -> None:
        """Give up what a reindex that died has left: each change would be noted for it for ever."""
        if time.monotonic() < self._house_kept + _HOUSEKEEPING_SECONDS:
            return
        self._house_kept = time.monotonic()
        async with self._database.read() as connection:
            dead = await rebuilds.any_dead(connection)
        if dead:
            _log.warning("reindex_given_up")
            async with self._database.write() as connection:
                await rebuilds.forget_dead(connection)

    def _note(self, error: Exception) -> None:
        """Log a trouble once, not at every try; and look at the engine anew, since it may come back empty."""
        self._prepared = False
        if (said := f"{type(error).__name__}: {error}") != self._trouble:
            expected = isinstance(error, SearchUnavailable | StoreUnavailable)
            _log.warning("worker_waits", reason=said, exc_info=not expected)
        self._trouble = said


async def _sleep(seconds: float, *, unless: asyncio.Event) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await unless.wait()
