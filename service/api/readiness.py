"""How each part of the service is, each with a word."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from search.engine import SearchEngine, SearchUnavailable
from service.store import articles, leases, outbox, rebuilds
from service.store.database import Database
from service.store.leasing import new_lease
from service.store.unavailable import StoreUnavailable, Trouble

_BEHIND_SECONDS = 60.0


class Readiness(Struct, kw_only=True):
    """The state of each part.

    `store`: `full` and `read_only` can be read only. `search`: `filling` after its data were lost or are new, until it
    holds all again; searches answer 503 until then. `outbox`: `behind` when the oldest change has waited for more than
    a minute. `waiting` counts changes that search does not show yet, `oldest_seconds` is how long the oldest waits,
    `refused` counts documents set aside, `to_rebuild` changes that an index that is being built has yet to get.

    `degraded` (200): articles are taken, search is down or behind. `unavailable` (503): articles can't be taken.
    """

    status: Literal["ok", "degraded", "unavailable"]
    store: Literal["ok"] | Trouble
    search: Literal["ok", "filling", "unavailable"]
    engine: str
    outbox: Literal["ok", "behind"] | None
    reindex: Literal["none", "building"] | None
    waiting: int | None = None
    oldest_seconds: float | None = None
    refused: int | None = None
    to_rebuild: int | None = None


async def readiness(database: Database, engine: SearchEngine) -> Readiness:
    """Look at everything; quick, and true of this moment."""
    made = Readiness(status="ok", store="ok", search="ok", engine=engine.name, outbox=None, reindex=None)
    try:
        await engine.ping()
    except SearchUnavailable:
        made.search = "unavailable"
    try:
        await _look(database, made)
        if database.trouble:  # perhaps no more; and nobody else may ask, as long as this says that it is
            async with database.write(in_turn=False) as connection:
                lease = new_lease()
                await leases.take(connection, lease, 0)
                await leases.release(connection, lease)
    except StoreUnavailable as down:
        made.store = down.trouble
    if made.store != "ok":
        made.status = "unavailable"
    elif made.search != "ok" or made.outbox == "behind":
        made.status = "degraded"
    return made


async def _look(database: Database, made: Readiness) -> None:
    async with database.read() as connection:
        backlog = await outbox.backlog(connection)
        made.waiting, made.refused = backlog.waiting, backlog.refused
        made.oldest_seconds = round(backlog.oldest_seconds, 1)
        made.outbox = "behind" if made.oldest_seconds > _BEHIND_SECONDS else "ok"
        rebuild = await rebuilds.current(connection)
        made.reindex = "building" if rebuild else "none"
        made.to_rebuild = rebuild.waiting if rebuild else None
        if made.search == "ok" and await articles.any_missed(connection):
            made.search = "filling"
