"""The use case of ingestion: what was handed in is read, its quotes are extracted, and all of it is stored at once."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager

import sqlalchemy as sa
import structlog
from msgspec import UNSET, Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.errors import Conflict, Invalid, NotFound, PreconditionFailed
from service.ingest import Unreadable, read
from service.ingest.extracting import extract, quotes_of
from service.models import Article, ArticleIn, ArticlePatch, Draft, Extracted, Extraction
from service.store import articles, editing, quotes, revising, writing
from service.store.database import Database
from service.store.editing import Clash
from service.store.incoming import Incoming, Outcome, Saved
from service.store.known import Contradiction
from service.store.revising import Stale

_log = structlog.get_logger(__name__)


class Taken(Struct, frozen=True):
    """A stored article with its quotes, and whether it is new, was there already, or became a new revision."""

    article: Article
    outcome: Outcome


Noting = Callable[[AsyncConnection, Taken], Awaitable[None]]
"""Notes what was taken in the transaction that takes it; whatever it raises takes that back."""


def incoming(found: Extraction | Incoming) -> Incoming:
    """What was found in an article, as the store takes it."""
    if isinstance(found, Incoming):
        return found
    return Incoming(found.article, found.quotes, sketch=found.sketch if isinstance(found, Extracted) else None)


async def save(connection: AsyncConnection, ready: Sequence[Incoming]) -> list[Saved | Contradiction]:
    """Store them together, or, when the database finds one to break a rule, each by itself without that one."""
    try:
        async with connection.begin_nested():
            return await writing.save(connection, ready)
    except sa.exc.IntegrityError as error:
        if len(ready) == 1:
            _log.error("article_breaks_a_rule_of_the_store", reason=str(error.orig))
            return [Contradiction("breaks a rule of the store")]
    return [made for one in ready for made in await save(connection, [one])]


class Intake:
    """Takes articles into the store.

    `changed` is called after each commit that left something to be indexed, `observe` with the seconds that reading an
    article and finding its quotes took.
    """

    def __init__(
        self,
        database: Database,
        *,
        max_chars: int,
        changed: Callable[[], None] = lambda: None,
        observe: Callable[[float], None] = lambda _: None,
    ) -> None:
        self._database = database
        self._max_chars = max_chars
        self._changed = changed
        self._observe = observe

    async def take(self, given: ArticleIn, noted: Noting | None = None) -> Taken:
        """Read, extract and store one article. Raises `Invalid`, `TooLarge` and `Conflict`; then nothing is stored."""
        extracted = await self._extract(given)
        async with self._database.write() as connection:
            (made,) = await writing.save(connection, [incoming(extracted)])
            if isinstance(made, Contradiction):
                raise Conflict(str(made))
            taken = Taken(await _stored(connection, made.article_id), made.outcome)
            if noted is not None:
                await noted(connection, taken)
        self._changed()
        return taken

    async def _extract(self, given: ArticleIn) -> Extracted:
        started = time.perf_counter()
        extracted = await asyncio.to_thread(extract, given, max_chars=self._max_chars)
        self._observe(time.perf_counter() - started)
        return extracted

    async def store(self, found: Sequence[Extraction | Incoming]) -> list[Saved | Contradiction]:
        """Store several articles in one transaction; a contradiction or a broken rule leaves only that one out."""
        async with self._database.write() as connection:
            made = await save(connection, [incoming(one) for one in found])
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
            changed = [await revising.requote(connection, one.id, one.revision, said) for one, said in found]
        self._changed()
        return sum(changed)

    async def replace(self, article_id: str, given: ArticleIn, *, expected: Collection[int] | None) -> Article:
        """Make a stored article what is given, as a new revision, and nothing of what it was stays.

        Raises `NotFound`, `PreconditionFailed` when it is at none of the `expected` revisions, and as `take`.
        """
        extracted = await self._extract(given)
        content = next(field for field in ("text", "html", "body") if getattr(given, field) is not None)
        async with self._changing(article_id, words=content) as connection:
            await editing.replace(connection, article_id, incoming(extracted), expected=expected)
            return await _stored(connection, article_id)

    async def correct(self, article_id: str, patch: ArticlePatch, *, expected: Collection[int] | None) -> Article:
        """Set some of a stored article's metadata, for good. Raises as `replace`."""
        said = {name: value for name in editing.FIELDS if (value := getattr(patch, name)) is not UNSET}
        draft = _corrections({name: value for name, value in said.items() if value is not None})
        async with self._changing(article_id, words="outlet") as connection:
            await editing.correct(connection, article_id, said, draft, expected=expected)
            return await _stored(connection, article_id)

    async def delete(self, article_id: str, *, expected: Collection[int] | None = None) -> None:
        """Delete an article, its quotes and its revisions. Raises `NotFound` and `PreconditionFailed`."""
        async with self._changing(article_id) as connection:
            if not await writing.delete(connection, article_id, expected=expected):
                raise NotFound(f"there is no article {article_id}")

    @asynccontextmanager
    async def _changing(self, article_id: str, words: str = "") -> AsyncIterator[AsyncConnection]:
        """A transaction that changes one article; `words` is the field at fault when its words are another's."""
        try:
            async with self._database.write() as connection:
                yield connection
        except Stale as stale:
            said = f"the article {article_id} is at revision {stale.revision} now"
            raise PreconditionFailed(said) from stale
        except Clash as clash:
            raise Conflict.at(f"/{words if clash.field == 'words' else clash.field}", str(clash)) from clash
        self._changed()


async def _stored(connection: AsyncConnection, article_id: str) -> Article:
    """The article with its quotes. Raises `NotFound`."""
    article = await articles.get(connection, article_id)
    if article is None:
        raise NotFound(f"there is no article {article_id}")
    article.quotes = (await quotes.of_articles(connection, [article_id]))[article_id]
    return article


def _corrections(given: dict[str, object]) -> Draft:
    """What a person gave, clean, by the rules for what is given with an article. Raises `Invalid`."""
    try:
        draft = read(ArticleIn(body="no words of it", **given))  # type: ignore[arg-type]  # checked by `ArticlePatch`
    except Unreadable as problem:
        raise Invalid.at(problem.pointer, problem.message) from problem
    kept = {name: getattr(draft, name) for name in given}
    precision = draft.published_precision if "published_at" in given else None
    return Draft(body="", **kept, published_precision=precision)
