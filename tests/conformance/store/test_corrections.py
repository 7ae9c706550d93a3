"""What a person says of a quote wins over extraction, until it is taken back."""

from __future__ import annotations

import pytest

from service.models import FoundQuote
from service.store import corrections, outbox, quotes, revising, speakers, writing
from service.store.corrections import Change, correct
from service.store.database import Database
from tests.conformance.store.quoting import correct_speaker, said, speaker_ids, store, stored


async def requote(database: Database, article_id: str, *found: FoundQuote, revision: int = 1) -> bool:
    for number, quote in enumerate(found):
        quote.utterance = number
    async with database.write() as connection:
        return await revising.requote(connection, article_id, revision, found)


async def waiting(database: Database) -> dict[str, tuple[str, ...]]:
    """What the outbox holds, taken out of it."""
    async with database.write() as connection:
        claims = await outbox.claim(connection, lease="test", seconds=60, limit=99)
        await outbox.settle(connection, "test", claims, {}, [])
    return {claim.article_id: claim.removed_quotes for claim in claims}


async def test_a_corrected_speaker_is_shown_with_what_was_before_and_the_search_is_told(database: Database) -> None:
    await store(database, "other", said("Else", "Tom Quill"))
    article = await store(database, "a", said("One", "Ada Vance", role="mayor"))
    await waiting(database)
    (quote,) = await stored(database, article)
    async with database.write() as connection:
        await correct(connection, [quote.id], Change(speaker_id="tom-quill", by="A desk", note="heard the tape"))
    (after,) = await stored(database, article)
    assert after.speaker is not None
    assert (after.speaker.id, after.method, after.confidence, after.role) == ("tom-quill", "corrected", 1.0, None)
    assert after.correction is not None
    assert (after.correction.by, after.correction.note) == ("A desk", "heard the tape")
    before = after.correction.before
    assert (before.speaker and before.speaker.id, before.method, before.confidence) == ("ada-vance", "cue-subject", 0.9)
    assert await waiting(database) == {article: ()}
    async with database.read() as connection:
        tom = await speakers.get(connection, "tom-quill")
    assert tom is not None
    assert tom.quotes == 2
    assert [seen.printed for seen in tom.aliases or ()] == ["Tom Quill"]


async def test_a_correction_outlives_re_extraction_revisions_and_the_quote_itself(database: Database) -> None:
    article = await store(database, "a", said("One", "Ada Vance"), said("Two", "Ada Vance"))
    first, _ = await stored(database, article)
    await correct_speaker(database, first, "Tom Quill")
    await requote(database, article, said("One", "Bo Marsh"), said("Two", "Bo Marsh"))
    assert await speaker_ids(database, article) == ["tom-quill", "bo-marsh"]
    await store(database, "a", said("Zero", "Ada Vance"), said("ONE", "Ada Vance"))
    assert await speaker_ids(database, article) == ["ada-vance", "tom-quill"]
    await store(database, "a", said("Two", "Ada Vance"))
    assert await speaker_ids(database, article) == ["ada-vance"]
    await store(database, "a", said("One", None))
    assert await speaker_ids(database, article) == ["tom-quill"]


async def test_a_correction_taken_back_leaves_what_extraction_says_now(database: Database) -> None:
    article = await store(database, "a", said("One", "Ada Vance"))
    (quote,) = await stored(database, article)
    await correct_speaker(database, quote, "Tom Quill")
    async with database.write() as connection:
        await correct(connection, [quote.id], Change(kind="partial"))
    (corrected,) = await stored(database, article)
    assert corrected.speaker is not None
    assert (corrected.speaker.id, corrected.kind) == ("tom-quill", "partial")
    await requote(database, article, said("One", "Bo Marsh"))
    async with database.write() as connection:
        assert await corrections.take_back(connection, quote.id) == article
    (after,) = await stored(database, article)
    assert after.speaker is not None
    assert (after.speaker.id, after.kind, after.method, after.confidence) == ("bo-marsh", "direct", "cue-subject", 0.9)
    assert after.correction is None
    async with database.write() as connection:
        assert await corrections.take_back(connection, quote.id) is None


async def test_nobody_knows_is_a_correction_too(database: Database) -> None:
    article = await store(database, "a", said("One", "Ada Vance"))
    (quote,) = await stored(database, article)
    async with database.write() as connection:
        await correct(connection, [quote.id], Change(speaker_id=None))
    await requote(database, article, said("One", "Bo Marsh"))
    (after,) = await stored(database, article)
    assert (after.speaker, after.method, after.confidence) == (None, "corrected", 0.0)


async def test_what_is_no_quote_stays_away_until_that_is_taken_back(database: Database) -> None:
    article = await store(database, "a", said("One", "Ada Vance"), said("Two", "Tom Quill"))
    quote, _ = await stored(database, article)
    await waiting(database)
    async with database.write() as connection:
        await correct(connection, [quote.id], Change(is_no_quote=True))
    assert await waiting(database) == {article: (quote.id,)}
    again = (said("One", "Ada Vance"), said("Two", "Tom Quill"))
    assert not await requote(database, article, *again)
    assert [one.text for one in await stored(database, article)] == ["Two"]
    async with database.write() as connection:
        assert await corrections.take_back(connection, quote.id) == article
    assert await requote(database, article, *again)
    assert await speaker_ids(database, article) == ["ada-vance", "tom-quill"]


async def test_re_extraction_that_finds_the_same_changes_nothing_and_makes_no_revision(database: Database) -> None:
    article = await store(database, "a", said("One", "Ada Vance"), said("Two", "a spokesman", "unnamed"))
    (quote, _) = before = await stored(database, article)
    await correct_speaker(database, quote, "Tom Quill")
    before = await stored(database, article)
    await waiting(database)
    again = (said("One", "Ada Vance"), said("Two", "a spokesman", "unnamed"))
    assert not await requote(database, article, *again)
    assert await stored(database, article) == before
    assert await waiting(database) == {}
    assert not await requote(database, article, said("One", "Bo Marsh"), revision=2), "it was another revision"


@pytest.mark.parametrize("take_back", [True, False])
async def test_deleting_an_article_takes_its_corrections_and_local_speakers(
    database: Database, *, take_back: bool
) -> None:
    article = await store(database, "a", said("One", "Ada Vance"))
    (quote,) = await stored(database, article)
    local = await correct_speaker(database, quote, "a spokesman", "unnamed")
    async with database.write() as connection:
        if take_back:
            await corrections.take_back(connection, quote.id)
        assert await writing.delete(connection, article)
        assert await speakers.current(connection, [local, "ada-vance"]) == {}
        assert await quotes.get(connection, quote.id) is None
        assert await corrections.take_back(connection, quote.id) is None
