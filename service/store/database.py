"""Connections to the database: one writer on SQLite, a pool of readers, and transactions as context managers."""

from __future__ import annotations

import asyncio
import errno
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeAlias

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from service.errors import BadSettings
from service.failpoints import failpoint
from service.store.unavailable import StoreUnavailable, Trouble

Connection: TypeAlias = AsyncConnection
"""What `read()` and `write()` give: handed on to the functions of the store, and nothing else."""

PRAGMAS = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
"""`synchronous=FULL` (2): in WAL mode, NORMAL may lose acknowledged commits when the power fails
(https://www.sqlite.org/pragma.html#pragma_synchronous)."""


_JSON: dict[str, Any] = {
    "json_serializer": lambda value: msgspec.json.encode(value).decode(),
    "json_deserializer": msgspec.json.decode,
}
_WRITERS = 0x77726974  # "writ": the PostgreSQL advisory lock that writers take turns by


class Database:
    """The store's database behind an SQLAlchemy URL (`sqlite+aiosqlite:///…` or `postgresql+asyncpg://…`).

    `read()` and `write()` each give a connection inside a transaction. On SQLite all writes go through one connection
    that takes the write lock at once (`BEGIN IMMEDIATE`), so that a transaction never fails half way for the lock.
    Raises `BadSettings` for a URL that SQLAlchemy has no driver for.
    """

    def __init__(self, url: str) -> None:
        try:
            self.url = make_url(url)
            engine = self._open(pool_size=4)
        except ArgumentError as wrong:
            raise BadSettings(f"ONRECORD_DATABASE_URL: {wrong}") from wrong
        self._writer = self._open(pool_size=1, begin="BEGIN IMMEDIATE") if self.is_sqlite else engine
        self.trouble: Trouble | None = None
        """Why the last write failed, if it did for want of the database."""
        # SQLite's readers see one moment by themselves.
        one_moment = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        self._readers = engine if self.is_sqlite else engine.execution_options(**one_moment)

    @property
    def is_sqlite(self) -> bool:
        """Whether this is the SQLite default."""
        return self.url.get_backend_name() == "sqlite"

    def _open(self, *, pool_size: int, begin: str = "BEGIN") -> AsyncEngine:
        if not self.is_sqlite:
            return create_async_engine(self.url, pool_size=10, pool_pre_ping=True, hide_parameters=True, **_JSON)
        if self.url.database:
            Path(self.url.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(
            self.url,
            poolclass=sa.AsyncAdaptedQueuePool,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=60,
            hide_parameters=True,  # they are articles, and errors go to the log
            **_JSON,
        )
        sa.event.listen(engine.sync_engine, "connect", _configure)
        sa.event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(begin))
        sa.event.listen(engine.sync_engine, "invalidate", _roll_back)
        return engine

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction that sees one moment of the store. Raises `StoreUnavailable`."""
        with _said_plainly():
            async with self._readers.begin() as connection:
                yield connection

    @asynccontextmanager
    async def write(self, *, in_turn: bool = True) -> AsyncIterator[AsyncConnection]:
        """A connection in a transaction that is committed at the end, or rolled back by any exception.

        Whoever changes articles, quotes or speakers does so in turn, on PostgreSQL too: who an article or a name is,
        and what it is nearly the same as, depends on all that is stored. What is only noted about work (leases, claims)
        need not wait for that: `in_turn=False`.
        """
        with self._troubles(), _said_plainly():
            async with self._writer.begin() as connection:
                if in_turn and not self.is_sqlite:
                    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITERS)))
                yield connection
                failpoint("store.commit")
            failpoint("store.committed")

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        try:
            yield
        except StoreUnavailable as down:
            self.trouble = down.trouble
            raise
        self.trouble = None

    async def close(self) -> None:
        """Close all connections."""
        await self._readers.dispose()
        await self._writer.dispose()


@contextmanager
def _said_plainly() -> Iterator[None]:
    """Turn the driver's errors (locked, full, read-only, corrupt, gone) into `StoreUnavailable`.

    A broken constraint is none of these: it is for the caller, or a mistake of ours.
    """
    try:
        yield
    except sa.exc.IntegrityError:
        raise
    except (sa.exc.DBAPIError, sa.exc.TimeoutError, OSError) as error:
        raise StoreUnavailable(str(getattr(error, "orig", None) or error), _trouble(error)) from error


_BY_CODE: dict[str | int | None, Trouble] = {
    "SQLITE_FULL": "full",
    "53100": "full",  # https://www.postgresql.org/docs/current/errcodes-appendix.html
    errno.ENOSPC: "full",
    errno.EDQUOT: "full",
    "25006": "read_only",
    errno.EROFS: "read_only",
}


def _trouble(error: Exception) -> Trouble:
    """What is wrong, by the code of the driver's error or of the system's."""
    cause = getattr(error, "orig", None) or error
    codes = [getattr(cause, name, None) for name in ("sqlite_errorname", "sqlstate", "errno")]
    found = [_BY_CODE[code] for code in codes if code in _BY_CODE]
    is_read_only = any(isinstance(code, str) and code.startswith("SQLITE_READONLY") for code in codes)
    return found[0] if found else "read_only" if is_read_only else "unavailable"


def _configure(connection: Any, _record: object) -> None:
    """Set the PRAGMAs of a new SQLite connection, and read them back: SQLite ignores what it can't do in silence."""
    connection.isolation_level = None  # the driver must not begin transactions by itself; SQLAlchemy's event does
    cursor = connection.cursor()
    for name, wanted in PRAGMAS.items():
        cursor.execute(f"PRAGMA {name}={wanted}")
        cursor.execute(f"PRAGMA {name}")
        found = cursor.fetchone()[0]
        if found != wanted:
            raise StoreUnavailable(f"SQLite keeps {name}={found}, and {wanted} is needed")
    cursor.close()


def _roll_back(connection: Any, _record: object, _error: object) -> None:
    """Let go of the write lock before a connection is closed in the middle of a statement: its task was cancelled.

    To close it is not enough. SQLite closes it in truth only when its last statement is gone, and that lives as long as
    the traceback of the cancellation, in whose handling others may wait for the lock.
    """
    with suppress(ValueError, sqlite3.Error):  # it is closed already, or broken
        connection.run_async(lambda driver: asyncio.shield(driver.rollback()))
