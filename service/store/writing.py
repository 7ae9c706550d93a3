"""The one way into the store: an article, its quotes, their speakers and the outbox row, in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from service import identity, times
from service.models import Draft, FoundQuote
from service.store import names, outbox
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


class Contradiction(Exception):
    """The article's external id and URL belong to two different stored articles."""


async def save(connection: AsyncConnection, incoming: Incoming) -> Saved:
    """Store an article, or find that it is there already.

    It is the same article when its external id or URL is known, or its words from this outlet are. Known by id or URL
    with other words, it becomes a new revision, and the old one is kept. Raises `Contradiction`.
    """
    outlet_id = identity.slug(incoming.draft.outlet) if incoming.draft.outlet else None
    print_ = identity.fingerprint(incoming.draft.body, outlet_id)
    stored = await _find(connection, incoming.draft, print_)
    if stored is not None and stored["fingerprint"] == print_:
        return Saved(stored["id"], "same")
    article_id = identity.new_article_id() if stored is None else stored["id"]
    await _name(connection, outlets, [{"id": outlet_id, "name": incoming.draft.outlet}] if outlet_id else [])
    values = _article_values(incoming.draft, outlet_id, print_)
    if stored is None:
        moment = values["updated_at"]
        await connection.execute(articles.insert().values(**values, id=article_id, revision=1, created_at=moment))
    else:
        await _keep_revision(connection, stored)
        changed = articles.update().where(articles.c.id == article_id)
        await connection.execute(changed.values(**values, revision=stored["revision"] + 1))
    removed = await _replace_quotes(connection, article_id, incoming.quotes)
    if stored is not None:
        await names.prune(connection)
    await outbox.add(connection, article_id, removed_quotes=removed)
    return Saved(article_id, "created" if stored is None else "changed")


async def delete(connection: AsyncConnection, article_id: str) -> bool:
    """Delete an article with its quotes and revisions; False when there was none."""
    gone = await _quote_ids(connection, article_id)
    result = await connection.execute(articles.delete().where(articles.c.id == article_id))
    if not result.rowcount:
        return False
    await names.prune(connection)
    await outbox.add(connection, article_id, removed_quotes=gone)
    return True


async def _find(connection: AsyncConnection, draft: Draft, print_: str) -> sa.RowMapping | None:
    keys = [articles.c.fingerprint == print_]
    if draft.external_id:
        keys.append(articles.c.external_id == draft.external_id)
    if draft.url:
        keys.append(articles.c.url == draft.url)
    rows = (await connection.execute(sa.select(articles).where(sa.or_(*keys)))).mappings().all()
    same_words = [row for row in rows if row["fingerprint"] == print_]
    known = [row for row in rows if row["fingerprint"] != print_]
    if len(known) > 1:
        raise Contradiction(
            f"external_id {draft.external_id!r} and url {draft.url!r} belong to two stored articles, "
            f"{known[0]['id']} and {known[1]['id']}"
        )
    return next(iter(same_words + known), None)


def _article_values(draft: Draft, outlet_id: str | None, print_: str) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(draft, name) for name in _AS_DRAFTED}
    published = draft.published_at
    return values | {
        "fingerprint": print_,
        "outlet_id": outlet_id,
        "published_at": None if published is None else times.printed(published),
        "published_ts": None if published is None else times.epoch_seconds(published),
        "updated_at": times.now(),
    }


_AS_DRAFTED = (
    "external_id", "url", "title", "standfirst", "body", "agency", "authors", "section", "language",
    "published_precision", "truncated",
)  # fmt: skip


async def _replace_quotes(connection: AsyncConnection, article_id: str, found: Sequence[FoundQuote]) -> list[str]:
    """Make these the article's quotes; returns the ids of those that are no more."""
    before = await _quote_ids(connection, article_id)
    ids = identity.quote_ids(article_id, [quote.text for quote in found])
    await connection.execute(quotes.delete().where(quotes.c.article_id == article_id))
    people = {
        identity.slug(quote.speaker): (quote.speaker, quote.speaker_type or "person")
        for quote in found
        if quote.speaker and quote.speaker_type != "unnamed"
    }
    rows = [{"id": key, "name": name, "type": kind} for key, (name, kind) in sorted(people.items())]
    await _name(connection, speakers, rows)
    if found:
        first = {quote.utterance: key for key, quote in reversed(list(zip(ids, found, strict=True)))}
        values = [
            _quote_values(quote)
            | {"id": key, "article_id": article_id, "position": n, "utterance_id": first[quote.utterance]}
            for n, (key, quote) in enumerate(zip(ids, found, strict=True))
        ]
        await connection.execute(quotes.insert(), values)
    return sorted(set(before) - set(ids))


def _quote_values(quote: FoundQuote) -> dict[str, Any]:
    # "a spokesman" of one article is not the spokesman of another: unnamed sources stay with their mention
    named = quote.speaker if quote.speaker_type != "unnamed" else None
    return {
        "text": quote.text,
        "kind": quote.kind,
        "start": quote.start,
        "end": quote.end,
        "speaker_id": identity.slug(named) if named else None,
        "mention": msgspec.to_builtins(quote.mention),
        "cue": msgspec.to_builtins(quote.cue),
        "method": quote.method,
        "confidence": quote.confidence,
    }


async def _quote_ids(connection: AsyncConnection, article_id: str) -> list[str]:
    return list(await connection.scalars(sa.select(quotes.c.id).where(quotes.c.article_id == article_id)))


async def _name(connection: AsyncConnection, table: sa.Table, rows: list[dict[str, Any]]) -> None:
    """Add those names that are not there yet; the first spelling of a name is kept."""
    if not rows:
        return
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    await connection.execute(insert(table).on_conflict_do_nothing(index_elements=["id"]), rows)


async def _keep_revision(connection: AsyncConnection, stored: sa.RowMapping) -> None:
    content = {name: stored[name] for name in (*_AS_DRAFTED, "outlet_id", "published_at", "updated_at")}
    kept = {"article_id": stored["id"], "revision": stored["revision"], "content": content}
    await connection.execute(revisions.insert().values(**kept, replaced_at=times.now()))
