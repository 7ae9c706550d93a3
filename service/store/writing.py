"""The one way into the store: an article, its quotes, their speakers and the outbox row, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from service import identity, times
from service.models import Draft, FoundQuote
from service.store import names, outbox, restoring
from service.store.attribution import quote_rows
from service.store.known import Contradiction, Known
from service.store.restoring import Kept
from service.store.rows import CONTENT, article_row, differs, merged
from service.store.tables import articles, outlets, quotes, revisions, speakers

Outcome = Literal["created", "same", "changed"]


class Incoming(Struct, frozen=True):
    """A draft with the quotes that were found in its body."""

    draft: Draft
    quotes: Sequence[FoundQuote]
    kept: Kept | None = None


class Saved(Struct, frozen=True):
    """Where an incoming article ended up, and whether that was new."""

    article_id: str
    outcome: Outcome


class _Fresh(Struct, frozen=True):
    row: dict[str, Any]
    incoming: Incoming


async def save(connection: AsyncConnection, batch: Sequence[Incoming]) -> list[Saved | Contradiction]:
    """Store articles, or find that they are there already; one answer for each, in order.

    An article is known by its own id, its external id or URL, else by its words from this outlet. Where it says
    something else than what is stored, in its words or its metadata, it becomes a new revision, and the old one is
    kept. New articles are inserted together, since the number of statements is what takes the time.
    """
    rows = [article_row(one.draft) | ({"id": one.kept.id} if one.kept else {}) for one in batch]
    known = await Known.of(connection, rows)
    made: list[Saved | Contradiction] = []
    fresh: list[_Fresh] = []
    for incoming, row in zip(batch, rows, strict=True):
        stored = known.find(row)
        if isinstance(stored, Contradiction):
            made.append(stored)
        elif stored is None:
            fresh.append(_Fresh(row | _beginning(incoming.kept), incoming))
            known.remember(fresh[-1].row)
            made.append(Saved(fresh[-1].row["id"], "created"))
        else:
            if any(one.row["id"] == stored["id"] for one in fresh):
                await _insert(connection, fresh)
                fresh = []
            made.append(await _meet(connection, known, stored, row, incoming))
    await _insert(connection, fresh)
    return made


async def delete(connection: AsyncConnection, article_id: str) -> bool:
    """Delete an article with its quotes and revisions; False when there was none."""
    outlet_id = await connection.scalar(sa.select(articles.c.outlet_id).where(articles.c.id == article_id))
    gone = await _quotes(connection, article_id)
    result = await connection.execute(articles.delete().where(articles.c.id == article_id))
    if not result.rowcount:
        return False
    await connection.execute(speakers.delete().where(speakers.c.article_id == article_id))
    await names.prune(connection, speaker_ids=set(gone.values()), outlet_ids={outlet_id})
    await outbox.add(connection, {article_id: sorted(gone)})
    return True


def _beginning(kept: Kept | None) -> dict[str, Any]:
    if kept is not None:
        return {name: getattr(kept, name) for name in ("id", "revision", "created_at", "updated_at")}
    moment = times.now()
    return {"id": identity.new_article_id(), "revision": 1, "created_at": moment, "updated_at": moment}


async def _insert(connection: AsyncConnection, fresh: Sequence[_Fresh]) -> None:
    if not fresh:
        return
    await _name(connection, [one.incoming for one in fresh])
    await connection.execute(articles.insert(), [one.row for one in fresh])
    kept = {one.row["id"]: one.incoming.kept for one in fresh if one.incoming.kept}
    await restoring.put_back(connection, kept)
    names_of_quotes = {article_id: one.quotes for article_id, one in kept.items()}
    said = await quote_rows(connection, [(one.row, one.incoming.quotes) for one in fresh], names_of_quotes)
    if said:
        await connection.execute(quotes.insert(), [{"statement_id": None} | row for row in said])
    await outbox.add(connection, {one.row["id"]: () for one in fresh})


async def _meet(
    connection: AsyncConnection, known: Known, stored: dict[str, Any], row: dict[str, Any], incoming: Incoming
) -> Saved | Contradiction:
    """An article that is known: the same, or a new revision of it."""
    by_words = stored["fingerprint"] == row["fingerprint"]
    if by_words:  # the same words under another address are the same article, and it keeps the address that it has
        row = row | {name: stored[name] for name in ("external_id", "url") if stored[name]}
    changed = merged(row, stored)
    if not differs(changed, stored):
        return Saved(stored["id"], "same")
    holder = known.holder(changed["fingerprint"])
    if holder not in {None, stored["id"]}:
        return Contradiction(f"its words are those of another stored article, {holder}, not of {stored['id']}")
    changed |= {"id": stored["id"], "revision": stored["revision"] + 1, "updated_at": times.now()}
    await _change(connection, stored, changed, incoming)
    known.remember(changed)
    return Saved(stored["id"], "changed")


async def _change(
    connection: AsyncConnection, stored: dict[str, Any], changed: dict[str, Any], incoming: Incoming
) -> None:
    """Keep what the article was as a revision, and make it what it is now."""
    article_id = stored["id"]
    content = {name: stored[name] for name in (*CONTENT, "updated_at")}
    kept = {"article_id": article_id, "revision": stored["revision"], "content": content}
    await connection.execute(revisions.insert().values(**kept, replaced_at=times.now()))

    await _name(connection, [incoming])
    await connection.execute(articles.update().where(articles.c.id == article_id).values(changed))
    said = await quote_rows(connection, [(changed, incoming.quotes)])
    gone = await _put_quotes(connection, article_id, said)
    await names.prune(connection, speaker_ids=(), outlet_ids={stored["outlet_id"]})
    await outbox.add(connection, {article_id: gone})


async def requote(connection: AsyncConnection, article_id: str, revision: int, found: Sequence[FoundQuote]) -> bool:
    """Store what extraction finds now in a revision that is stored; returns whether that changed anything.

    It makes no new revision: the article says what it said. When it is another revision by now, nothing is done.
    """
    here = sa.select(articles.c.id, articles.c.outlet_id).where(articles.c.id == article_id)
    article = (await connection.execute(here.where(articles.c.revision == revision))).mappings().first()
    if article is None:
        return False
    said = await quote_rows(connection, [(dict(article), found)])
    there = await connection.execute(quotes.select().where(quotes.c.article_id == article_id).order_by("position"))
    known = {row["id"]: dict(row) for row in there.mappings()}
    said = [known.get(row["id"], {"statement_id": None}) | row for row in said]
    if list(known.values()) == said:
        return False
    await outbox.add(connection, {article_id: await _put_quotes(connection, article_id, said)})
    return True


async def _put_quotes(connection: AsyncConnection, article_id: str, said: Sequence[dict[str, Any]]) -> list[str]:
    """Put these in the place of an article's quotes; returns the ids of those that are no more."""
    before = await _quotes(connection, article_id)
    await connection.execute(quotes.delete().where(quotes.c.article_id == article_id))
    if said:
        await connection.execute(quotes.insert(), said)
    await names.prune(connection, speaker_ids=set(before.values()), outlet_ids=())
    return sorted(set(before) - {quote["id"] for quote in said})


async def _quotes(connection: AsyncConnection, article_id: str) -> dict[str, str | None]:
    """The ids of an article's quotes, each with that of its speaker."""
    selected = sa.select(quotes.c.id, quotes.c.speaker_id).where(quotes.c.article_id == article_id)
    return {row[0]: row[1] for row in await connection.execute(selected)}


async def _name(connection: AsyncConnection, batch: Iterable[Incoming]) -> None:
    """Add the outlets that are not there yet; the first spelling of a name is kept."""
    printed = {identity.slug(one.draft.outlet): one.draft.outlet for one in batch if one.draft.outlet}
    rows = [{"id": key, "name": name} for key, name in sorted(printed.items())]
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    if rows:
        await connection.execute(insert(outlets).on_conflict_do_nothing(index_elements=["id"]), rows)
