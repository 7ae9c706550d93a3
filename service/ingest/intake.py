"""The use case of ingestion: what was handed in is read, its quotes are extracted, and all of it is stored at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from msgspec import Struct, structs

from service import quotes as extraction
from service.errors import Conflict, Invalid, NotFound, TooLarge
from service.ingest import Unreadable, read
from service.models import Article, ArticleIn, Extraction, FoundQuote, Span
from service.store import articles, quotes, writing
from service.store.database import Database
from service.store.writing import Incoming, Outcome


class Taken(Struct, frozen=True):
    """A stored article with its quotes, and whether it is new, was there already, or became a new revision."""

    article: Article
    outcome: Outcome


def extract(given: ArticleIn, *, max_chars: int) -> Extraction:
    """Read an article and find its quotes, without storing anything. Raises `Invalid` and `TooLarge`.

    A quote of the standfirst is found where its words stand in the body: the reader keeps a standfirst in the body
    whenever its quoted words are not there already, so none is lost and all offsets are in the body.
    """
    for field in ("text", "html", "body"):
        content = getattr(given, field)
        if content is not None and len(content) > max_chars:
            raise TooLarge.at(f"/{field}", f"has {len(content):,} characters; at most {max_chars:,} are taken")
    try:
        draft = read(given)
    except Unreadable as problem:
        raise Invalid.at(problem.pointer, problem.message) from problem
    if draft.standfirst and not draft.body.startswith(draft.standfirst):
        return Extraction(article=draft, quotes=_with_standfirst(draft.standfirst, draft.body))
    return Extraction(article=draft, quotes=extraction.extract(draft.body))


class Intake:
    """Takes articles into the store. `changed` is called after each commit that left something to be indexed."""

    def __init__(self, database: Database, *, max_chars: int, changed: Callable[[], None] = lambda: None) -> None:
        self._database = database
        self._max_chars = max_chars
        self._changed = changed

    async def take(self, given: ArticleIn) -> Taken:
        """Read, extract and store one article. Raises `Invalid`, `TooLarge` and `Conflict`; then nothing is stored."""
        extracted = await asyncio.to_thread(extract, given, max_chars=self._max_chars)
        (taken,) = await self.store([extracted])
        if isinstance(taken, Conflict):
            raise taken
        return taken

    async def store(self, extracted: Sequence[Extraction]) -> list[Taken | Conflict]:
        """Store several extracted articles in one transaction; a contradiction leaves only that one out."""
        async with self._database.write() as connection:
            made = await writing.save(connection, [Incoming(one.article, one.quotes) for one in extracted])
            ids = [one.article_id for one in made if isinstance(one, writing.Saved)]
            found = await articles.by_ids(connection, ids)
            said = await quotes.of_articles(connection, ids)
        self._changed()
        for key, article in found.items():
            article.quotes = said[key]
        return [
            Taken(found[one.article_id], one.outcome) if isinstance(one, writing.Saved) else Conflict(str(one))
            for one in made
        ]

    async def delete(self, article_id: str) -> None:
        """Delete an article and its quotes. Raises `NotFound`."""
        async with self._database.write() as connection:
            if not await writing.delete(connection, article_id):
                raise NotFound(f"there is no article {article_id}")
        self._changed()


def _with_standfirst(standfirst: str, body: str) -> list[FoundQuote]:
    """The quotes of a body whose standfirst was taken out; the standfirst's own are placed where the body repeats them.

    Both are read together, since the standfirst often names in full whom the body only calls by surname.
    """
    above = f"{standfirst}\n\n"
    found = extraction.extract(above + body)
    inside = [_moved(quote, -len(above)) for quote in found if quote.start >= len(above)]
    taken = {(quote.start, quote.end) for quote in inside}
    for quote in found:
        if quote.start < len(above) and (place := body.find(quote.text)) >= 0:
            placed = _moved(quote, place - quote.start)
            placed.mention = placed.cue = None  # they stand in the standfirst, where the body has no offsets
            if (placed.start, placed.end) not in taken:
                inside.append(placed)
    return sorted(inside, key=lambda quote: (quote.start, -quote.end))


def _moved(quote: FoundQuote, by: int) -> FoundQuote:
    moved = [
        None if span is None else Span(span.text, span.start + by, span.end + by) for span in (quote.mention, quote.cue)
    ]
    mention, cue = (None if span is None or span.start < 0 else span for span in moved)
    return structs.replace(quote, start=quote.start + by, end=quote.end + by, mention=mention, cue=cue)
