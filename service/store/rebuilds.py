"""Indexes that are built beside the live one, as the store knows of them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.store import leases, outbox
from service.store.tables import articles, rebuilds, refusals
from service.store.tables import outbox as rows


class Rebuild(Struct, frozen=True):
    """An index that is being built: since when, of how many articles, and how many changes have yet to reach it."""

    target: str
    started_at: datetime
    articles: int
    waiting: int


async def begin(connection: AsyncConnection, lease: str, seconds: float) -> Rebuild | None:
    """Note that an index is built from now on, and all articles for it; None while another is being built.

    What a dead one left is removed. The lease is taken, and has to be kept.
    """
    await forget_dead(connection)
    if await current(connection) is not None:
        return None
    await leases.take(connection, lease, seconds)
    target = f"built-{lease}"
    count = await connection.scalar(sa.select(sa.func.count()).select_from(articles))
    row = {"target": target, "lease": lease, "started_at": times.now(), "articles": count}
    await connection.execute(rebuilds.insert().values(row))
    await outbox.add_all(connection, to=target)
    return await current(connection)


async def current(connection: AsyncConnection) -> Rebuild | None:
    """The index that somebody is building now."""
    alive = rebuilds.select().where(~leases.is_free(connection, rebuilds.c.lease))
    row = (await connection.execute(alive)).mappings().first()
    if row is None:
        return None
    waiting = await outbox.waiting(connection, target=row["target"])
    return Rebuild(row["target"], datetime.fromisoformat(row["started_at"]), row["articles"], waiting)


async def end(connection: AsyncConnection, target: str) -> None:
    """Forget an index: it is the live one now, or given up."""
    await connection.execute(rows.delete().where(rows.c.target == target))
    await connection.execute(rebuilds.delete().where(rebuilds.c.target == target))


async def went_live(connection: AsyncConnection, target: str) -> None:
    """Note that this index is searched now, and that it holds every article as it is, but for what it refused.

    What waits for the old one need not be written again, where nobody is just writing something of that article.
    """
    await end(connection, target)
    at_work = sa.select(rows.c.article_id).where(rows.c.lease.is_not(None))
    await connection.execute(rows.delete().where(rows.c.target == outbox.LIVE, rows.c.article_id.not_in(at_work)))
    refused = articles.c.id.in_(sa.select(refusals.c.article_id))
    held = sa.case((refused, 0), else_=articles.c.revision)
    await connection.execute(articles.update().where(articles.c.indexed_revision != held).values(indexed_revision=held))


async def forget_dead(connection: AsyncConnection) -> None:
    """Forget indexes whose builders are dead, so that no change is noted for them any more."""
    dead = sa.select(rebuilds.c.target).where(leases.is_free(connection, rebuilds.c.lease))
    for target in list(await connection.scalars(dead)):
        await end(connection, target)


async def any_dead(connection: AsyncConnection) -> bool:
    """Whether there is one whose builder is dead."""
    dead = sa.select(sa.exists().where(leases.is_free(connection, rebuilds.c.lease)).select_from(rebuilds))
    return bool(await connection.scalar(dead))
