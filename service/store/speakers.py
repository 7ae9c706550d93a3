"""Speakers in the store: reading them, by their id of now or of before, and in pages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.identity import folded_form
from service.models import Seen, Speaker, SpeakerType
from service.store.attribution import CORRECTED
from service.store.tables import articles, known_names, quotes, speakers

_SELECT = sa.select(
    speakers.c.id,
    speakers.c.name,
    speakers.c.type,
    speakers.c.article_id,
    sa.func.count(quotes.c.id).label("quotes"),
    sa.func.count(quotes.c.article_id.distinct()).label("articles"),
).group_by(speakers.c.id, speakers.c.name, speakers.c.type, speakers.c.article_id)
_QUOTED = _SELECT.join_from(speakers, quotes, quotes.c.speaker_id == speakers.c.id)
_KNOWN = _SELECT.join_from(speakers, quotes, quotes.c.speaker_id == speakers.c.id, isouter=True)


class SpeakerFilter(Struct, frozen=True):
    """Which speakers: `q` is in one of their names, whatever its spelling; any of `types`.

    Sources without a name of their own are many, and each belongs to one article: only `types` that name `unnamed`
    bring them.
    """

    q: str = ""
    types: tuple[SpeakerType, ...] = ()


async def get(connection: AsyncConnection, speaker_id: str) -> Speaker | None:
    """One speaker with aliases and roles, or None. Who was merged into another is that one."""
    now = await current(connection, [speaker_id])
    if speaker_id not in now:
        return None
    row = (await connection.execute(_KNOWN.where(speakers.c.id == now[speaker_id]))).mappings().one()
    automatic = quotes.c.method != CORRECTED
    aliases = await _seen(connection, row["id"], quotes.c.source, automatic)
    return Speaker(**row, aliases=aliases, roles=await _seen(connection, row["id"], quotes.c.role, automatic))


async def current(connection: AsyncConnection, ids: Collection[str]) -> dict[str, str]:
    """The id that each of these has now; it is another one after a merge. Unknown ids are left out."""
    now = sa.func.coalesce(speakers.c.merged_into, speakers.c.id)
    rows = await connection.execute(sa.select(speakers.c.id, now).where(speakers.c.id.in_(ids)))
    return {row[0]: row[1] for row in rows}


async def namesakes(connection: AsyncConnection) -> dict[str, frozenset[str]]:
    """The names that several speakers bear who are known across articles, with the ids of these."""
    known = sa.and_(speakers.c.article_id.is_(None), speakers.c.merged_into.is_(None))
    shared = sa.select(speakers.c.name).where(known).group_by(speakers.c.name).having(sa.func.count() > 1)
    rows = await connection.execute(sa.select(speakers.c.name, speakers.c.id).where(known, speakers.c.name.in_(shared)))
    found: dict[str, set[str]] = {}
    for name, key in rows:
        found.setdefault(name, set()).add(key)
    return {name: frozenset(keys) for name, keys in found.items()}


def are_now(ids: Collection[str]) -> sa.Select[tuple[str]]:
    """The same as a query, for conditions."""
    return sa.select(sa.func.coalesce(speakers.c.merged_into, speakers.c.id)).where(speakers.c.id.in_(ids))


async def is_of(connection: AsyncConnection, speaker_id: str, article_id: str) -> bool:
    """Whether this is a source without a name of its own, of this article."""
    here = sa.exists().where(speakers.c.id == speaker_id, speakers.c.article_id == article_id)
    return bool(await connection.scalar(sa.select(here)))


async def page(connection: AsyncConnection, wanted: SpeakerFilter, *, after: str | None, limit: int) -> list[Speaker]:
    """Up to `limit` speakers who are quoted, in the order of their ids, from the one after `after` on."""
    query = _QUOTED.where(*_conditions(wanted)).order_by(speakers.c.id).limit(limit)
    if after is not None:
        query = query.where(speakers.c.id > after)
    return [Speaker(**row) for row in (await connection.execute(query)).mappings()]


def _conditions(wanted: SpeakerFilter) -> list[sa.ColumnElement[bool]]:
    made: list[sa.ColumnElement[bool]] = []
    if "unnamed" not in wanted.types:
        made.append(speakers.c.article_id.is_(None))
    if wanted.types:
        made.append(speakers.c.type.in_(wanted.types))
    if wanted.q.strip():
        part = folded_form(wanted.q)[1:]
        theirs = known_names.c.speaker_id == speakers.c.id
        made.append(sa.exists().where(theirs, known_names.c.form.contains(part, autoescape=True)))
    return made


async def _seen(
    connection: AsyncConnection, speaker_id: str, printed: sa.Column[str], *conditions: sa.ColumnElement[bool]
) -> list[Seen]:
    many = sa.func.count().label("many")
    query = (
        sa.select(printed, many, sa.func.min(articles.c.published_ts), sa.func.max(articles.c.published_ts))
        .join_from(quotes, articles, quotes.c.article_id == articles.c.id)
        .where(quotes.c.speaker_id == speaker_id, printed.is_not(None), *conditions)
        .group_by(printed)
        .order_by(many.desc(), printed)
    )
    return [
        Seen(printed=text, quotes=quoted, first_seen=_day(first), last_seen=_day(last))
        for text, quoted, first, last in await connection.execute(query)
    ]


def _day(seconds: int | None) -> date | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).date()
