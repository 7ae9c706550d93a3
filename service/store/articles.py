"""Articles in the store: reading them one by one, by id, and in pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.models import Article, Named, Period
from service.store.speakers import are_now
from service.store.tables import articles, is_missed, outlets, quotes

_SELECT = sa.select(articles, outlets.c.name.label("outlet_name")).join_from(articles, outlets, isouter=True)


class ArticleFilter(Struct, frozen=True):
    """Which articles: values of one field are ORed, fields are ANDed; an empty field filters nothing."""

    outlets: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    published: Period = Period()
    group: str | None = None
    """Only articles of the group of near duplicates whose first is this one."""


async def get(connection: AsyncConnection, article_id: str) -> Article | None:
    """One article without its quotes, or None."""
    found = await by_ids(connection, [article_id])
    return found.get(article_id)


async def by_ids(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Article]:
    """Those of these articles that exist, without their quotes."""
    rows = await connection.execute(_SELECT.where(articles.c.id.in_(ids)))
    return {row["id"]: _article(row) for row in rows.mappings()}


async def is_indexed(connection: AsyncConnection, article_id: str, revision: int) -> bool:
    """Whether the index is known to hold this revision of the article, or a later one."""
    found: int | None = await connection.scalar(
        sa.select(articles.c.indexed_revision).where(articles.c.id == article_id)
    )
    return found is not None and found >= revision


async def any_indexed(connection: AsyncConnection) -> bool:
    """Whether the index is thought to hold any article."""
    return bool(await connection.scalar(sa.select(sa.exists().where(articles.c.indexed_revision > 0))))


async def any_missed(connection: AsyncConnection) -> bool:
    """Whether the index has yet to be given again what it has lost, or what another one held."""
    return bool(await connection.scalar(sa.select(sa.exists().where(is_missed).select_from(articles))))


async def page(connection: AsyncConnection, wanted: ArticleFilter, *, before: str | None, limit: int) -> list[Article]:
    """Up to `limit` articles, the latest ingested first, from the one after `before` (an article's id) on."""
    query = _SELECT.where(*conditions(wanted)).order_by(articles.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(articles.c.id < before)
    return [_article(row) for row in (await connection.execute(query)).mappings()]


def conditions(wanted: ArticleFilter) -> list[sa.ColumnElement[bool]]:
    """The filter as SQL conditions on `articles`."""
    made: list[sa.ColumnElement[bool]] = []
    if wanted.outlets:
        made.append(articles.c.outlet_id.in_(wanted.outlets))
    if wanted.speakers:
        said = sa.select(quotes.c.article_id).where(quotes.c.speaker_id.in_(are_now(wanted.speakers)))
        made.append(articles.c.id.in_(said))
    if wanted.group is not None:
        made.append(sa.or_(articles.c.duplicate_of == wanted.group, articles.c.id == wanted.group))
    return made + published_within(wanted.published)


def published_within(period: Period) -> list[sa.ColumnElement[bool]]:
    """The period as SQL conditions; an article without a date is in no period but the one open on both sides."""
    made: list[sa.ColumnElement[bool]] = []
    if period.start is not None:
        made.append(articles.c.published_ts >= period.start)
    if period.end is not None:
        made.append(articles.c.published_ts < period.end)
    return made


def named(identifier: str | None, name: str | None) -> Named | None:
    """A reference, or None when there is nothing to refer to."""
    return None if identifier is None else Named(identifier, name or identifier)


def moment(text: str | None) -> datetime | None:
    """A stored time, with or without its zone."""
    return None if text is None else datetime.fromisoformat(text)


def _article(row: sa.RowMapping) -> Article:
    taken: dict[str, Any] = {name: row[name] for name in _AS_STORED}
    return Article(
        **taken,
        outlet=named(row["outlet_id"], row["outlet_name"]),
        published_at=moment(row["published_at"]),
        modified_at=moment(row["modified_at"]),
        searchable=row["indexed_revision"] == row["revision"],
        created_at=datetime.fromisoformat(row["created_at"]),
        updated_at=datetime.fromisoformat(row["updated_at"]),
    )


_AS_STORED = (
    "id", "external_id", "url", "title", "agency", "authors", "section", "language", "published_precision",
    "standfirst", "body", "truncated", "duplicate_of", "similarity", "corrected", "revision",
)  # fmt: skip
