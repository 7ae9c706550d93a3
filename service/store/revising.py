"""How a stored article becomes another revision of itself, and keeps what it was; or gets other quotes in this one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.models import FoundQuote
from service.store import duplicates, history, names, outbox
from service.store import quotes as stored_quotes
from service.store.attribution import quote_rows
from service.store.rows import CONTENT
from service.store.tables import articles, outlets, quotes, revisions

Row = dict[str, Any]


class Stale(Exception):
    """The article is at another revision than the one that was to be changed."""

    def __init__(self, revision: int) -> None:
        super().__init__(f"the article is at revision {revision}")
        self.revision = revision


async def at_revision(connection: AsyncConnection, article_id: str, expected: Collection[int] | None) -> Row | None:
    """The article's row, or None when there is none. Raises `Stale` when it is at none of the `expected` revisions."""
    found = (await connection.execute(sa.select(articles).where(articles.c.id == article_id))).mappings().first()
    if found is None:
        return None
    if expected is not None and found["revision"] not in expected:
        raise Stale(found["revision"])
    return dict(found)


async def revise(connection: AsyncConnection, stored: Row, changed: Row, said: Sequence[Row] | None) -> Row:
    """Make the article `stored` what `changed` says, with the quotes `said` (None: those that it has stay).

    The outlet and the speakers that it names have to be there. Returns its row as it is now.
    """
    article_id, moment = stored["id"], times.now()
    before = (await stored_quotes.of_articles(connection, [article_id]))[article_id]
    await _keep(connection, stored, history.quotes_to_keep(before), moment)
    row = changed | {"id": article_id, "revision": stored["revision"] + 1, "updated_at": moment}
    await connection.execute(articles.update().where(articles.c.id == article_id).values(row))
    there = {quote.id: quote.speaker.id if quote.speaker else None for quote in before}
    gone = [] if said is None else await _put_quotes(connection, article_id, there, said)
    await names.prune(connection, speaker_ids=(), outlet_ids={stored["outlet_id"]})
    moved: set[str] = set()
    if row["body"] != stored["body"] or row["truncated"] != stored["truncated"]:
        linked = await duplicates.part(connection, stored)
        moved = await duplicates.settle(connection, [article_id, *linked])
    await outbox.add(connection, dict.fromkeys(sorted(moved - {article_id}), ()) | {article_id: gone})
    return row


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
    before = {key: row["speaker_id"] for key, row in known.items()}
    await outbox.add(connection, {article_id: await _put_quotes(connection, article_id, before, said)})
    return True


async def speakers_of(connection: AsyncConnection, article_id: str) -> dict[str, str | None]:
    """The ids of an article's quotes, each with that of its speaker."""
    selected = sa.select(quotes.c.id, quotes.c.speaker_id).where(quotes.c.article_id == article_id)
    return {row[0]: row[1] for row in await connection.execute(selected)}


async def _put_quotes(
    connection: AsyncConnection, article_id: str, before: Mapping[str, str | None], said: Sequence[Row]
) -> list[str]:
    """Put these in the place of an article's quotes, `before` (id and speaker); returns those that are no more."""
    await connection.execute(quotes.delete().where(quotes.c.article_id == article_id))
    if said:
        await connection.execute(quotes.insert(), said)
    await names.prune(connection, speaker_ids=set(before.values()), outlet_ids=())
    return sorted(before.keys() - {quote["id"] for quote in said})


async def _keep(connection: AsyncConnection, stored: Row, said: list[Any], moment: str) -> None:
    """Keep what the article is as a revision, with its outlet's name: the outlet may have no article any more."""
    content = {name: stored[name] for name in (*CONTENT, "corrected", "updated_at")}
    content["outlet"] = await connection.scalar(sa.select(outlets.c.name).where(outlets.c.id == stored["outlet_id"]))
    kept = {"article_id": stored["id"], "revision": stored["revision"], "content": content, "quotes": said}
    await connection.execute(revisions.insert().values(**kept, replaced_at=moment))
