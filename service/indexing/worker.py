"""The worker: drains the outbox into the search engine, in batches, for as long as it runs."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from typing import Any, TypeVar

import structlog

from search.engine import Query, SearchEngine, SearchUnavailable
from search.schema import IndexName
from service.indexing.batch import project
from service.store import articles, duplicates, outbox, quotes
from service.store.database import Database
from service.store.outbox import Claim
from service.store.quotes import QuoteFilter
from service.store.unavailable import StoreUnavailable

T = TypeVar("T")

_log = structlog.get_logger(__name__)

LEASE_SECONDS = 15.0
"""How long a claimed batch is left alone. It is renewed while the engine works on it, so that only the dead lose it."""

LANES = 2
"""How many batches are under way at once."""

_COMPARED_AT_ONCE = 200
_FIRST_RETRY = 0.1


class Worker:
    """Projects changed articles into the engine. `run()` until cancelled; `wake()` when there is something new.

    While the engine or the store is down it tries again with growing pauses, at most `retry_max` seconds, and with
    jitter, so that many workers do not come back all at once. Rows stay in the outbox until the engine has them.
    """

    def __init__(
        self, database: Database, engine: SearchEngine, *, batch: int = 200, poll: float = 1.0, retry_max: float = 5.0
    ) -> None:
        self._database = database
        self._engine = engine
        self._batch = batch
        self._poll = poll
        self._retry_max = retry_max
        self._awake = asyncio.Event()
        self._draining = asyncio.Lock()
        self._prepared = self._compared = False
        self._trouble: str | None = None

    def wake(self) -> None:
        """Look into the outbox now, not at the next poll."""
        self._awake.set()

    @property
    def held_up(self) -> bool:
        """Whether it waits because the engine or the store did not answer when it last tried."""
        return self._trouble is not None

    async def run(self) -> None:
        """Work until cancelled."""
        pause = _FIRST_RETRY
        while True:
            try:
                self._awake.clear()
                await self.drain()
                if not self._compared:
                    self._compared = not await self._compare()
                    continue
                await self._engine.ping()  # an engine that has lost its indexes says so here, even when nothing is new
                pause, self._trouble = _FIRST_RETRY, None
                await self._sleep(self._poll)
            except Exception as error:  # noqa: BLE001 - whatever went wrong, articles still wait to be indexed
                self._note(error)
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, not a secret
                pause = min(pause * 2, self._retry_max)

    async def prepare(self) -> None:
        """Make the engine ready; put everything back into the outbox when it is empty and should not be.

        That is so after its data were lost or set aside, and with a new engine, prefix or index version.
        """
        await self._engine.prepare()
        async with self._database.read() as connection:
            indexed = await articles.any_indexed(connection)
            said = bool(await quotes.page(connection, QuoteFilter(), after=None, limit=1))
        expected: list[IndexName] = ["articles", "quotes"] if said else ["articles"]
        pages = [await self._engine.search(name, Query(limit=1)) for name in expected] if indexed else []
        if any(not page.hits for page in pages):
            _log.warning("index_lost", engine=self._engine.name)
            async with self._database.write() as connection:
                await outbox.add_all(connection)
        self._prepared = True

    async def drain(self) -> None:
        """Work until the outbox has nothing that is not leased elsewhere. Raises what `work` raises.

        Several batches are under way at once, so that the engine always has the next one when it is done with one.
        Where `run` is at it, its batches are waited for; to cancel it before would have the engine write them twice.
        """
        async with self._draining:
            if not self._prepared:
                await self.prepare()
            async with self._database.read() as connection:  # claiming takes the write lock; most looks find nothing
                if not await outbox.waiting(connection):
                    return
            await _together(*(self._lane() for _ in range(LANES)))

    async def _compare(self) -> bool:
        """Look for the near duplicates of some articles of an older store; returns whether there were any left."""
        async with self._database.read() as connection:
            left = await duplicates.not_compared(connection, min(self._batch, _COMPARED_AT_ONCE))
        if left:
            async with self._database.write() as connection:
                moved = await duplicates.settle(connection, left)
                await outbox.add(connection, dict.fromkeys(sorted(moved), ()))
        return bool(left)

    async def _lane(self) -> None:
        while await self.work():
            pass

    async def work(self) -> int:
        """Take one batch through; returns how many articles it held. Raises `SearchUnavailable`, `StoreUnavailable`.

        The rows are given back when anything fails, and the batch is repeated later: engine writes are idempotent.
        """
        lease = uuid.uuid4().hex
        async with self._database.write() as connection:
            claims = await outbox.claim(connection, lease=lease, seconds=LEASE_SECONDS, limit=self._batch)
        if not claims:
            return 0
        renewal = asyncio.create_task(self._renew(lease))
        try:
            await self._take_through(lease, claims)
        except BaseException:
            with suppress(StoreUnavailable):  # else the lease runs out by itself
                async with self._database.write() as connection:
                    await outbox.release(connection, lease)
            raise
        finally:
            renewal.cancel()
            with suppress(asyncio.CancelledError):
                await renewal
        return len(claims)

    async def _renew(self, lease: str) -> None:
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            with suppress(StoreUnavailable):
                async with self._database.write() as connection:
                    await outbox.renew(connection, lease, LEASE_SECONDS)

    async def _take_through(self, lease: str, claims: Sequence[Claim]) -> None:
        async with self._database.read() as connection:
            batch = await project(connection, claims)
        refused_quotes, refused_articles = await _together(
            self._engine.write("quotes", put=batch.quotes, remove=batch.gone_quotes),
            self._engine.write("articles", put=batch.articles, remove=batch.gone_articles),
        )
        refused = batch.refused(refused_articles, refused_quotes)
        for refusal in refused:
            _log.error("document_refused", index=refusal.index, id=refusal.document_id, reason=refusal.reason)
        async with self._database.write() as connection:
            await outbox.settle(connection, lease, claims, batch.revisions, refused)

    def _note(self, error: Exception) -> None:
        """Log a trouble once, not at every try; and look at the engine anew, since it may come back empty."""
        self._prepared = False
        if (said := f"{type(error).__name__}: {error}") != self._trouble:
            expected = isinstance(error, SearchUnavailable | StoreUnavailable)
            _log.warning("worker_waits", reason=said, exc_info=not expected)
        self._trouble = said

    async def _sleep(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._awake.wait()
        except TimeoutError:
            return


async def _together(*calls: Coroutine[Any, Any, T]) -> list[T]:
    """Await all; when one fails, the others are cancelled first, and its error is raised as it is."""
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(call) for call in calls]
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
    return [task.result() for task in tasks]
