"""The outbox: which articles have to be projected into the index again, and who is at it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from itertools import accumulate

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.store.tables import articles, outbox, quotes, refusals

BATCH_CHARS = 8_000_000
"""How long the bodies of the articles that are claimed at once may be in all, give or take one: a batch is in memory
several times over, as rows, as documents and as JSON."""


class Claim(Struct, frozen=True):
    """One article's outbox rows under a lease: its rows' ids, and the quotes that are no more."""

    article_id: str
    rows: tuple[int, ...]
    removed_quotes: tuple[str, ...]


class Refused(Struct, frozen=True):
    """A document that the engine would not take."""

    index: str
    document_id: str
    article_id: str
    revision: int
    reason: str


async def add(connection: AsyncConnection, changed: Mapping[str, Sequence[str]]) -> None:
    """Note, in the transaction of a change, that these articles have to be projected again.

    Each comes with the ids of its quotes that are no more.
    """
    at = times.now()
    rows = [{"article_id": key, "removed_quotes": list(gone), "created_at": at} for key, gone in changed.items()]
    if rows:
        await connection.execute(outbox.insert(), rows)


async def add_quoting(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> None:
    """Note that every article with such a quote has to be projected again, however many they are."""
    theirs = articles.c.id.in_(sa.select(quotes.c.article_id).where(which))
    found = sa.select(articles.c.id, sa.literal([], sa.JSON), sa.literal(times.now())).where(theirs)
    await connection.execute(outbox.insert().from_select(["article_id", "removed_quotes", "created_at"], found))


async def add_all(connection: AsyncConnection) -> None:
    """Note that every article has to be projected again; none counts as searchable until it is."""
    everything = sa.select(articles.c.id, sa.literal([], sa.JSON), sa.literal(times.now())).order_by(articles.c.id)
    await connection.execute(outbox.insert().from_select(["article_id", "removed_quotes", "created_at"], everything))
    await connection.execute(articles.update().values(indexed_revision=0))


async def claim(
    connection: AsyncConnection, *, lease: str, seconds: float, limit: int, chars: int = BATCH_CHARS
) -> list[Claim]:
    """Lease the rows of up to `limit` articles, the longest waiting first, for `seconds`; an expired lease is free.

    They end with the first article that brings their bodies to `chars` characters in all.

    Rows of one article are leased together and an article that is leased elsewhere is left alone, so that one
    article's changes are never worked on in two places.
    """
    at = time.time()
    busy = sa.select(outbox.c.article_id).where(outbox.c.leased_until > at)
    ready = sa.select(outbox.c.article_id).where(outbox.c.article_id.not_in(busy)).group_by(outbox.c.article_id)
    oldest = ready.order_by(sa.func.min(outbox.c.id)).limit(limit)
    ids = await _within(connection, list(await connection.scalars(oldest)), chars)
    if not ids:
        return []
    rows = sa.select(outbox.c.id, outbox.c.article_id, outbox.c.removed_quotes).where(outbox.c.article_id.in_(ids))
    claims: dict[str, tuple[list[int], set[str]]] = {key: ([], set()) for key in ids}
    for row in (await connection.execute(rows)).mappings():
        claims[row["article_id"]][0].append(row["id"])
        claims[row["article_id"]][1].update(row["removed_quotes"])
    mine = outbox.update().where(outbox.c.article_id.in_(ids))
    await connection.execute(mine.values(lease=lease, leased_until=at + seconds))
    return [Claim(key, tuple(rows), tuple(sorted(gone))) for key, (rows, gone) in claims.items()]


async def _within(connection: AsyncConnection, ids: Sequence[str], chars: int) -> list[str]:
    """The first of these articles, up to the one whose body reaches `chars` in all; what is gone has no length."""
    sizes = sa.select(articles.c.id, sa.func.length(articles.c.body)).where(articles.c.id.in_(ids))
    length = {row[0]: row[1] for row in await connection.execute(sizes)}
    before = accumulate((length.get(key, 0) for key in ids), initial=0)
    return [key for key, sofar in zip(ids, before, strict=False) if sofar < chars]


async def settle(
    connection: AsyncConnection,
    lease: str,
    claims: Sequence[Claim],
    indexed: Mapping[str, int],
    refused: Sequence[Refused],
) -> None:
    """Take worked-off rows out; note which revision of each article the index holds, and what it refused.

    When the lease was lost meanwhile, somebody else may have written a newer revision before we wrote ours: then all
    of these articles are noted again instead, and nothing is taken for indexed.
    """
    done = await connection.execute(outbox.delete().where(outbox.c.lease == lease))
    if done.rowcount != sum(len(claim.rows) for claim in claims):
        await add(connection, {claim.article_id: claim.removed_quotes for claim in claims})
        return
    ids = [claim.article_id for claim in claims]
    await connection.execute(refusals.delete().where(refusals.c.article_id.in_(ids)))
    bad = {refusal.article_id for refusal in refused}
    marks = [{"key": key, "seen": revision} for key, revision in indexed.items() if key not in bad]
    if marks:
        mark = articles.update().where(articles.c.id == sa.bindparam("key"))
        await connection.execute(mark.values(indexed_revision=sa.bindparam("seen")), marks)
    there = set(await connection.scalars(sa.select(articles.c.id).where(articles.c.id.in_(bad))))
    rows = [_refusal_row(refusal) for refusal in refused if refusal.article_id in there]
    if rows:
        await connection.execute(refusals.insert(), rows)


async def renew(connection: AsyncConnection, lease: str, seconds: float) -> None:
    """Keep all rows under this lease for `seconds` from now."""
    await connection.execute(outbox.update().where(outbox.c.lease == lease).values(leased_until=time.time() + seconds))


async def release(connection: AsyncConnection, lease: str) -> None:
    """Give back all rows under this lease, to be tried again."""
    await connection.execute(outbox.update().where(outbox.c.lease == lease).values(lease=None, leased_until=None))


async def waiting(connection: AsyncConnection, article_id: str | None = None) -> int:
    """How many rows wait or are being worked on, of one article or of all."""
    query = sa.select(sa.func.count()).select_from(outbox)
    if article_id is not None:
        query = query.where(outbox.c.article_id == article_id)
    return (await connection.scalars(query)).one()


async def oldest_seconds(connection: AsyncConnection) -> float:
    """How long ago the change was made that has waited longest; 0 when none waits."""
    oldest = (await connection.scalars(sa.select(sa.func.min(outbox.c.created_at)))).one()
    return max(0.0, times.seconds_since(oldest)) if oldest else 0.0


async def refused_count(connection: AsyncConnection) -> int:
    """How many documents are set aside because the engine refused them."""
    return (await connection.scalars(sa.select(sa.func.count()).select_from(refusals))).one()


def _refusal_row(refusal: Refused) -> dict[str, object]:
    return {
        "index_name": refusal.index,
        "document_id": refusal.document_id,
        "article_id": refusal.article_id,
        "revision": refusal.revision,
        "reason": refusal.reason,
        "refused_at": times.now(),
    }
