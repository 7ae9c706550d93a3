"""Works imports off: each batch of lines in a transaction that notes how far it is, so that none is lost or doubled."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from contextlib import aclosing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.failpoints import failpoint
from service.importing.batch import Extract, store
from service.importing.limits import Limits
from service.importing.lines import Line, Lines
from service.ingest.bulk import batches
from service.ingest.items import Found
from service.store import imports
from service.store.database import Database
from service.store.imports import Import, State, Step
from service.store.leasing import LEASE_SECONDS, kept, new_lease
from service.store.unavailable import StoreUnavailable

_log = structlog.get_logger(__name__)

_POLL_SECONDS = 1.0
_HOUSEKEEPING_SECONDS = 3_600.0
_LEFT_BEHIND_SECONDS = 86_400.0


class _Lost(Exception):
    """The import was cancelled, or somebody else works on it: what is not committed yet is not ours to store."""


class ImportWorker:
    """Works off what waits: `run()` until cancelled, `wake()` when there is something new.

    Any number of processes may work side by side; each works on what has its stream in the folder of its own limits.
    `changed` is called after each commit that left something to be indexed.
    """

    def __init__(self, database: Database, limits: Limits, extract: Extract, *, changed: Callable[[], None]) -> None:
        self._database = database
        self._limits = limits
        self._extract = extract
        self._changed = changed
        self._awake = asyncio.Event()

    def wake(self) -> None:
        """Look for imports now, not at the next poll."""
        self._awake.set()

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_house())
            for _ in range(self._limits.at_once):
                group.create_task(self._lane())

    async def _lane(self) -> None:
        while True:
            self._awake.clear()
            try:
                while await self.work():
                    pass
            except Exception as error:  # noqa: BLE001 - whatever went wrong, imports still wait to be worked off
                expected = isinstance(error, StoreUnavailable)
                _log.warning("importer_waits", reason=f"{type(error).__name__}: {error}", exc_info=not expected)
            with suppress(TimeoutError):
                async with asyncio.timeout(_POLL_SECONDS):
                    await self._awake.wait()

    async def work(self) -> bool:
        """Work one import off; False when none waits. Raises `StoreUnavailable`; then it goes on there later."""
        async with self._database.read() as connection:  # claiming takes the write lock; most looks find nothing
            here = [key for key in await imports.unfinished(connection) if self._is_here(key)]
        if not here:
            return False
        lease = new_lease()
        async with self._database.write(in_turn=False) as connection:
            job = await imports.claim(connection, here, lease=lease, seconds=LEASE_SECONDS)
        if job is None:
            return False
        async with kept(self._database, lease):
            with suppress(_Lost):
                await self._work_off(job, lease)
        return True

    def _is_here(self, import_id: str) -> bool:
        """On SQLite there is no other machine that could have it; what is gone is then found to be gone."""
        return self._database.is_sqlite or self._limits.path(import_id).exists()

    async def _work_off(self, job: Import, lease: str) -> None:
        try:
            file = await asyncio.to_thread(self._limits.path(job.id).open, "rb")
        except OSError as error:
            await self._end(job.id, "failed", f"its stream can't be read any more: {error.strerror}")
            return
        refused = job.refused
        with file:
            limits = {"longest": self._limits.longest, "max_chars": self._limits.max_chars}
            lines = Lines(file, number=job.lines_done, end=job.bytes_done, **limits)
            async with aclosing(self._extract(lines)) as found:
                async for batch in batches(found):
                    refused += await self._store(lease, batch)
                    if refused > self._limits.refused:
                        await self._end(job.id, "failed", f"more than {self._limits.refused:,} lines were refused")
                        return
            blank = Step(bytes_done=lines.end, lines_done=lines.number)
        async with self._database.write() as connection:
            await self._note(connection, lease, blank)
        await self._end(job.id, "done")

    async def _store(self, lease: str, batch: list[Found[Line]]) -> int:
        """Store a batch, and note in the same transaction that it is done; returns how many lines were refused."""
        async with self._database.write() as connection:
            step = await store(connection, batch)
            await self._note(connection, lease, step)
        failpoint("import.stored")
        self._changed()
        return len(step.refused)

    async def _note(self, connection: AsyncConnection, lease: str, step: Step) -> None:
        if not await imports.advance(connection, lease, step):
            raise _Lost

    async def _end(self, import_id: str, state: State, reason: str | None = None) -> None:
        async with self._database.write() as connection:
            await imports.finish(connection, import_id, state, reason)
        self._limits.path(import_id).unlink(missing_ok=True)

    async def _keep_house(self) -> None:
        while True:
            try:
                await self.forget_old()
            except (StoreUnavailable, OSError) as error:
                _log.warning("imports_not_tidied", reason=str(error))
            await asyncio.sleep(_HOUSEKEEPING_SECONDS)

    async def forget_old(self) -> None:
        """Forget imports that ended long ago, and remove streams that a crash left behind without an import."""
        before = times.stored(datetime.now(UTC) - timedelta(days=self._limits.kept_days))
        async with self._database.write() as connection:
            await imports.forget(connection, before)
            kept = {self._limits.path(key) for key in await imports.unfinished(connection)}
        await asyncio.to_thread(_remove_left_behind, self._limits.folder, kept)


def _remove_left_behind(folder: Path, kept: set[Path]) -> None:
    oldest = time.time() - _LEFT_BEHIND_SECONDS
    for path in folder.glob("*") if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if path not in kept and path.stat().st_mtime < oldest:
                path.unlink()
