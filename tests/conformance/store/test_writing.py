from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from service.models import Draft, FoundQuote
from service.store import articles, names, outbox, quotes, speakers, writing
from service.store.articles import ArticleFilter
from service.store.database import Database
from service.store.incoming import Incoming, Saved
from service.store.quotes import QuoteFilter
from service.store.speakers import SpeakerFilter
from service.store.tables import revisions
from service.store.writing import Contradiction

BODY = "The bridge is safe, she said. Nobody believed her."


def incoming(body: str = BODY, **metadata: Any) -> Incoming:
    found = FoundQuote(
        text="The bridge is safe", kind="direct", start=0, end=18, speaker="Ada Vance", speaker_type="person",
        method="cue-subject", confidence=0.9,
    )  # fmt: skip
    return Incoming(Draft(body=body, **metadata), [found])


async def save(database: Database, one: Incoming) -> Saved:
    async with database.write() as connection:
        (saved,) = await writing.save(connection, [one])
    assert isinstance(saved, Saved), saved
    return saved


async def test_an_article_its_quotes_and_their_speakers_are_stored_together(database: Database) -> None:
    saved = await save(database, incoming(title="Bridge", outlet="The Ledger"))
    async with database.read() as connection:
        article = await articles.get(connection, saved.article_id)
        (quote,) = (await quotes.of_articles(connection, [saved.article_id]))[saved.article_id]
        speaker = await speakers.get(connection, "ada-vance")
        waiting = await outbox.waiting(connection)
    assert article is not None
    assert article.body[quote.start : quote.end] == quote.text
    assert (article.title, article.outlet and article.outlet.id) == ("Bridge", "the-ledger")
    assert quote.speaker is not None
    assert (quote.speaker.name, quote.article_title) == ("Ada Vance", "Bridge")
    assert speaker is not None
    assert (speaker.quotes, speaker.articles) == (1, 1)
    assert waiting == 1
    assert article.searchable is False


async def test_nothing_is_stored_when_the_transaction_fails(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.write() as connection:
            await writing.save(connection, [incoming()])
            raise RuntimeError
    async with database.read() as connection:
        assert await articles.page(connection, ArticleFilter(), before=None, limit=9) == []
        assert await outbox.waiting(connection) == 0


async def test_the_same_words_of_the_same_outlet_are_the_same_article(database: Database) -> None:
    first = await save(database, incoming(outlet="The Ledger"))
    again = await save(database, incoming(body=BODY.upper() + "  ", outlet="the ledger"))
    elsewhere = await save(database, incoming(outlet="The Courier"))
    assert again == Saved(first.article_id, "same")
    assert elsewhere.outcome == "created"


async def test_the_same_url_with_other_words_is_a_new_revision_and_the_old_one_is_kept(database: Database) -> None:
    first = await save(database, incoming(url="https://a.example/1"))
    again = await save(database, incoming(body=BODY + " It fell.", url="https://a.example/1"))
    assert again == Saved(first.article_id, "changed")
    async with database.read() as connection:
        article = await articles.get(connection, first.article_id)
        kept = (await connection.execute(revisions.select())).mappings().all()
    assert article is not None
    assert (article.revision, article.body) == (2, BODY + " It fell.")
    assert [(row["revision"], row["content"]["body"]) for row in kept] == [(1, BODY)]


async def test_an_id_and_a_url_of_two_different_articles_are_a_contradiction_and_the_rest_of_the_batch_goes_in(
    database: Database,
) -> None:
    batch = [
        incoming(body="one", external_id="x"),
        incoming(body="two", url="https://a.example/2"),
        incoming(body="three", external_id="x", url="https://a.example/2"),
        incoming(body="four"),
    ]
    async with database.write() as connection:
        saved = await writing.save(connection, batch)
    assert isinstance(saved[2], Contradiction)
    assert [one.outcome for one in saved if isinstance(one, Saved)] == ["created", "created", "created"]


async def test_a_batch_is_stored_as_its_articles_would_be_one_by_one(database: Database) -> None:
    batch = [
        incoming(body="one", url="https://a.example/1"),
        incoming(body="ONE", url="https://a.example/1"),
        incoming(body="one more", url="https://a.example/1"),
        incoming(body="one", external_id="x"),
        incoming(body="one more"),
    ]
    async with database.write() as connection:
        saved = await writing.save(connection, batch)
    made = [one for one in saved if isinstance(one, Saved)]
    assert [one.outcome for one in made] == ["created", "same", "changed", "created", "same"]
    assert len({one.article_id for one in made}) == 2
    async with database.read() as connection:
        found = await articles.by_ids(connection, [one.article_id for one in made])
    assert sorted((article.body, article.revision) for article in found.values()) == [("one", 1), ("one more", 2)]


async def test_an_external_id_that_a_new_revision_does_not_repeat_is_kept(database: Database) -> None:
    first = await save(database, incoming(body="one", external_id="x", url="https://a.example/1"))
    again = await save(database, incoming(body="two", url="https://a.example/1"))
    by_id = await save(database, incoming(body="three", external_id="x"))
    assert [again.outcome, by_id.outcome] == ["changed", "changed"]
    assert {first.article_id, again.article_id, by_id.article_id} == {first.article_id}


async def test_quotes_that_are_no_more_are_named_in_the_outbox(database: Database) -> None:
    first = await save(database, incoming(url="https://a.example/1"))
    async with database.read() as connection:
        (quote,) = (await quotes.of_articles(connection, [first.article_id]))[first.article_id]
    await save(database, Incoming(Draft(body="All is quiet.", url="https://a.example/1"), []))
    async with database.write() as connection:
        (claim,) = await outbox.claim(connection, lease="w", seconds=60, limit=10)
    assert claim.removed_quotes == (quote.id,)


async def test_deleting_takes_the_quotes_and_forgets_speakers_nobody_quotes_any_more(database: Database) -> None:
    saved = await save(database, incoming(outlet="The Ledger"))
    async with database.write() as connection:
        assert await writing.delete(connection, saved.article_id)
        assert not await writing.delete(connection, saved.article_id)
    async with database.read() as connection:
        assert await articles.get(connection, saved.article_id) is None
        assert await quotes.page(connection, QuoteFilter(), after=None, limit=9) == []
        assert await speakers.page(connection, SpeakerFilter(), after=None, limit=9) == []
        assert await names.outlets_page(connection, after=None, limit=9) == []


async def test_a_published_time_is_kept_as_printed_with_or_without_a_zone(database: Database) -> None:
    for body, moment in (("one", "2023-06-29T20:35:00"), ("two", "2023-06-29T20:35:00-05:00")):
        published = datetime.fromisoformat(moment)
        saved = await save(database, incoming(body=body, published_at=published, published_precision="minute"))
        async with database.read() as connection:
            article = await articles.get(connection, saved.article_id)
        assert article is not None
        assert article.published_at == published
        assert article.published_at.tzinfo == published.tzinfo


async def test_every_quote_is_on_one_page_and_none_twice(database: Database) -> None:
    found = [FoundQuote(text=f"Words {n}", kind="direct", start=n, end=n + 7, utterance=n) for n in range(7)]
    for body in ("one", "two", "three"):
        await save(database, Incoming(Draft(body=body), found))
    seen: list[str] = []
    after = None
    async with database.read() as connection:
        while page := await quotes.page(connection, QuoteFilter(), after=after, limit=4):
            seen += [quote.id for _, quote in page]
            after = page[-1][0]
    assert len(seen) == len(set(seen)) == 21


async def test_a_correction_of_the_metadata_is_a_new_revision_and_what_is_not_said_again_stays(
    database: Database,
) -> None:
    first = await save(
        database, incoming(url="https://a.example/1", title="Brige", outlet="The Ledger", section="News")
    )
    corrected = await save(database, incoming(url="https://a.example/1", title="Bridge"))
    assert corrected == Saved(first.article_id, "changed")
    async with database.read() as connection:
        article = await articles.get(connection, first.article_id)
    assert article is not None
    assert article.outlet is not None
    assert (article.title, article.outlet.name, article.section) == ("Bridge", "The Ledger", "News")
    assert (await save(database, incoming(url="https://a.example/1", title="Bridge"))).outcome == "same"


async def test_the_same_words_under_another_url_are_the_same_article_and_it_keeps_its_url(database: Database) -> None:
    first = await save(database, incoming(url="https://a.example/1"))
    again = await save(database, incoming(url="https://a.example/2"))
    async with database.read() as connection:
        article = await articles.get(connection, first.article_id)
    assert again == Saved(first.article_id, "same")
    assert article is not None
    assert article.url == "https://a.example/1"


async def test_words_of_one_article_under_the_url_of_another_are_a_contradiction(database: Database) -> None:
    await save(database, incoming(body="one", url="https://a.example/1"))
    await save(database, incoming(body="two", url="https://a.example/2"))
    async with database.write() as connection:
        (answer,) = await writing.save(connection, [incoming(body="two", url="https://a.example/1")])
    assert isinstance(answer, Contradiction)
