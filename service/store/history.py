"""What an article was: its revisions, each as it stood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.exported import FormerQuote, FormerRevision
from service.models import Article, Quote
from service.store import quotes
from service.store.articles import named
from service.store.tables import revisions


async def numbers(connection: AsyncConnection, article: Article, *, before: int | None, limit: int) -> list[int]:
    """Up to `limit` of the article's revisions, the newest first, from the one before `before` on."""
    newest = article.revision if before is None else min(article.revision, before - 1)
    query = sa.select(revisions.c.revision).where(revisions.c.article_id == article.id, revisions.c.revision <= newest)
    kept = await connection.scalars(query.order_by(revisions.c.revision.desc()).limit(limit))
    return [*([article.revision] if newest == article.revision else []), *kept][:limit]


async def at(connection: AsyncConnection, article: Article, revision: int) -> Article | None:
    """The article as it was at this revision, with its quotes; they are unset where they were not kept yet."""
    if revision == article.revision:
        article.quotes = (await quotes.of_articles(connection, [article.id]))[article.id]
        return article
    kept = sa.select(revisions).where(revisions.c.article_id == article.id, revisions.c.revision == revision)
    row = (await connection.execute(kept)).mappings().first()
    return None if row is None else _then(article, _former(row))


async def of_articles(connection: AsyncConnection, ids: Collection[str]) -> dict[str, list[FormerRevision]]:
    """All that these articles were before their current revisions, in order; those that never changed are left out."""
    query = sa.select(revisions).where(revisions.c.article_id.in_(ids)).order_by(revisions.c.revision)
    found: defaultdict[str, list[FormerRevision]] = defaultdict(list)
    for row in (await connection.execute(query)).mappings():
        found[row["article_id"]].append(_former(row))
    return found


def row_of(article_id: str, former: FormerRevision) -> dict[str, Any]:
    """A revision as a row of its table."""
    content = structs.asdict(former.content) | {"updated_at": times.stored(former.content.updated_at)}
    for name in ("published_at", "modified_at"):
        content[name] = None if content[name] is None else times.printed(content[name])
    return {
        "article_id": article_id,
        "revision": former.revision,
        "content": content,
        "quotes": msgspec.to_builtins(former.quotes),
        "replaced_at": times.stored(former.replaced_at),
    }


def quotes_to_keep(said: Sequence[Quote]) -> list[Any]:
    """Quotes as a revision keeps them."""
    kept: list[Any] = msgspec.to_builtins([msgspec.convert(quote, FormerQuote, from_attributes=True) for quote in said])
    return kept


def _former(row: sa.RowMapping) -> FormerRevision:
    return msgspec.convert({name: row[name] for name in FormerRevision.__struct_fields__}, FormerRevision)


def _then(article: Article, former: FormerRevision) -> Article:
    content = structs.asdict(former.content)
    outlet = named(content.pop("outlet_id"), content.pop("outlet"))
    then = Article(
        **content,
        id=article.id,
        outlet=outlet,
        duplicate_of=None,
        similarity=None,
        revision=former.revision,
        searchable=False,
        created_at=article.created_at,
    )
    if former.quotes is not None:
        then.quotes = [_quote(then, said) for said in former.quotes]
    return then


def _quote(then: Article, said: FormerQuote) -> Quote:
    return Quote(
        **structs.asdict(said),
        article_id=then.id,
        statement_id=None,
        outlet=then.outlet,
        published_at=then.published_at,
        article_title=then.title,
    )
