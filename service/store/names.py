"""Outlets in the store, and what speakers and outlets share: their names, and an end when nothing refers to them."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from service.models import Outlet
from service.store.tables import articles, corrections, known_names, outlets, quotes, speakers

_OUTLETS = (
    sa.select(outlets.c.id, outlets.c.name, sa.func.count(articles.c.id).label("articles"))
    .join_from(outlets, articles)
    .group_by(outlets.c.id)
)


async def outlet(connection: AsyncConnection, outlet_id: str) -> Outlet | None:
    """One outlet that has an article, or None."""
    row = (await connection.execute(_OUTLETS.where(outlets.c.id == outlet_id))).mappings().first()
    return None if row is None else Outlet(**row)


async def outlets_page(connection: AsyncConnection, *, after: str | None, limit: int) -> list[Outlet]:
    """Up to `limit` outlets in the order of their ids, from the one after `after` on."""
    query = _OUTLETS.order_by(outlets.c.id).limit(limit)
    if after is not None:
        query = query.where(outlets.c.id > after)
    return [Outlet(**row) for row in (await connection.execute(query)).mappings()]


async def labels(
    connection: AsyncConnection, *, speaker_ids: Collection[str] = (), outlet_ids: Collection[str] = ()
) -> tuple[dict[str, str], dict[str, str]]:
    """The names of these speakers and of these outlets, by id; unknown ids are left out."""
    named = []
    for table, ids in ((speakers, speaker_ids), (outlets, outlet_ids)):
        rows = await connection.execute(sa.select(table.c.id, table.c.name).where(table.c.id.in_(ids))) if ids else ()
        named.append({row[0]: row[1] for row in rows})
    return named[0], named[1]


async def prune(
    connection: AsyncConnection, *, speaker_ids: Collection[str | None], outlet_ids: Collection[str | None]
) -> None:
    """Forget those of these speakers who have no quote, and those of these outlets that have no article any more.

    A speaker of whom a person has decided something is kept: the decision holds for what is yet to come.
    """
    old = speakers.alias("old")
    referred_to = sa.or_(
        sa.exists().where(quotes.c.speaker_id == speakers.c.id),
        sa.exists().where(known_names.c.speaker_id == speakers.c.id, known_names.c.decided),
        sa.exists().where(corrections.c.speaker_id == speakers.c.id),
        sa.exists().where(old.c.merged_into == speakers.c.id),
        speakers.c.merged_into.is_not(None),
    )
    printed = sa.exists().where(articles.c.outlet_id == outlets.c.id)
    if speaker_ids:
        await connection.execute(sa.delete(speakers).where(speakers.c.id.in_(speaker_ids), ~referred_to))
    if outlet_ids:
        await connection.execute(sa.delete(outlets).where(outlets.c.id.in_(outlet_ids), ~printed))
