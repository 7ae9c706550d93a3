"""Merging and splitting speakers, now and for what is yet to come."""

from __future__ import annotations

from service.store import merging, outbox, quotes, speakers
from service.store.database import Database
from service.store.merging import Decision, Selection
from service.store.quotes import QuoteFilter
from tests.conformance.store.quoting import correct_speaker, said, speaker_ids, store, stored
from tests.conformance.store.test_corrections import waiting


async def merge(database: Database, one: str, into: str) -> None:
    async with database.write() as connection:
        await merging.merge(connection, one, into, Decision())


async def split(database: Database, one: str, into: str, **selected: tuple[str, ...]) -> str:
    """Split into a speaker of this name; returns the id."""
    async with database.write() as connection:
        other = await merging.named_anew(connection, into, "person", one)
        await merging.split(connection, one, other, Selection(**selected), Decision())
    return other


async def test_a_merged_name_means_the_other_from_now_on_and_its_id_leads_there(database: Database) -> None:
    full = await store(database, "a", said("One", "Volodymyr Zelenskyy"))
    bare = await store(database, "b", said("Two", "Zelensky"))
    await waiting(database)
    await merge(database, "zelensky", "volodymyr-zelenskyy")
    assert await waiting(database) == {bare: ()}
    assert await speaker_ids(database, bare) == ["volodymyr-zelenskyy"]
    later = await store(database, "c", said("Three", "Zelenskiy"))
    assert await speaker_ids(database, later) == ["volodymyr-zelenskyy"]
    async with database.read() as connection:
        found = await speakers.get(connection, "zelensky")
        by_old_id = await quotes.page(connection, QuoteFilter(speakers=("zelensky",)), after=None, limit=9)
    assert found is not None
    assert (found.id, found.quotes) == ("volodymyr-zelenskyy", 3)
    assert {quote.article_id for _, quote in by_old_id} == {full, bare, later}


async def test_a_merged_name_is_remembered_when_all_its_quotes_are_gone(database: Database) -> None:
    await store(database, "a", said("One", "Volodymyr Zelenskyy"))
    bare = await store(database, "b", said("Two", "Zelensky"))
    await merge(database, "zelensky", "volodymyr-zelenskyy")
    await store(database, "a")
    await store(database, "b")
    await store(database, "b", said("Two", "Zelensky"))
    assert await speaker_ids(database, bare) == ["volodymyr-zelenskyy"]


async def test_merges_follow_each_other_and_every_old_id_leads_to_the_last(database: Database) -> None:
    article = await store(database, "a", said("One", "Ann Bay"), said("Two", "Bo Marsh"), said("Three", "Cy Dell"))
    await merge(database, "ann-bay", "bo-marsh")
    await merge(database, "bo-marsh", "cy-dell")
    assert await speaker_ids(database, article) == ["cy-dell"] * 3
    async with database.read() as connection:
        assert await speakers.current(connection, ["ann-bay", "bo-marsh"]) == dict.fromkeys(
            ("ann-bay", "bo-marsh"), "cy-dell"
        )


async def test_a_split_spelling_is_anothers_and_the_rest_stays(database: Database) -> None:
    russian = await store(database, "a", said("One", "Vladimir Petrov"))
    ukrainian = await store(database, "b", said("Two", "Volodymyr Petrov"))
    assert await speaker_ids(database, russian) == await speaker_ids(database, ukrainian)
    other = await split(database, "vladimir-petrov", "Volodymyr Petrov", aliases=("Volodymyr Petrov",))
    assert other == "volodymyr-petrov"
    assert await speaker_ids(database, russian) == ["vladimir-petrov"]
    assert await speaker_ids(database, ukrainian) == [other]
    later = await store(database, "c", said("1", "Volodymyr Petrov"), said("2", "Vladimir Petrov"))
    assert await speaker_ids(database, later) == [other, "vladimir-petrov"]


async def test_splitting_the_last_spelling_takes_the_unseen_ones_along(database: Database) -> None:
    await store(database, "a", said("One", "Volodymyr Zelenskyy"))
    await store(database, "b", said("Two", "Zelensky"))
    await merge(database, "zelensky", "volodymyr-zelenskyy")
    other = await split(database, "volodymyr-zelenskyy", "Oleksandr Zelensky", aliases=("Zelensky",))
    later = await store(database, "c", said("Three", "Zelenskiy"))
    assert await speaker_ids(database, later) == [other]


async def test_namesakes_are_told_apart_by_outlet_for_good(database: Database) -> None:
    mine = await store(database, "a", said("One", "John Marsh"), outlet="The Ledger")
    theirs = await store(database, "b", said("Two", "John Marsh"), outlet="The Courier")
    await waiting(database)
    other = await split(database, "john-marsh", "John Marsh", outlets=("the-courier",))
    assert other == "john-marsh-2"
    assert await waiting(database) == {theirs: ()}
    later = await store(database, "c", said("Three", "John Marsh"), outlet="The Courier")
    elsewhere = await store(database, "d", said("Four", "John Marsh"), outlet="The Ledger")
    for article, expected in ((mine, "john-marsh"), (theirs, other), (later, other), (elsewhere, "john-marsh")):
        assert await speaker_ids(database, article) == [expected]


async def test_an_article_can_mean_another_than_its_outlet_and_quotes_another_than_their_article(
    database: Database,
) -> None:
    one = await store(database, "a", said("1", "Ann Bay"), said("2", "Ann Bay"), outlet="The Ledger")
    other = await store(database, "b", said("3", "Ann Bay"), outlet="The Ledger")
    first, _ = await stored(database, one)
    by_article = await split(database, "ann-bay", "Ann Bay", articles=(one,))
    by_outlet = await split(database, "ann-bay", "Ann Lund", outlets=("the-ledger",))
    by_quote = await split(database, by_article, "Ann Moss", quotes=(first.id,))
    assert await speaker_ids(database, one) == [by_quote, by_article]
    assert await speaker_ids(database, other) == [by_outlet]
    await store(database, "a", said("1", "Ann Bay"), said("2", "Ann Bay"), said("4", "Ann Bay"), outlet="The Ledger")
    assert await speaker_ids(database, one) == [by_quote, by_article, by_article]


async def test_a_correction_of_one_quote_stays_when_its_outlet_is_split_off(database: Database) -> None:
    article = await store(database, "a", said("1", "Ann Bay"), said("2", "Ann Bay"), outlet="The Ledger")
    first, _ = await stored(database, article)
    await correct_speaker(database, first, "Ann Bay")
    other = await split(database, "ann-bay", "Ann Lund", outlets=("the-ledger",))
    assert await speaker_ids(database, article) == ["ann-bay", other]


async def test_a_speaker_of_very_many_quotes_is_merged_and_split_in_a_few_statements(database: Database) -> None:
    found = [said(f"Words {number}", "Ann Bay") for number in range(3000)]
    article = await store(database, "a", *found, outlet="The Ledger")
    await store(database, "b", said("One", "Bo Marsh"))
    await waiting(database)
    await merge(database, "ann-bay", "bo-marsh")
    async with database.read() as connection:
        assert await outbox.waiting(connection) == 1
    other = await split(database, "bo-marsh", "Cy Dell", outlets=("the-ledger",))
    assert set(await speaker_ids(database, article)) == {other}
