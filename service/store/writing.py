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
from service.store import names, outbox
from service.store.known import Contradiction, Known
from service.store.rows import DRAFTED, article_row, quote_rows, speaker_rows
from service.store.tables import articles, outlets, quotes, revisions, speakers

Outcome = Literal["created", "same", "changed"]


class Incoming(Struct, frozen=True):
    """A draft with the quotes that were found in its body."""

    draft: Draft
    quotes: Sequence[FoundQuote]


class Saved(Struct, frozen=True):
    """Where an incoming article ended up, and whether that was new."""

    article_id: str
    outcome: Outcome


class _Fresh(Struct, frozen=True):
    article_id: str
    row: dict[str, Any]
    incoming: Incoming


async def save(connection: AsyncConnection, batch: Sequence[Incoming]) -> list[Saved | Contradiction]:
    """Store articles, or find that they are there already; one answer for each, in order.

    It is the same article when its external id or URL is known, or its words from this outlet are. Known by id or URL
    with other words, it becomes a new revision, and the old one is kept. New ones are inserted together, since the
    number of statements is what takes the time.
    """
    fingerprints = [identity.fingerprint(incoming.draft) for incoming in batch]
    known = await Known.of(connection, [incoming.draft for incoming in batch], fingerprints)
    made: list[Saved | Contradiction] = []
    fresh: list[_Fresh] = []
    for incoming, fingerprint in zip(batch, fingerprints, strict=True):
        stored = known.find(incoming.draft, fingerprint)
        if isinstance(stored, Contradiction):
            made.append(stored)
            continue
        if stored is not None and stored.fingerprint == fingerprint:
            made.append(Saved(stored.id, "same"))
            continue
        article_id = identity.new_article_id() if stored is None else stored.id
        row = article_row(incoming.draft, identity.outlet_id(incoming.draft), fingerprint)
        if stored is None:
            fresh.append(_Fresh(article_id, row, incoming))
        else:
            await _insert(connection, fresh)  # the one that changes may be among them
            fresh = []
            await _change(connection, article_id, row, incoming)
        known.add(article_id, incoming.draft, fingerprint)
        made.append(Saved(article_id, "created" if stored is None else "changed"))
    await _insert(connection, fresh)
    return made


async def delete(connection: AsyncConnection, article_id: str) -> bool:
    """Delete an article with its quotes and revisions; False when there was none."""
    outlet_id = await connection.scalar(sa.select(articles.c.outlet_id).where(articles.c.id == article_id))
    gone = await _quotes(connection, article_id)
    result = await connection.execute(articles.delete().where(articles.c.id == article_id))
    if not result.rowcount:
        return False
    await names.prune(connection, speaker_ids=set(gone.values()), outlet_ids={outlet_id})
    await outbox.add(connection, {article_id: sorted(gone)})
    return True


async def _insert(connection: AsyncConnection, fresh: Sequence[_Fresh]) -> None:
    if not fresh:
        return
    await _name(connection, [one.incoming for one in fresh])
    rows = [one.row | {"id": one.article_id, "revision": 1, "created_at": one.row["updated_at"]} for one in fresh]
    await connection.execute(articles.insert(), rows)
    said = [row for one in fresh for row in quote_rows(one.article_id, one.incoming.quotes)]
    if said:
        await connection.execute(quotes.insert(), said)
    await outbox.add(connection, {one.article_id: () for one in fresh})


async def _change(connection: AsyncConnection, article_id: str, row: dict[str, Any], incoming: Incoming) -> None:
    """Make this the article's newest revision. An id or URL that is not said again stays what it is."""
    selected = await connection.execute(sa.select(articles).where(articles.c.id == article_id))
    stored = selected.mappings().one()
    content = {name: stored[name] for name in (*DRAFTED, "outlet_id", "published_at", "updated_at")}
    kept = {"article_id": article_id, "revision": stored["revision"], "content": content}
    await connection.execute(revisions.insert().values(**kept, replaced_at=times.now()))

    await _name(connection, [incoming])
    row |= {name: row[name] or stored[name] for name in ("external_id", "url")}
    changed = articles.update().where(articles.c.id == article_id)
    await connection.execute(changed.values(**row, revision=stored["revision"] + 1))
    before = await _quotes(connection, article_id)
    await connection.execute(quotes.delete().where(quotes.c.article_id == article_id))
    said = quote_rows(article_id, incoming.quotes)
    if said:
        await connection.execute(quotes.insert(), said)
    await names.prune(connection, speaker_ids=set(before.values()), outlet_ids={stored["outlet_id"]})
    await outbox.add(connection, {article_id: sorted(set(before) - {quote["id"] for quote in said})})


async def _quotes(connection: AsyncConnection, article_id: str) -> dict[str, str | None]:
    """The ids of an article's quotes, each with that of its speaker."""
    selected = sa.select(quotes.c.id, quotes.c.speaker_id).where(quotes.c.article_id == article_id)
    return {row[0]: row[1] for row in await connection.execute(selected)}


async def _name(connection: AsyncConnection, batch: Iterable[Incoming]) -> None:
    """Add the outlets and speakers that are not there yet; the first spelling of a name is kept."""
    batch = list(batch)
    printed = {identity.outlet_id(one.draft): one.draft.outlet for one in batch if one.draft.outlet}
    outlet_rows = [{"id": key, "name": name} for key, name in sorted(printed.items())]
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    people = speaker_rows(quote for one in batch for quote in one.quotes)
    for table, rows in ((outlets, outlet_rows), (speakers, people)):
        if rows:
            await connection.execute(insert(table).on_conflict_do_nothing(index_elements=["id"]), rows)
