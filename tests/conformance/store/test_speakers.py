"""One person, one speaker, across articles."""

from __future__ import annotations

from datetime import date
from itertools import permutations

from service.models import Speaker, SpeakerType
from service.store import articles, speakers, writing
from service.store.articles import ArticleFilter
from service.store.database import Database
from service.store.speakers import SpeakerFilter
from tests.conformance.store.quoting import said, speaker_ids, store, stored


async def listed(database: Database, q: str = "", *types: SpeakerType) -> list[Speaker]:
    async with database.read() as connection:
        return await speakers.page(connection, SpeakerFilter(q, types), after=None, limit=99)


async def read(database: Database, speaker_id: str) -> Speaker:
    async with database.read() as connection:
        found = await speakers.get(connection, speaker_id)
    assert found is not None
    return found


async def test_spellings_of_one_name_are_one_speaker_with_aliases_and_roles_and_their_days(database: Database) -> None:
    await store(database, "a", said("One", "Volodymyr Zelenskyy", role="president"), day="2024-05-02")
    await store(database, "b", said("Two", "Vladimir Zelensky", role="actor"), day="2019-03-30")
    await store(database, "c", said("Three", "Volodymyr Zelenskyy", role="president"), day="2023-01-01")
    await store(database, "d", said("Four", "Volodymyr Zelenskyy"))
    (one,) = await listed(database)
    assert (one.id, one.name, one.quotes, one.articles) == ("volodymyr-zelenskyy", "Volodymyr Zelenskyy", 4, 4)
    detail = await read(database, one.id)
    assert [(seen.printed, seen.quotes, seen.first_seen, seen.last_seen) for seen in detail.aliases or ()] == [
        ("Volodymyr Zelenskyy", 3, date(2023, 1, 1), date(2024, 5, 2)),
        ("Vladimir Zelensky", 1, date(2019, 3, 30), date(2019, 3, 30)),
    ]
    assert [(seen.printed, seen.quotes) for seen in detail.roles or ()] == [("president", 2), ("actor", 1)]


async def test_who_is_one_speaker_does_not_depend_on_who_came_first(database: Database) -> None:
    names = ("Zelensky", "Volodymyr Zelenskyy", "Vladimir Zelensky", "Olena Zelenska")
    for number, order in enumerate(permutations(names)):
        made = {}
        for name in order:
            (made[name],) = await speaker_ids(database, await store(database, f"{number}{name}", said("One", name)))
        together = {frozenset(name for name in names if made[name] == key) for key in made.values()}
        assert together == {
            frozenset(("Zelensky",)),
            frozenset(("Volodymyr Zelenskyy", "Vladimir Zelensky")),
            frozenset(("Olena Zelenska",)),
        }
        async with database.write() as connection:
            found = await articles.page(connection, ArticleFilter(), before=None, limit=9)
            for article in found:
                await writing.delete(connection, article.id)


async def test_a_surname_alone_is_nobody_of_that_surname(database: Database) -> None:
    await store(database, "a", said("One", "Hillary Clinton"), said("Two", "Bill Clinton"))
    article = await store(database, "b", said("Three", "Clinton"))
    assert await speaker_ids(database, article) == ["clinton"]
    assert [one.id for one in await listed(database)] == ["bill-clinton", "clinton", "hillary-clinton"]


async def test_sources_without_a_name_are_speakers_of_one_article_and_not_in_the_list(database: Database) -> None:
    one = await store(database, "a", said("One", "a spokesman", "unnamed"), said("Two", "The spokesman", "unnamed"))
    other = await store(database, "b", said("One", "a spokesman", "unnamed"), said("Two", "the report", "organisation"))
    first, again = await speaker_ids(database, one)
    spokesman, report = await speaker_ids(database, other)
    assert first == again
    assert len({first, spokesman, report}) == 3
    assert await listed(database) == []
    assert {found.id for found in await listed(database, "", "unnamed")} == {first, spokesman}
    assert {found.article_id for found in await listed(database, "", "unnamed")} == {one, other}
    assert report is not None
    assert ((await read(database, report)).type, (await read(database, report)).article_id) == ("organisation", other)


async def test_bodies_with_a_name_are_shared_by_articles(database: Database) -> None:
    one = await store(database, "a", said("One", "the Heritage Foundation", "organisation"))
    other = await store(database, "b", said("One", "Heritage Foundation", "organisation"))
    assert await speaker_ids(database, one) == await speaker_ids(database, other) == ["the-heritage-foundation"]


async def test_two_names_with_one_slug_get_two_ids(database: Database) -> None:
    article = await store(
        database, "a", said("One", "Jo-Ann Bay"), said("Two", "JoAnn Bay"), said("Three", "Jo Ann Bay")
    )
    assert await speaker_ids(database, article) == ["jo-ann-bay", "joann-bay", "jo-ann-bay"]


async def test_speakers_are_found_by_a_part_of_any_of_their_names_in_any_spelling(database: Database) -> None:
    await store(database, "a", said("One", "Volodymyr Zelenskyy"), said("Two", "Zoë Quill"))
    await store(database, "b", said("One", "the Quill Trust", "organisation"))
    assert [one.name for one in await listed(database, "vladimir zel")] == ["Volodymyr Zelenskyy"]
    assert [one.name for one in await listed(database, "zelenskiy")] == ["Volodymyr Zelenskyy"]
    assert [one.name for one in await listed(database, "quill")] == ["the Quill Trust", "Zoë Quill"]
    assert [one.name for one in await listed(database, "quill", "person")] == ["Zoë Quill"]
    assert await listed(database, "%") == []
    assert await listed(database, "_") == []


async def test_speakers_nobody_quotes_any_more_are_forgotten_with_their_names(database: Database) -> None:
    article = await store(database, "a", said("One", "Ada Vance"), said("Two", "a spokesman", "unnamed"))
    ids = await speaker_ids(database, article)
    async with database.write() as connection:
        await writing.delete(connection, article)
        assert await speakers.current(connection, [key for key in ids if key]) == {}


async def test_candidates_are_kept_also_when_somebody_was_chosen(database: Database) -> None:
    article = await store(
        database,
        "a",
        said("One", "Ada Vance", candidates=["Ada Vance", "Tom Quill"]),
        said("Two", None, candidates=["X"]),
    )
    assert [quote.candidates for quote in await stored(database, article)] == [["Ada Vance", "Tom Quill"], ["X"]]
