"""Quotes in the store: reading them one by one, by article, and in pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

import msgspec
import sqlalchemy as sa
from msgspec import Meta, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.models import Correction, Kind, Period, Quote, QuoteBefore, Span
from service.store.articles import moment, named, published_within
from service.store.attribution import CORRECTED
from service.store.speakers import are_now
from service.store.tables import articles, corrections, outlets, quotes, speakers

_SELECT = (
    sa.select(
        quotes,
        speakers.c.name.label("speaker_name"),
        articles.c.title.label("article_title"),
        articles.c.outlet_id,
        articles.c.published_at,
        outlets.c.name.label("outlet_name"),
        *(corrections.c[name] for name in ("corrected_at", "corrected_by", "note", "before")),
    )
    .join_from(quotes, articles, quotes.c.article_id == articles.c.id)
    .join(speakers, quotes.c.speaker_id == speakers.c.id, isouter=True)
    .join(outlets, articles.c.outlet_id == outlets.c.id, isouter=True)
    .join(corrections, sa.and_(corrections.c.quote_id == quotes.c.id, corrections.c.ended_at.is_(None)), isouter=True)
)


class QuoteFilter(Struct, frozen=True):
    """Which quotes: values of one field are ORed, fields are ANDed; an empty field filters nothing."""

    speakers: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    published: Period = Period()


class Place(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a quote stands in the order of pages: in which article, and which one there."""

    article_id: str
    position: Annotated[int, Meta(ge=0, le=2**31 - 1)]


async def get(connection: AsyncConnection, quote_id: str) -> Quote | None:
    """One quote, or None."""
    row = (await connection.execute(_SELECT.where(quotes.c.id == quote_id))).mappings().first()
    return None if row is None else _quote(row)


async def of_articles(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, list[Quote]]:
    """The quotes of these articles in the order of their text; an article without any has an empty list."""
    query = _SELECT.where(quotes.c.article_id.in_(ids)).order_by(quotes.c.article_id, quotes.c.position)
    found: dict[str, list[Quote]] = {article_id: [] for article_id in ids}
    for row in (await connection.execute(query)).mappings():
        found[row["article_id"]].append(_quote(row))
    return found


async def page(
    connection: AsyncConnection, wanted: QuoteFilter, *, after: Place | None, limit: int
) -> list[tuple[Place, Quote]]:
    """Up to `limit` quotes from the one after `after` on: the latest ingested article first, then by their order."""
    order = (quotes.c.article_id.desc(), quotes.c.position)
    query = _SELECT.where(*_conditions(wanted)).order_by(*order).limit(limit)
    if after is not None:
        same_article = sa.and_(quotes.c.article_id == after.article_id, quotes.c.position > after.position)
        query = query.where(sa.or_(quotes.c.article_id < after.article_id, same_article))
    rows = (await connection.execute(query)).mappings()
    return [(Place(row["article_id"], row["position"]), _quote(row)) for row in rows]


def _conditions(wanted: QuoteFilter) -> list[sa.ColumnElement[bool]]:
    made: list[sa.ColumnElement[bool]] = []
    if wanted.speakers:
        made.append(quotes.c.speaker_id.in_(are_now(wanted.speakers)))
    if wanted.outlets:
        made.append(articles.c.outlet_id.in_(wanted.outlets))
    if wanted.kinds:
        made.append(quotes.c.kind.in_(wanted.kinds))
    return made + published_within(wanted.published)


def _quote(row: sa.RowMapping) -> Quote:
    return Quote(
        id=row["id"],
        article_id=row["article_id"],
        text=row["text"],
        kind=row["kind"],
        start=row["start"],
        end=row["end"],
        speaker=named(row["speaker_id"], row["speaker_name"]),
        role=row["role"] if row["method"] != CORRECTED else None,
        candidates=row["candidates"],
        mention=msgspec.convert(row["mention"], Span | None),
        cue=msgspec.convert(row["cue"], Span | None),
        method=row["method"],
        confidence=row["confidence"],
        correction=_correction(row),
        utterance_id=row["utterance_id"],
        statement_id=row["statement_id"],
        outlet=named(row["outlet_id"], row["outlet_name"]),
        published_at=moment(row["published_at"]),
        article_title=row["article_title"],
    )


def _correction(row: sa.RowMapping) -> Correction | None:
    if row["corrected_at"] is None:
        return None
    at, before = datetime.fromisoformat(row["corrected_at"]), msgspec.convert(row["before"], QuoteBefore)
    return Correction(at=at, by=row["corrected_by"], note=row["note"], before=before)
