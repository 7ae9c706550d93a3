"""Building the index anew beside the one that is searched, and having it searched at once when it is whole."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable

import structlog

from search.engine import SearchEngine, SearchUnavailable
from service.errors import Conflict, OnRecordError, SearchDown
from service.failpoints import failpoint
from service.indexing.draining import Drain
from service.indexing.reconcile import Reconciling
from service.store import outbox, rebuilds
from service.store.database import Database
from service.store.leasing import LEASE_SECONDS, kept, new_lease
from service.store.rebuilds import Rebuild

_log = structlog.get_logger(__name__)

_LAST_ROWS = 100
"""So many changes may be written while writers wait for the swap."""

_ROUNDS = 5
_PATIENCE_SECONDS = 600.0
_FIRST_RETRY, _LONGEST_RETRY = 0.2, 5.0


class Reindex:
    """Builds new indexes while the old ones are searched and written; each change made meanwhile reaches both.

    `told` is called with the number of changes that have yet to reach the new one, now and then.
    """

    def __init__(
        self, database: Database, engine: SearchEngine, *, batch: int, told: Callable[[Rebuild], None] = lambda _: None
    ) -> None:
        self._database = database
        self._engine = engine
        self._batch = batch
        self._told = told

    async def run(self) -> int:
        """Build, verify and swap; returns how many articles there were at the start.

        Raises `Conflict` while another is under way, `SearchDown` when the engine does not answer for long, and
        `OnRecordError` when what was built is not what is stored. Then everything is searched as before.
        """
        lease = new_lease()
        async with self._database.write() as connection:
            begun = await rebuilds.begin(connection, lease, LEASE_SECONDS)
        if begun is None:
            raise Conflict("another reindex is under way")
        built = self._engine.beside()
        try:
            async with kept(self._database, lease):
                failpoint("reindex.begun")
                await self._build(built, begun.target)
        except BaseException:
            await built.close()
            async with self._database.write() as connection:
                await rebuilds.end(connection, begun.target)
            raise
        return begun.articles

    async def _build(self, built: SearchEngine, target: str) -> None:
        drain = Drain(self._database, built, batch=self._batch, target=target)
        telling = asyncio.create_task(self._tell())
        try:
            await self._patiently(built.prepare)
            await self._patiently(drain.empty)
            await self._verified(built, drain, target)
            failpoint("reindex.built")
            while not await self._swapped(built, drain, target):
                await self._patiently(drain.empty)
        finally:
            telling.cancel()

    async def _verified(self, built: SearchEngine, drain: Drain, target: str) -> None:
        """Return when the new index holds what it has to, by its own word."""
        reconciling = Reconciling(self._database, built, target=target)
        for _ in range(_ROUNDS):
            drift = await reconciling.run()
            await self._patiently(drain.empty)
            if not drift.total:
                return
            _log.warning("rebuilt_index_differs", missing=drift.missing, stale=drift.stale, orphaned=drift.orphaned)
        raise OnRecordError(f"the new index does not hold what is stored, after {_ROUNDS} rounds of repair")

    async def _swapped(self, built: SearchEngine, drain: Drain, target: str) -> bool:
        """Write what came last, and swap, while no writer changes anything; False when there is too much left."""
        async with self._database.write() as connection:
            if await rebuilds.current(connection) is None:
                raise OnRecordError("this reindex was taken for dead, and given up")
            if await outbox.waiting(connection, target=target) > _LAST_ROWS:
                return False
            lease = new_lease()
            claims = await outbox.claim(connection, lease=lease, seconds=LEASE_SECONDS, limit=_LAST_ROWS, target=target)
            if claims:
                indexed, refused = await drain.index(claims)
                await outbox.settle(connection, lease, claims, indexed, refused, target=target)
            await self._engine.swap(built)
            failpoint("reindex.swapped")
            await rebuilds.went_live(connection, target)
        return True

    async def _patiently(self, call: Callable[[], Awaitable[None]]) -> None:
        """Call until the engine answers, for a while: hours of work are not given up for an outage of a minute."""
        pause, until = _FIRST_RETRY, time.monotonic() + _PATIENCE_SECONDS
        while True:
            try:
                await call()
            except SearchUnavailable as down:
                if time.monotonic() > until:
                    raise SearchDown(f"search does not answer: {down}") from down
                await asyncio.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - jitter, not a secret
                pause = min(pause * 2, _LONGEST_RETRY)
            else:
                return

    async def _tell(self) -> None:
        while True:
            await asyncio.sleep(1.0)
            async with self._database.read() as connection:
                now = await rebuilds.current(connection)
            if now:
                self._told(now)
