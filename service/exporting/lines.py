"""The lines of an export, read from the store in the order of its lists, a batch at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from service.cursors import cursor_of
from service.exported import ExportedArticle, ExportedQuote, FormerRevision, QuoteLine
from service.models import Article, Quote
from service.store import articles, history, provenance, quotes
from service.store.articles import ArticleFilter
from service.store.provenance import Provenance
from service.store.quotes import Place, QuoteFilter

_ARTICLES = 100
_QUOTES = 500


async def article_lines(
    connection: AsyncConnection, wanted: ArticleFilter, before: str | None
) -> AsyncIterator[Sequence[ExportedArticle]]:
    """The articles from the one after `before` (an article's id) on, with their quotes; the latest ingested first."""
    while found := await articles.page(connection, wanted, before=before, limit=_ARTICLES):
        ids = [article.id for article in found]
        said = await quotes.of_articles(connection, ids)
        beneath = await provenance.of_articles(connection, ids)
        former = await history.of_articles(connection, ids)
        yield [_article(article, said[article.id], beneath, former.get(article.id, [])) for article in found]
        before = ids[-1]


async def quote_lines(
    connection: AsyncConnection, wanted: QuoteFilter, after: Place | None
) -> AsyncIterator[Sequence[QuoteLine]]:
    """The quotes from the one after `after` on: those of the latest ingested article first, in its text's order."""
    while found := await quotes.page(connection, wanted, after=after, limit=_QUOTES):
        yield [QuoteLine(**_fields(quote), cursor=cursor_of("quotes", place)) for place, quote in found]
        after = found[-1][0]


def _article(
    article: Article, said: Sequence[Quote], beneath: Provenance, former: list[FormerRevision]
) -> ExportedArticle:
    shared = {name: value for name, value in _fields(article).items() if name in ExportedArticle.__struct_fields__}
    shared |= {
        "outlet": article.outlet.name if article.outlet else None,
        "quotes": [_quote(quote, beneath) for quote in said],
        "corrections": beneath.corrections.get(article.id, []),
        "known_as": beneath.known_as.get(article.id, []),
        "speakers": beneath.speakers.get(article.id, []),
        "revisions": former,
        "cursor": cursor_of("articles", article.id),
    }
    return ExportedArticle(**shared)


def _quote(quote: Quote, beneath: Provenance) -> ExportedQuote:
    shared = {name: value for name, value in _fields(quote).items() if name in ExportedQuote.__struct_fields__}
    return ExportedQuote(**shared | {"speaker": beneath.quoted[quote.id], "extracted": beneath.extracted[quote.id]})


def _fields(stored: Article | Quote) -> dict[str, Any]:
    return msgspec.structs.asdict(stored)
