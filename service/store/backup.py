"""Copies of the SQLite store, made while it is in use, and put back; what can't be trusted is neither made nor used."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from msgspec import Struct

from service.errors import Conflict, Invalid, NotFound, OnRecordError
from service.store import outbox, rebuilds, tables
from service.store.database import Database
from service.store.migrate import migrate

_BUSY_SECONDS = 30.0


class Kept(Struct, frozen=True):
    """What a copy holds."""

    articles: int
    quotes: int
    bytes: int


def back_up(store: Path, to: Path) -> Kept:
    """Copy the store as it is at one moment into a new file, while others read and write it.

    The copy is read back, and given its name only when it is whole. Raises `NotFound`, `Conflict` when there is a file
    already, and `OnRecordError`.
    """
    if not store.is_file():
        raise NotFound(f"there is no store at {store}")
    if to.exists():
        raise Conflict(f"{to} is there already; a backup overwrites nothing")
    part = to.with_name(to.name + ".part")
    part.unlink(missing_ok=True)
    try:
        with closing(sqlite3.connect(store, timeout=_BUSY_SECONDS)) as source, closing(sqlite3.connect(part)) as copy:
            source.execute("BEGIN")
            there = _counts(source)
            source.backup(copy)  # in one step, within this transaction: of this very moment
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
        if check(part) != there:
            raise OnRecordError("the copy does not hold what the store does")
        _sync(part)
        part.replace(to)
        _sync(to.parent)
    except sqlite3.Error as error:
        raise OnRecordError(f"the store can't be copied: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return Kept(*there, to.stat().st_size)


def check(path: Path) -> tuple[int, int]:
    """The numbers of articles and quotes in a copy. Raises `Invalid` for what is damaged, or no store at all."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as copy:
            said = [str(row[0]) for row in copy.execute("PRAGMA integrity_check(3)")]
            if said != ["ok"]:
                raise Invalid(f"{path} is damaged: {'; '.join(said)}")
            if copy.execute("PRAGMA foreign_key_check").fetchone():
                raise Invalid(f"{path} is damaged: rows refer to others that are not there")
            return _counts(copy)
    except sqlite3.Error as error:
        raise Invalid(f"{path} is no backup of a store: {error}") from error


def restore(backup: Path, store: Path, *, replace: bool) -> Kept:
    """Put a backup in the place of the store; every article waits to be indexed again then.

    Raises `Invalid` for what is no whole backup, and `Conflict` while a process has the store open, or when there is
    one with articles that is not to be replaced. Then the store is as it was. Not to be called in an event loop.
    """
    there = check(backup)
    part = store.with_name(store.name + ".restoring")
    part.parent.mkdir(parents=True, exist_ok=True)
    _remove(part)
    try:
        with closing(sqlite3.connect(backup)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
        asyncio.run(_ready(part))
        with _alone(part):
            pass  # what is beside it is in it now
        with _alone(store) as old:
            if old and _counts(old)[0] and not replace:
                raise Conflict(f"the store at {store} holds articles; say --replace to give them up")
        _sync(part)
        part.replace(store)
        _sync(store.parent)
    except sqlite3.Error as error:
        raise OnRecordError(f"the backup can't be restored: {error}") from error
    finally:
        _remove(part)
    return Kept(*there, store.stat().st_size)


async def _ready(path: Path) -> None:
    """Bring a copy to our schema; nobody is at anything in it, and search knows nothing of it."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    try:
        await migrate(database)
        async with database.write() as connection:
            await connection.execute(tables.leases.delete())
            await rebuilds.forget_dead(connection)
            await connection.execute(tables.outbox.delete())
            await outbox.add_all(connection)
    finally:
        await database.close()


@contextmanager
def _alone(store: Path) -> Iterator[sqlite3.Connection | None]:
    """The store without anybody else, and without a log beside it; None when there is none. Raises `Conflict`."""
    if not store.exists():
        yield None
        return
    with closing(sqlite3.connect(store, timeout=1.0)) as connection:
        try:
            connection.execute("PRAGMA journal_mode=DELETE")  # which only the last one can do
        except sqlite3.OperationalError as busy:
            raise Conflict(f"a process has the store at {store} open; stop it first ({busy})") from busy
        yield connection


def _counts(connection: sqlite3.Connection) -> tuple[int, int]:
    (articles,), (quotes,) = (connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in _COUNTED)  # noqa: S608
    return articles, quotes


_COUNTED = (tables.articles.name, tables.quotes.name)


def _remove(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
