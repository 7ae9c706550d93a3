"""Imports in the store: what was handed in, how far it is, who is at it, and what of it was refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Literal

import sqlalchemy as sa
from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.models import Moment
from service.store import leases
from service.store.articles import moment
from service.store.tables import import_errors, imports

State = Literal["queued", "running", "done", "cancelled", "failed"]

UNFINISHED: tuple[State, ...] = ("queued", "running")


class Import(Struct, kw_only=True):
    """A stream of articles that is worked off in the background.

    `bytes_total` and `bytes_done` are of the stream as it is unpacked, `lines_done` counts blank lines too. `rate` is
    in articles per second since the start. `reason` says why an import failed, or what became of it when cancelled.
    """

    id: str
    state: State
    bytes_total: int
    bytes_done: int
    lines_done: int
    created: int
    changed: int
    same: int
    refused: int
    rate: float | None
    submitted_at: Moment
    started_at: Moment | None
    finished_at: Moment | None
    reason: str | None


class RefusedItem(Struct, kw_only=True):
    """A line of an import that was not stored: where in it (a JSON pointer, empty for the line as a whole), and why."""

    line: int
    pointer: str
    reason: str
    external_id: str | None = None
    url: str | None = None


class Step(Struct, kw_only=True):
    """What a batch of lines adds to an import."""

    bytes_done: int
    lines_done: int
    created: int = 0
    changed: int = 0
    same: int = 0
    refused: Sequence[RefusedItem] = ()


async def add(connection: AsyncConnection, import_id: str, size: int) -> Import:
    """Note a stream of `size` bytes that is ready to be worked off."""
    row = {"id": import_id, "state": "queued", "bytes_total": size, "submitted_at": times.now()}
    added = await connection.execute(imports.insert().values(row).returning(*imports.c))
    return _import(added.mappings().one())


async def get(connection: AsyncConnection, import_id: str) -> Import | None:
    """One import, or None."""
    row = (await connection.execute(imports.select().where(imports.c.id == import_id))).mappings().first()
    return None if row is None else _import(row)


async def page(connection: AsyncConnection, *, before: str | None, limit: int) -> list[Import]:
    """Up to `limit` imports, the latest first, from the one after `before` (an import's id) on."""
    query = imports.select().order_by(imports.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(imports.c.id < before)
    return [_import(row) for row in (await connection.execute(query)).mappings()]


async def errors_page(
    connection: AsyncConnection, import_id: str, *, after: int | None, limit: int
) -> list[RefusedItem]:
    """Up to `limit` refused lines in their order, from the one after line `after` on."""
    query = import_errors.select().where(import_errors.c.import_id == import_id, import_errors.c.line > (after or 0))
    rows = (await connection.execute(query.order_by(import_errors.c.line).limit(limit))).mappings()
    return [RefusedItem(**{name: row[name] for name in RefusedItem.__struct_fields__}) for row in rows]


async def unfinished(connection: AsyncConnection) -> list[str]:
    """The ids of those that wait or are worked on, the longest waiting first."""
    query = sa.select(imports.c.id).where(imports.c.state.in_(UNFINISHED)).order_by(imports.c.id)
    return list(await connection.scalars(query))


async def claim(connection: AsyncConnection, ids: Collection[str], *, lease: str, seconds: float) -> Import | None:
    """Lease the longest waiting of these that nobody is at, for `seconds`; None when there is none."""
    free = leases.is_free(connection, imports.c.lease)
    query = imports.select().where(imports.c.id.in_(ids), imports.c.state.in_(UNFINISHED), free)
    first = query.order_by(imports.c.id).limit(1).with_for_update(skip_locked=True)
    row = (await connection.execute(first)).mappings().first()
    # A second look, now that the row is ours: who took it a moment ago may have been too late for the first.
    if row is None or not await connection.scalar(sa.select(free).where(imports.c.id == row["id"])):
        return None
    await leases.take(connection, lease, seconds)
    mine = {"state": "running", "lease": lease}
    started = {"started_at": row["started_at"] or times.now()}
    await connection.execute(imports.update().where(imports.c.id == row["id"]).values(mine | started))
    return _import({**row, **mine, **started})


async def advance(connection: AsyncConnection, lease: str, step: Step) -> bool:
    """Note what was done, in the transaction that does it; False when the import is not ours any more.

    That is so when it was cancelled, or when the lease ran out and somebody else went on: then all has to be undone.
    """
    mine = imports.select().where(imports.c.lease == lease, imports.c.state == "running")
    row = (await connection.execute(mine.with_for_update())).mappings().first()
    if row is None:
        return False
    counts = {name: row[name] + getattr(step, name) for name in ("created", "changed", "same")}
    counts |= {"refused": row["refused"] + len(step.refused)}
    progress = {"bytes_done": step.bytes_done, "lines_done": step.lines_done} | counts
    await connection.execute(imports.update().where(imports.c.id == row["id"]).values(progress))
    if step.refused:
        rows = [{"import_id": row["id"], **structs.asdict(item)} for item in step.refused]
        await connection.execute(import_errors.insert(), rows)
    return True


async def finish(connection: AsyncConnection, import_id: str, state: State, reason: str | None = None) -> bool:
    """Bring an import to its end; False when it has come to one already."""
    ended = {"state": state, "reason": reason, "finished_at": times.now(), "lease": None}
    unfinished_one = imports.update().where(imports.c.id == import_id, imports.c.state.in_(UNFINISHED))
    return bool((await connection.execute(unfinished_one.values(ended))).rowcount)


async def forget(connection: AsyncConnection, before: str) -> None:
    """Forget imports that ended before this time (as `times.now` prints it), with what they refused."""
    await connection.execute(imports.delete().where(imports.c.finished_at < before))


def _import(row: Any) -> Import:
    taken = {name: row[name] for name in Import.__struct_fields__ if name in imports.c}
    moments = {name: moment(row[name]) for name in ("submitted_at", "started_at", "finished_at")}
    return Import(**taken | moments, rate=_rate(row, moments["started_at"], moments["finished_at"]))


def _rate(row: Any, started: datetime | None, finished: datetime | None) -> float | None:
    if started is None:
        return None
    seconds = ((finished or datetime.now(UTC)) - started).total_seconds()
    done: int = row["created"] + row["changed"] + row["same"] + row["refused"]
    return round(done / max(seconds, 1e-3), 1)
