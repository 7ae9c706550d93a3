"""What the index has to hold: the ids of all documents, with the revisions of their articles."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.store.tables import articles, outbox, quotes, refusals


class Due(Struct, frozen=True):
    """An article that the index has to hold: its revision, its quotes, and which of these documents were refused."""

    revision: int
    quotes: frozenset[str]
    refused: frozenset[tuple[str, str]]


async def due(connection: AsyncConnection, ids: Sequence[str]) -> dict[str, Due]:
    """Those of these articles that are stored."""
    revisions = sa.select(articles.c.id, articles.c.revision).where(articles.c.id.in_(ids))
    found: dict[str, int] = {row[0]: row[1] for row in await connection.execute(revisions)}
    said: dict[str, set[str]] = {key: set() for key in found}
    for quote, article in await connection.execute(
        sa.select(quotes.c.id, quotes.c.article_id).where(quotes.c.article_id.in_(ids))
    ):
        said[article].add(quote)
    aside: dict[str, set[tuple[str, str]]] = {key: set() for key in found}
    for index, document, article in await connection.execute(
        sa.select(refusals.c.index_name, refusals.c.document_id, refusals.c.article_id).where(
            refusals.c.article_id.in_(ids)
        )
    ):
        aside[article].add((index, document))
    return {key: Due(found[key], frozenset(said[key]), frozenset(aside[key])) for key in found}


async def ids_after(connection: AsyncConnection, after: str, limit: int) -> list[str]:
    """Up to `limit` ids of articles, in their order, from the one after `after` on."""
    query = sa.select(articles.c.id).where(articles.c.id > after).order_by(articles.c.id).limit(limit)
    return list(await connection.scalars(query))


async def stored(connection: AsyncConnection, index: str, ids: Collection[str]) -> set[str]:
    """Which of these ids of an index's documents are in the store."""
    table = articles if index == "articles" else quotes
    return set(await connection.scalars(sa.select(table.c.id).where(table.c.id.in_(ids))))


async def waiting(connection: AsyncConnection, ids: Collection[str], target: str) -> dict[str, set[str]]:
    """Which of these articles are about to be projected again anyway, and which quotes are then removed."""
    theirs = sa.select(outbox.c.article_id, outbox.c.removed_quotes)
    made: dict[str, set[str]] = {}
    for row in await connection.execute(theirs.where(outbox.c.target == target, outbox.c.article_id.in_(ids))):
        made.setdefault(row[0], set()).update(row[1])
    return made


async def unmark(connection: AsyncConnection, ids: Collection[str]) -> None:
    """Note that the index does not hold these articles as they are."""
    await connection.execute(articles.update().where(articles.c.id.in_(ids)).values(indexed_revision=0))
