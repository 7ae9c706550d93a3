"""The use case of ingestion: what was handed in is read, its quotes are extracted, and all of it is stored at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from msgspec import Struct

from service.errors import Conflict, NotFound
from service.ingest.extracting import extract, quotes_of
from service.models import Article, ArticleIn, Extraction
from service.store import articles, quotes, writing
from service.store.database import Database
from service.store.known import Contradiction
from service.store.writing import Incoming, Outcome, Saved


class Taken(Struct, frozen=True):
    """A stored article with its quotes, and whether it is new, was there already, or became a new revision."""

    article: Article
    outcome: Outcome


def incoming(found: Extraction | Incoming) -> Incoming:
    """What was found in an article, as the store takes it."""
    return found if isinstance(found, Incoming) else Incoming(found.article, found.quotes)


class Intake:
    """Takes articles into the store. `changed` is called after each commit that left something to be indexed."""

    def __init__(self, database: Database, *, max_chars: int, changed: Callable[[], None] = lambda: None) -> None:
        self._database = database
        self._max_chars = max_chars
        self._changed = changed

    async def take(self, given: ArticleIn) -> Taken:
        """Read, extract and store one article. Raises `Invalid`, `TooLarge` and `Conflict`; then nothing is stored."""
        extracted = await asyncio.to_thread(extract, given, max_chars=self._max_chars)
        async with self._database.write() as connection:
            (made,) = await writing.save(connection, [Incoming(extracted.article, extracted.quotes)])
            if isinstance(made, Contradiction):
                raise Conflict(str(made))
            article = (await articles.by_ids(connection, [made.article_id]))[made.article_id]
            article.quotes = (await quotes.of_articles(connection, [made.article_id]))[made.article_id]
        self._changed()
        return Taken(article, made.outcome)

    async def store(self, found: Sequence[Extraction | Incoming]) -> list[Saved | Contradiction]:
        """Store several articles in one transaction; a contradiction leaves only that one out."""
        async with self._database.write() as connection:
            made = await writing.save(connection, [incoming(one) for one in found])
        self._changed()
        return made

    async def again(self, article_ids: Sequence[str]) -> int:
        """Extract the quotes of stored articles anew; returns how many articles changed. Unknown ids are passed over.

        Nothing becomes a new revision, and what people have corrected, merged and split stays so.
        """
        async with self._database.read() as connection:
            stored = await articles.by_ids(connection, article_ids)
        found = [(one, await asyncio.to_thread(quotes_of, one.standfirst, one.body)) for one in stored.values()]
        async with self._database.write() as connection:
            changed = [await writing.requote(connection, one.id, one.revision, said) for one, said in found]
        self._changed()
        return sum(changed)

    async def delete(self, article_id: str) -> None:
        """Delete an article and its quotes. Raises `NotFound`."""
        async with self._database.write() as connection:
            if not await writing.delete(connection, article_id):
                raise NotFound(f"there is no article {article_id}")
        self._changed()
