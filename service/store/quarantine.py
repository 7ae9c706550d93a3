"""What is set aside: documents that can never be indexed as they are, each with its reason."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.store import outbox
from service.store.tables import refusals


class SetAside(Struct, kw_only=True):
    """A document that the search engine did not take: of which index and article, and why.

    It is tried again by itself when its article changes. `revision` is that of the article; 0 where not even a
    document could be made of it.
    """

    index: str
    document_id: str
    article_id: str
    revision: int
    reason: str
    refused_at: datetime

    @property
    def key(self) -> str:
        """What it is listed by."""
        return f"{self.index}/{self.document_id}"


async def page(connection: AsyncConnection, *, after: str | None, limit: int) -> list[SetAside]:
    """Up to `limit` documents in the order of their keys, from the one after `after` on."""
    query = refusals.select().order_by(refusals.c.index_name, refusals.c.document_id).limit(limit)
    if after is not None:
        index, _, document_id = after.partition("/")
        query = query.where(sa.tuple_(refusals.c.index_name, refusals.c.document_id) > sa.tuple_(index, document_id))
    return [_set_aside(row) for row in (await connection.execute(query)).mappings()]


async def retry(connection: AsyncConnection, article_ids: Collection[str]) -> int:
    """Note that articles with documents set aside have to be tried again, all where none is named; returns how many.

    The documents stay listed until it is known what became of them.
    """
    found = sa.select(refusals.c.article_id).distinct().where(_of(article_ids)).order_by(refusals.c.article_id)
    ids = list(await connection.scalars(found))
    await outbox.add(connection, dict.fromkeys(ids, ()), to=outbox.LIVE)
    return len(ids)


async def empty(connection: AsyncConnection, article_ids: Collection[str]) -> int:
    """Forget what is set aside, of all articles where none is named; returns how many documents.

    The articles stay, and are not searchable until they change or the index is built anew.
    """
    return (await connection.execute(refusals.delete().where(_of(article_ids)))).rowcount


def _of(article_ids: Collection[str]) -> sa.ColumnElement[bool]:
    return refusals.c.article_id.in_(article_ids) if article_ids else sa.true()


def _set_aside(row: sa.RowMapping) -> SetAside:
    return SetAside(
        index=row["index_name"],
        document_id=row["document_id"],
        article_id=row["article_id"],
        revision=row["revision"],
        reason=row["reason"],
        refused_at=datetime.fromisoformat(row["refused_at"]),
    )
