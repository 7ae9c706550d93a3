"""What claimed outbox rows mean for the engine, and what its answer means for the store."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from search.engine import Refusal
from search.schema import ArticleDocument, QuoteDocument
from service.indexing.projection import article_document, quote_documents
from service.store import articles, duplicates, quotes
from service.store.outbox import Claim, Refused


class Batch(Struct, frozen=True):
    """The documents to put and the ids to remove, of both indexes."""

    articles: list[ArticleDocument]
    quotes: list[QuoteDocument]
    gone_articles: list[str]
    gone_quotes: list[str]

    @property
    def revisions(self) -> dict[str, int]:
        """The revision of each article that the index holds once this is written."""
        return {document.id: document.revision for document in self.articles}

    def refused(self, of_articles: Sequence[Refusal], of_quotes: Sequence[Refusal]) -> list[Refused]:
        """What the engine would not take, as the store notes it."""
        articles_by_id = {document.id: document for document in self.articles}
        quotes_by_id = {document.id: document for document in self.quotes}
        made = []
        for refusal in of_articles:
            article = articles_by_id[refusal.id]
            made.append(Refused("articles", refusal.id, article.id, article.revision, refusal.reason))
        for refusal in of_quotes:
            quote = quotes_by_id[refusal.id]
            made.append(Refused("quotes", refusal.id, quote.article_id, quote.revision, refusal.reason))
        return made


async def project(connection: AsyncConnection, claims: Sequence[Claim]) -> Batch:
    """The claimed articles as they are now; those that are no more are removed."""
    ids = [claim.article_id for claim in claims]
    found = await articles.by_ids(connection, ids)
    said = await quotes.of_articles(connection, list(found))
    roots = await duplicates.roots_of(connection, list(found))
    groups = {key: article.duplicate_of or (key if key in roots else None) for key, article in found.items()}
    quote_docs = [
        document
        for key, article in found.items()
        for document in quote_documents(article, said[key], group=groups[key])
    ]
    gone = {quote for claim in claims for quote in claim.removed_quotes}
    return Batch(
        articles=[article_document(article, said[key], group=groups[key]) for key, article in found.items()],
        quotes=quote_docs,
        gone_articles=[key for key in ids if key not in found],
        gone_quotes=sorted(gone - {document.id for document in quote_docs}),
    )
