"""The outbox: which articles have to be projected into the index again, and who is at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.store import leases
from service.store.tables import MISSED, articles, is_missed, outbox, quotes, rebuilds, refusals

BATCH_CHARS = 8_000_000
"""How long the bodies of the articles that are claimed at once may be in all, give or take one: a batch is in memory
several times over, as rows, as documents and as JSON."""

_MOST_ROWS = 20_000  # at once; databases take only so many parameters in one statement

LIVE = "live"
"""The `target` of rows for the index that is searched; others are built beside it."""


class Claim(Struct, frozen=True):
    """One article's outbox rows under a lease: its rows' ids, and the quotes that are no more."""

    article_id: str
    rows: tuple[int, ...]
    removed_quotes: tuple[str, ...]


class Backlog(Struct, frozen=True):
    """What waits in the store: rows of the outbox, the age of the oldest in seconds, and documents set aside."""

    waiting: int
    oldest_seconds: float
    refused: int


class Refused(Struct, frozen=True):
    """A document that the engine would not take."""

    index: str
    document_id: str
    article_id: str
    revision: int
    reason: str


async def targets(connection: AsyncConnection) -> list[str]:
    """The indexes that a change has to reach."""
    return [LIVE, *await connection.scalars(sa.select(rebuilds.c.target))]


async def add(connection: AsyncConnection, changed: Mapping[str, Sequence[str]], *, to: str | None = None) -> None:
    """Note, in the transaction of a change, that these articles have to be projected again.

    Each comes with the ids of its quotes that are no more. Rows are for every index that there is, or for one.
    """
    at = times.now()
    rows = [
        {"article_id": key, "removed_quotes": list(gone), "created_at": at, "target": target}
        for target in ([to] if to else await targets(connection) if changed else ())
        for key, gone in changed.items()
    ]
    if rows:
        await connection.execute(outbox.insert(), rows)


async def add_quoting(connection: AsyncConnection, which: sa.ColumnElement[bool]) -> None:
    """Note that every article with such a quote has to be projected again, however many they are."""
    theirs = articles.c.id.in_(sa.select(quotes.c.article_id).where(which))
    for target in await targets(connection):
        await _add_those(connection, theirs, target)


async def add_all(connection: AsyncConnection, *, to: str = LIVE) -> None:
    """Note that every article has to be projected again; the live index is taken for empty until all of them are."""
    await _add_those(connection, sa.true(), to)
    if to == LIVE:
        await connection.execute(articles.update().values(indexed_revision=MISSED))


async def _add_those(connection: AsyncConnection, which: sa.ColumnElement[bool], target: str) -> None:
    columns = (articles.c.id, sa.literal([], sa.JSON), sa.literal(times.now()), sa.literal(target))
    found = sa.select(*columns).where(which).order_by(articles.c.id)
    names = ["article_id", "removed_quotes", "created_at", "target"]
    await connection.execute(outbox.insert().from_select(names, found))


async def claim(
    connection: AsyncConnection,
    *,
    lease: str,
    seconds: float,
    limit: int,
    chars: int = BATCH_CHARS,
    target: str = LIVE,
) -> list[Claim]:
    """Lease the rows of up to `limit` articles, the longest waiting first, for `seconds`; an expired lease is free.

    They end with the first article that brings their bodies to `chars` characters in all. The lease is taken when
    there is anything to be had.

    An article's first row stands for the article: who holds that one holds all of them, and who finds it locked or
    leased passes the article over. So one article's changes are never worked on in two places, and nobody waits for
    anybody. (Rows are added by writers that take turns, so that none appears before a first one.)
    """
    free = leases.is_free(connection, outbox.c.lease)
    earlier = outbox.alias("earlier")
    same = (earlier.c.article_id == outbox.c.article_id) & (earlier.c.target == outbox.c.target)
    is_first = ~sa.exists().where(same, earlier.c.id < outbox.c.id)
    first = sa.select(outbox.c.article_id).where(outbox.c.target == target, is_first, free).order_by(outbox.c.id)
    ids = list(await connection.scalars(first.limit(limit).with_for_update(of=outbox, skip_locked=True)))
    ids = await _within(connection, ids, chars)
    # A second look, now that the first rows are ours: who took them a moment ago may have been too late for the first.
    columns = (outbox.c.id, outbox.c.article_id, outbox.c.removed_quotes, free.label("free"))
    theirs = sa.select(*columns).where(outbox.c.target == target, outbox.c.article_id.in_(ids)).order_by(outbox.c.id)
    theirs = theirs.limit(_MOST_ROWS).with_for_update(of=outbox, skip_locked=True)
    rows = (await connection.execute(theirs)).mappings().all()
    busy = {row["article_id"] for row in rows if not row["free"]}
    mine = [row for row in rows if row["article_id"] not in busy]
    if not mine:
        return []
    await leases.take(connection, lease, seconds)
    taken = outbox.update().where(outbox.c.id.in_([row["id"] for row in mine]))
    await connection.execute(taken.values(lease=lease))
    claims: dict[str, tuple[list[int], set[str]]] = {}
    for row in mine:
        ids_of_rows, gone = claims.setdefault(row["article_id"], ([], set()))
        ids_of_rows.append(row["id"])
        gone.update(row["removed_quotes"])
    return [Claim(key, tuple(of_it), tuple(sorted(gone))) for key, (of_it, gone) in claims.items()]


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
    *,
    target: str = LIVE,
) -> None:
    """Take worked-off rows out; note which revision of each article the live index holds, and what was refused.

    In a transaction that is `in_turn`. When the lease was lost meanwhile, somebody else may have written a newer
    revision before we wrote ours: then all of these articles are noted again instead, and nothing is taken for indexed.
    """
    done = await connection.execute(outbox.delete().where(outbox.c.lease == lease))
    await leases.release(connection, lease)
    if done.rowcount != sum(len(claim.rows) for claim in claims):
        await add(connection, {claim.article_id: claim.removed_quotes for claim in claims}, to=target)
        return
    ids = [claim.article_id for claim in claims]
    await connection.execute(refusals.delete().where(refusals.c.article_id.in_(ids)))
    bad = {refusal.article_id for refusal in refused}
    marks = [{"key": key, "seen": revision} for key, revision in indexed.items() if key not in bad]
    if marks and target == LIVE:
        mark = articles.update().where(articles.c.id == sa.bindparam("key"))
        await connection.execute(mark.values(indexed_revision=sa.bindparam("seen")), marks)
    if bad and target == LIVE:
        refused_now = articles.update().where(articles.c.id.in_(bad), is_missed)
        await connection.execute(refused_now.values(indexed_revision=0))
    there = set(await connection.scalars(sa.select(articles.c.id).where(articles.c.id.in_(bad))))
    rows = [_refusal_row(refusal) for refusal in refused if refusal.article_id in there]
    if rows:
        await connection.execute(refusals.insert(), rows)


async def waiting(connection: AsyncConnection, article_id: str | None = None, *, target: str = LIVE) -> int:
    """How many rows wait or are being worked on, of one article or of all."""
    query = sa.select(sa.func.count()).select_from(outbox).where(outbox.c.target == target)
    if article_id is not None:
        query = query.where(outbox.c.article_id == article_id)
    return (await connection.scalars(query)).one()


async def any_waiting(connection: AsyncConnection, target: str, last: int | None = None) -> bool:
    """Whether any row, up to the `last`, waits or is being worked on."""
    wanted = sa.exists().where(outbox.c.target == target)
    return bool(await connection.scalar(sa.select(wanted if last is None else wanted.where(outbox.c.id <= last))))


async def last(connection: AsyncConnection, target: str) -> int | None:
    """The id of the row that was added last; None when none waits."""
    found: int | None = await connection.scalar(sa.select(sa.func.max(outbox.c.id)).where(outbox.c.target == target))
    return found


async def backlog(connection: AsyncConnection) -> Backlog:
    """What waits, for how long, and what was set aside."""
    return Backlog(
        waiting=await waiting(connection),
        oldest_seconds=await oldest_seconds(connection),
        refused=await refused_count(connection),
    )


async def oldest_seconds(connection: AsyncConnection) -> float:
    """How long ago the change was made that has waited longest; 0 when none waits."""
    oldest = (
        await connection.scalars(sa.select(sa.func.min(outbox.c.created_at)).where(outbox.c.target == LIVE))
    ).one()
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
