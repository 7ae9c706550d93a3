"""Speakers and outlets in the store: the two kinds of names that quotes and articles refer to."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from service.models import Outlet, Speaker, SpeakerType
from service.store.tables import articles, outlets, quotes, speakers

_SPEAKERS = (
    sa.select(
        speakers.c.id,
        speakers.c.name,
        speakers.c.type,
        sa.func.count(quotes.c.id).label("quotes"),
        sa.func.count(quotes.c.article_id.distinct()).label("articles"),
    )
    .join_from(speakers, quotes)
    .group_by(speakers.c.id)
)
_OUTLETS = (
    sa.select(outlets.c.id, outlets.c.name, sa.func.count(articles.c.id).label("articles"))
    .join_from(outlets, articles)
    .group_by(outlets.c.id)
)


async def speaker(connection: AsyncConnection, speaker_id: str) -> Speaker | None:
    """One speaker who is quoted somewhere, or None."""
    row = (await connection.execute(_SPEAKERS.where(speakers.c.id == speaker_id))).mappings().first()
    return None if row is None else Speaker(**row)


async def speakers_page(connection: AsyncConnection, *, after: str | None, limit: int) -> list[Speaker]:
    """Up to `limit` speakers in the order of their ids, from the one after `after` on."""
    query = _SPEAKERS.order_by(speakers.c.id).limit(limit)
    if after is not None:
        query = query.where(speakers.c.id > after)
    return [Speaker(**row) for row in (await connection.execute(query)).mappings()]


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


async def speaker_types(connection: AsyncConnection, ids: Collection[str]) -> dict[str, SpeakerType]:
    """What each of these speakers is."""
    rows = await connection.execute(sa.select(speakers.c.id, speakers.c.type).where(speakers.c.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


async def prune(
    connection: AsyncConnection, *, speaker_ids: Collection[str | None], outlet_ids: Collection[str | None]
) -> None:
    """Forget those of these speakers who have no quote, and those of these outlets that have no article any more."""
    quoted = sa.exists().where(quotes.c.speaker_id == speakers.c.id)
    printed = sa.exists().where(articles.c.outlet_id == outlets.c.id)
    await connection.execute(sa.delete(speakers).where(speakers.c.id.in_(speaker_ids), ~quoted))
    await connection.execute(sa.delete(outlets).where(outlets.c.id.in_(outlet_ids), ~printed))
