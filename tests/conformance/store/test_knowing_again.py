"""Which article that comes in is one that is there: by its external id, any of its addresses, or its words."""

from __future__ import annotations

from typing import Any

from service.models import Draft
from service.store import articles, editing, writing
from service.store.articles import ArticleFilter
from service.store.database import Database
from service.store.incoming import Incoming, Saved
from service.store.known import Contradiction

URL = "https://www.paper.example/wall-10432"
BODY = "The wall will be raised."


async def save(database: Database, body: str = BODY, **metadata: Any) -> Saved:
    async with database.write() as connection:
        (saved,) = await writing.save(connection, [Incoming(Draft(body=body, **metadata), [])])
    assert isinstance(saved, Saved), saved
    return saved


async def urls(database: Database) -> list[str | None]:
    """The printed address of each article, the latest first."""
    async with database.read() as connection:
        return [one.url for one in await articles.page(connection, ArticleFilter(), before=None, limit=9)]


async def test_another_form_of_the_address_is_the_same_article_and_it_keeps_the_one_that_it_has(
    database: Database,
) -> None:
    first = await save(database, url=URL)
    for form in ("http://m.paper.example/wall-10432/", "https://paper.example/wall-10432/amp?amp=1"):
        assert await save(database, url=form) == Saved(first.article_id, "same")
    changed = await save(database, "The wall will be lowered.", url="https://amp.paper.example/wall-10432")
    assert changed == Saved(first.article_id, "changed")
    assert await urls(database) == [URL]


async def test_an_article_found_at_another_address_by_its_words_is_known_by_that_from_then_on(
    database: Database,
) -> None:
    first = await save(database, url=URL)
    assert await save(database, url="https://paper.example/moved/wall") == Saved(first.article_id, "same")
    changed = await save(database, "The wall will be lowered.", url="http://m.paper.example/moved/wall")
    assert changed == Saved(first.article_id, "changed")
    assert await urls(database) == [URL]


async def test_an_article_that_moved_is_known_by_its_old_address_too(database: Database) -> None:
    first = await save(database, url=URL, external_id="x")
    moved = await save(database, "New words.", url="https://paper.example/new-place", external_id="x")
    assert (moved.article_id, moved.outcome) == (first.article_id, "changed")
    assert await urls(database) == ["https://paper.example/new-place"]
    assert (await save(database, "Other words.", url=URL)).article_id == first.article_id


async def test_one_batch_knows_the_addresses_that_it_has_brought_itself(database: Database) -> None:
    batch = [
        Incoming(Draft(body=BODY, url=URL), []),
        Incoming(Draft(body=BODY, url="https://paper.example/moved"), []),
        Incoming(Draft(body="Other words.", url="https://m.paper.example/moved"), []),
    ]
    async with database.write() as connection:
        saved = await writing.save(connection, batch)
    assert [one.outcome for one in saved if isinstance(one, Saved)] == ["created", "same", "changed"]


async def test_an_address_goes_with_its_article(database: Database) -> None:
    first = await save(database, url=URL)
    await save(database, url="https://paper.example/moved")
    async with database.write() as connection:
        await writing.delete(connection, first.article_id)
    again = await save(database, url="https://paper.example/moved")
    assert again.outcome == "created"


async def test_an_address_of_one_and_the_external_id_of_another_are_a_contradiction(database: Database) -> None:
    await save(database, url=URL)
    await save(database, url="https://paper.example/moved")
    await save(database, "Other words.", external_id="x")
    both = Incoming(Draft(body="New words.", external_id="x", url="https://paper.example/moved/amp"), [])
    async with database.write() as connection:
        (answer,) = await writing.save(connection, [both])
    assert isinstance(answer, Contradiction)


async def test_a_page_is_known_after_its_outlet_was_corrected(database: Database) -> None:
    first = await save(database, outlet="Wrong Outlet")
    async with database.write() as connection:
        await editing.correct(connection, first.article_id, ["outlet"], Draft(body="", outlet="Right"), expected=None)
    again = await save(database, outlet="Wrong Outlet")
    assert (again.article_id, again.outcome) == (first.article_id, "same")
    assert (await save(database, outlet="Right")).article_id == first.article_id


async def test_an_address_that_was_corrected_is_not_the_articles_any_more(database: Database) -> None:
    """A person said so: what is found there later is another article."""
    first = await save(database, url="https://paper.example/wrong")
    async with database.write() as connection:
        await editing.correct(connection, first.article_id, ["url"], Draft(body="", url=URL), expected=None)
    other = await save(database, "What really stands there.", url="https://paper.example/wrong")
    assert other.outcome == "created"
    assert await urls(database) == ["https://paper.example/wrong", URL]
