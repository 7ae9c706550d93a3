"""The lines of an export, read from the store in the order of its lists, a batch at a time."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import msgspec
from sqlalchemy.ext.asyncio import AsyncConnection

from service.cursors import cursor_of
from service.exported import ExportedArticle, ExportedQuote, ExportedSpeaker, QuoteLine
from service.models import Article, Quote, SpeakerType
from service.store import articles, names, quotes
from service.store.articles import ArticleFilter
from service.store.quotes import Place, QuoteFilter

_ARTICLES = 100
_QUOTES = 500


async def article_lines(
    connection: AsyncConnection, wanted: ArticleFilter, before: str | None
) -> AsyncIterator[Sequence[ExportedArticle]]:
    """The articles from the one after `before` (an article's id) on, with their quotes; the latest ingested first."""
    while found := await articles.page(connection, wanted, before=before, limit=_ARTICLES):
        said = await quotes.of_articles(connection, [article.id for article in found])
        speakers = {quote.speaker.id for one in said.values() for quote in one if quote.speaker}
        types = await names.speaker_types(connection, speakers)
        yield [_article(article, said[article.id], types) for article in found]
        before = found[-1].id


async def quote_lines(
    connection: AsyncConnection, wanted: QuoteFilter, after: Place | None
) -> AsyncIterator[Sequence[QuoteLine]]:
    """The quotes from the one after `after` on: those of the latest ingested article first, in its text's order."""
    while found := await quotes.page(connection, wanted, after=after, limit=_QUOTES):
        yield [QuoteLine(**_fields(quote), cursor=cursor_of("quotes", place)) for place, quote in found]
        after = found[-1][0]


def _article(article: Article, said: Sequence[Quote], types: dict[str, SpeakerType]) -> ExportedArticle:
    shared = {name: value for name, value in _fields(article).items() if name in ExportedArticle.__struct_fields__}
    shared |= {"outlet": article.outlet.name if article.outlet else None}
    shared |= {"quotes": [_quote(quote, types) for quote in said], "cursor": cursor_of("articles", article.id)}
    return ExportedArticle(**shared)


def _quote(quote: Quote, types: dict[str, SpeakerType]) -> ExportedQuote:
    shared = {name: value for name, value in _fields(quote).items() if name in ExportedQuote.__struct_fields__}
    speaker = quote.speaker
    named = ExportedSpeaker(speaker.id, speaker.name, types[speaker.id]) if speaker else None
    return ExportedQuote(**shared | {"speaker": named})


def _fields(stored: Article | Quote) -> dict[str, Any]:
    return msgspec.structs.asdict(stored)
