"""Articles that are nearly the same are linked to one of them, and to nothing that they are not like."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from service.models import Article, Draft
from service.store import articles, duplicates, outbox, writing
from service.store.articles import ArticleFilter
from service.store.database import Database
from service.store.incoming import Incoming, Saved
from service.store.tables import articles as table
from service.store.tables import sketches
from tests.copies import DISCLAIMER, cut, paragraph, reworded, story

AGENCY = story(1)


def draft(body: str, **metadata: Any) -> Incoming:
    return Incoming(Draft(body=body, **metadata), [])


async def save(database: Database, *batch: Incoming) -> list[Saved]:
    async with database.write() as connection:
        saved = await writing.save(connection, batch)
    assert all(isinstance(one, Saved) for one in saved), saved
    return [one for one in saved if isinstance(one, Saved)]


async def read(database: Database, *saved: Saved) -> list[Article]:
    async with database.read() as connection:
        found = await articles.by_ids(connection, [one.article_id for one in saved])
    return [found[one.article_id] for one in saved]


async def links(database: Database) -> dict[str, str | None]:
    """Every article's body with that of the one that it is linked to. It never dangles, nor leads on to a third."""
    async with database.read() as connection:
        found = {one.id: one for one in await articles.page(connection, ArticleFilter(), before=None, limit=1000)}
    for one in found.values():
        assert (one.duplicate_of is None) == (one.similarity is None)
        if one.duplicate_of:
            assert found[one.duplicate_of].duplicate_of is None
    return {one.body: found[one.duplicate_of].body if one.duplicate_of else None for one in found.values()}


COPIES = {
    "the same words in another outlet": AGENCY,
    "one word of fifteen changed": reworded(AGENCY, 15),
    "the first half": cut(AGENCY, 0.5),
    "a new first paragraph": "\n\n".join([paragraph(50), *AGENCY.split("\n\n")[1:]]),
    "two more paragraphs": "\n\n".join([AGENCY, paragraph(51), paragraph(52)]),
    "other marks and lines": AGENCY.replace(". ", " — ").replace("\n\n", "\n").upper(),
    "a disclaimer under it": f"{AGENCY}\n\n{DISCLAIMER}",
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES.keys())
async def test_a_copy_is_its_own_article_and_linked_to_the_one_that_was_there_first(
    database: Database, copy: str
) -> None:
    first, _ = await save(database, draft(AGENCY, outlet="Wire"), draft(story(2), outlet="Wire"))
    (second,) = await save(database, draft(copy, outlet="The Ledger"))
    assert (second.outcome, second.duplicate_of) == ("created", first.article_id)
    original, printed = await read(database, first, second)
    assert (original.duplicate_of, original.similarity) == (None, None)
    assert printed.duplicate_of == first.article_id
    assert 0.5 <= (printed.similarity or 0) <= 1


OTHERS = {
    "another story": story(3),
    "a third of it in another story": f"{story(4, 4)}\n\n{paragraph(1)}",
    "every third word changed": reworded(AGENCY, 3),
    "a passage of it": " ".join(AGENCY.split(" ")[:30]),
    "a few words": "Nothing is known.",
    "nothing but punctuation and one letter": "a. — …",
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS.keys())
async def test_what_is_not_nearly_the_same_is_not_linked(database: Database, other: str) -> None:
    await save(database, draft(AGENCY))
    (second,) = await save(database, draft(other))
    assert second.duplicate_of is None


async def test_a_cut_off_copy_is_linked_however_short_it_is(database: Database) -> None:
    (first,) = await save(database, draft(AGENCY))
    (second,) = await save(database, draft(cut(AGENCY, 0.2), truncated=True))
    assert second.duplicate_of == first.article_id


async def test_a_disclaimer_under_two_texts_does_not_make_them_alike(database: Database) -> None:
    notes = [f"{paragraph(seed, 12)}\n\n{DISCLAIMER}" for seed in range(60, 64)]
    saved = await save(database, *(draft(note, outlet="The Ledger") for note in notes))
    assert [one.duplicate_of for one in saved] == [None] * 4


async def test_two_alike_in_one_batch_are_linked_as_they_would_be_one_by_one(database: Database) -> None:
    saved = await save(
        database, draft(AGENCY, outlet="A"), draft(story(2)), draft(AGENCY, outlet="B"), draft(AGENCY, outlet="C")
    )
    first = saved[0].article_id
    assert [one.duplicate_of for one in saved] == [None, None, first, first]


async def test_in_whatever_order_copies_come_they_are_one_group(database: Database) -> None:
    for shift in range(3):
        seed = 100 + shift
        copies = [story(seed), reworded(story(seed), 12), f"{story(seed)}\n\n{paragraph(seed + 50)}"]
        saved = [
            (await save(database, draft(copy, outlet=f"O{number}")))[0]
            for number, copy in enumerate(copies[shift:] + copies[:shift])
        ]
        assert [one.duplicate_of for one in saved] == [None, saved[0].article_id, saved[0].article_id]


async def test_a_chain_makes_no_claim_on_those_that_are_not_alike(database: Database) -> None:
    """B is like A, and C like B; but C is not like A, and is not linked to it."""
    parts = [paragraph(seed) for seed in range(70, 80)]
    a, b, c = ("\n\n".join(parts[start : start + 6]) for start in (0, 2, 4))
    await save(database, draft(a), draft(b), draft(c))
    assert await links(database) == {a: None, b: a, c: None}


async def test_when_the_first_is_deleted_the_others_are_a_group_of_their_own(database: Database) -> None:
    first, second, third = await save(database, *(draft(AGENCY, outlet=outlet) for outlet in "ABC"))
    async with database.write() as connection:
        await writing.delete(connection, first.article_id)
    two, three = await read(database, second, third)
    assert (two.duplicate_of, two.similarity) == (None, None)
    assert (three.duplicate_of, three.similarity) == (second.article_id, 1.0)
    (fourth,) = await save(database, draft(AGENCY, outlet="D"))
    assert fourth.duplicate_of == second.article_id


async def test_those_left_behind_are_linked_only_to_what_they_are_like(database: Database) -> None:
    parts = [paragraph(seed) for seed in range(80, 90)]
    middle, before, after = ("\n\n".join(parts[start : start + 6]) for start in (2, 0, 4))
    saved = await save(database, draft(middle), draft(before), draft(after))
    assert await links(database) == {middle: None, before: middle, after: middle}
    async with database.write() as connection:
        await writing.delete(connection, saved[0].article_id)
    assert await links(database) == {before: None, after: None}


async def test_a_copy_whose_text_changes_leaves_the_group_and_may_come_back(database: Database) -> None:
    first, second = await save(database, draft(AGENCY), draft(AGENCY, outlet="B", url="https://b.example/1"))
    (changed,) = await save(database, draft(story(5), outlet="B", url="https://b.example/1"))
    assert (changed.article_id, changed.outcome, changed.duplicate_of) == (second.article_id, "changed", None)
    (back,) = await save(database, draft(reworded(AGENCY, 20), outlet="B", url="https://b.example/1"))
    assert back.duplicate_of == first.article_id


async def test_a_first_whose_text_changes_leaves_the_others_as_a_group(database: Database) -> None:
    first, second, third = await save(
        database,
        draft(AGENCY, outlet="A", url="https://a.example/1"),
        draft(AGENCY, outlet="B"),
        draft(reworded(AGENCY, 12), outlet="C"),
    )
    await save(database, draft(story(6), outlet="A", url="https://a.example/1"))
    one, two, three = await read(database, first, second, third)
    assert (one.duplicate_of, two.duplicate_of, three.duplicate_of) == (None, None, second.article_id)


async def test_a_changed_article_is_found_by_its_new_words_and_not_by_its_old_ones(database: Database) -> None:
    (first,) = await save(database, draft(AGENCY, url="https://a.example/1"))
    await save(database, draft(story(7), url="https://a.example/1"))
    old, new = await save(database, draft(AGENCY, outlet="B"), draft(story(7), outlet="B"))
    assert (old.duplicate_of, new.duplicate_of) == (None, first.article_id)


async def test_a_correction_of_metadata_leaves_the_links_alone(database: Database) -> None:
    first, _ = await save(database, draft(AGENCY, outlet="A"), draft(AGENCY, outlet="B", url="https://b.example/"))
    (changed,) = await save(database, draft(AGENCY, outlet="B", url="https://b.example/", title="Now with a title"))
    assert (changed.outcome, changed.duplicate_of) == ("changed", first.article_id)


async def waiting(database: Database) -> set[str]:
    """The articles that wait to be projected, which are then taken for done."""
    async with database.write() as connection:
        claims = await outbox.claim(connection, lease="w", seconds=60, limit=1000)
        await outbox.settle(connection, "w", claims, {}, [])
    return {claim.article_id for claim in claims}


async def test_whose_group_changes_is_projected_again(database: Database) -> None:
    first, alone = await save(database, draft(AGENCY, outlet="A"), draft(story(2)))
    await waiting(database)
    (second,) = await save(database, draft(AGENCY, outlet="B"))
    assert await waiting(database) == {first.article_id, second.article_id}
    (third,) = await save(database, draft(AGENCY, outlet="C"))
    assert await waiting(database) == {third.article_id}
    async with database.write() as connection:
        await writing.delete(connection, first.article_id)
    assert await waiting(database) == {first.article_id, second.article_id, third.article_id}
    assert alone.duplicate_of is None


async def test_no_number_is_kept_for_more_articles_than_the_limit_and_still_all_are_linked(database: Database) -> None:
    many = duplicates.MOST_HOLDERS + 20
    saved = await save(database, *(draft(AGENCY, outlet=f"Outlet {number}") for number in range(many)))
    (later,) = await save(database, draft(AGENCY, outlet="One more"))
    assert {one.duplicate_of for one in [*saved[1:], later]} == {saved[0].article_id}
    async with database.read() as connection:
        held = sa.select(sa.func.count()).select_from(sketches).group_by(sketches.c.number)
        assert max(await connection.scalars(held)) <= duplicates.MOST_HOLDERS


async def test_articles_of_an_older_store_are_compared_later(database: Database) -> None:
    saved = await save(database, *(draft(AGENCY, outlet=outlet) for outlet in "ABC"), draft(story(9)))
    async with database.write() as connection:  # as a migration leaves them
        await connection.execute(sketches.delete())
        await connection.execute(table.update().values(compared=False, duplicate_of=None, similarity=None))
        left = await duplicates.not_compared(connection, 2)
        assert left == [one.article_id for one in saved[:2]]
        await duplicates.settle(connection, left)
        moved = await duplicates.settle(connection, await duplicates.not_compared(connection, 100))
        assert await duplicates.not_compared(connection, 1) == []
    assert moved == {saved[0].article_id, saved[2].article_id}
    found = await read(database, *saved)
    first = saved[0].article_id
    assert [one.duplicate_of for one in found] == [None, first, first, None]


async def test_a_text_that_repeats_itself_or_has_no_end_is_taken(database: Database) -> None:
    bodies = ["word " * 5_000, "x" * 300_000, "字" * 30_000, "\n".join(["a b c d e f g h"] * 4_000)]
    saved = await save(database, *(draft(body) for body in bodies), *(draft(body, outlet="B") for body in bodies))
    assert len(saved) == 8
    assert saved[-2].duplicate_of in {None, saved[2].article_id}
