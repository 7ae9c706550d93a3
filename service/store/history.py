"""What an article was: its revisions, each as it stood."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.models import Article, Correction, Kind, Named, Quote, Span
from service.store import quotes
from service.store.articles import moment, named
from service.store.tables import revisions


class _Said(Struct, frozen=True):
    """A quote as a revision keeps it; what else was kept of it is the article's."""

    id: str
    text: str
    kind: Kind
    start: int
    end: int
    speaker: Named | None
    mention: Span | None
    cue: Span | None
    method: str
    confidence: float
    utterance_id: str
    role: str | None = None
    candidates: list[str] = []
    correction: Correction | None = None


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
    return None if row is None else _then(article, row)


def _then(article: Article, row: sa.RowMapping) -> Article:
    content: dict[str, Any] = row["content"]
    taken = {name: content[name] for name in _AS_KEPT}
    then = Article(
        **taken,
        id=article.id,
        outlet=named(content["outlet_id"], content.get("outlet")),
        published_at=moment(content["published_at"]),
        modified_at=moment(content.get("modified_at")),
        duplicate_of=None,
        similarity=None,
        corrected=content.get("corrected", []),
        revision=row["revision"],
        searchable=False,
        created_at=article.created_at,
        updated_at=datetime.fromisoformat(content["updated_at"]),
    )
    if row["quotes"] is not None:
        then.quotes = [_quote(then, said) for said in msgspec.convert(row["quotes"], list[_Said])]
    return then


def _quote(then: Article, said: _Said) -> Quote:
    return Quote(
        **msgspec.structs.asdict(said),
        article_id=then.id,
        statement_id=None,
        outlet=then.outlet,
        published_at=then.published_at,
        article_title=then.title,
    )


_AS_KEPT = (
    "external_id", "url", "title", "agency", "authors", "section", "language", "published_precision", "standfirst",
    "body", "truncated",
)  # fmt: skip
