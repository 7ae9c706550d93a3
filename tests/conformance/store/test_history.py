"""Revisions are kept as they stood, with their quotes."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from msgspec import UNSET

from service.models import Article, Draft, FoundQuote
from service.store import articles, editing, history, writing
from service.store.database import Database
from service.store.incoming import Incoming, Saved
from service.store.tables import revisions


def incoming(quoted: str, **metadata: Any) -> Incoming:
    body = f"{quoted}, she said."
    found = FoundQuote(text=quoted, kind="direct", start=0, end=len(quoted), speaker="Ada Vance", confidence=0.9)
    return Incoming(Draft(body=body, url="https://a.example/1", **metadata), [found])


async def grown(database: Database) -> str:
    """An article with three revisions: ingested, ingested with other words, corrected."""
    for one in (incoming("It holds", outlet="The Ledger", title="Wall"), incoming("It held", outlet="The Ledger")):
        async with database.write() as connection:
            (saved,) = await writing.save(connection, [one])
    assert isinstance(saved, Saved)
    async with database.write() as connection:
        draft = Draft(body="", outlet="The Courier", title="Corrected")
        await editing.correct(connection, saved.article_id, ["outlet", "title"], draft, expected={2})
    return saved.article_id


async def at(database: Database, article_id: str, revision: int) -> Article | None:
    async with database.read() as connection:
        article = await articles.get(connection, article_id)
        assert article is not None
        return await history.at(connection, article, revision)


async def test_each_revision_is_the_article_as_it_was(database: Database) -> None:
    key = await grown(database)
    first, second, third = [await at(database, key, revision) for revision in (1, 2, 3)]
    assert first is not None
    assert second is not None
    assert third is not None
    assert [one.revision for one in (first, second, third)] == [1, 2, 3]
    assert [one.title for one in (first, second, third)] == ["Wall", "Wall", "Corrected"]
    assert [one.body[:7] for one in (first, second, third)] == ["It hold", "It held", "It held"]
    assert first.outlet is not None
    assert (first.outlet.name, first.corrected, third.corrected) == ("The Ledger", [], ["outlet", "title"])
    assert first.updated_at <= second.updated_at <= third.updated_at
    for one in (first, second, third):
        assert one.quotes is not UNSET
        (quote,) = one.quotes
        assert one.body[quote.start : quote.end] == quote.text
        assert (quote.outlet, quote.article_title) == (one.outlet, one.title)
        assert quote.speaker is not None
        assert quote.speaker.name == "Ada Vance"


async def test_there_is_no_revision_before_the_first_or_after_the_last(database: Database) -> None:
    key = await grown(database)
    assert [await at(database, key, revision) for revision in (0, 4, -1)] == [None, None, None]


async def test_revisions_are_listed_newest_first_in_pages(database: Database) -> None:
    key = await grown(database)
    async with database.read() as connection:
        article = await articles.get(connection, key)
        assert article is not None
        assert await history.numbers(connection, article, before=None, limit=9) == [3, 2, 1]
        assert await history.numbers(connection, article, before=None, limit=2) == [3, 2]
        assert await history.numbers(connection, article, before=2, limit=2) == [1]


async def test_quotes_that_were_not_kept_are_unknown_and_not_none(database: Database) -> None:
    key = await grown(database)
    async with database.write() as connection:  # as an older version left them
        await connection.execute(revisions.update().values(quotes=sa.null()))
    first = await at(database, key, 1)
    assert first is not None
    assert first.quotes is UNSET


async def test_a_deleted_articles_revisions_go_with_it(database: Database) -> None:
    key = await grown(database)
    async with database.write() as connection:
        await writing.delete(connection, key)
        assert not (await connection.execute(sa.select(revisions))).all()
