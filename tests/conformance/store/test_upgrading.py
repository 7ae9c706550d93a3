"""A store of the version before, with articles in it, goes on as if it had always been of this one."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa
from msgspec import UNSET

from service.identity import quote_ids
from service.models import Draft
from service.store import articles, duplicates, history, speakers, writing
from service.store.database import Database
from service.store.incoming import Incoming, Saved
from service.store.migrate import migrate
from tests.conformance.store.quoting import said, speaker_ids, store, stored
from tests.copies import story

_SPEAKERS = [
    ("vladimir-zelensky", "Vladimir Zelensky", "person"),
    ("volodymyr-zelenskyy", "Volodymyr Zelenskyy", "person"),
    ("the-report", "the report", "organisation"),
]
_SAID = ["volodymyr-zelenskyy", "vladimir-zelensky", "volodymyr-zelenskyy", "the-report", None]
_ARTICLE = sa.text(
    "INSERT INTO articles (id, url, fingerprint, body, authors, truncated, revision, created_at, updated_at) VALUES "
    "(:id, :url, :id, :body, '[]', false, :revision, '2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z')"
)
_QUOTE = sa.text(
    'INSERT INTO quotes (id, article_id, position, text, kind, start, "end", method, confidence, utterance_id) VALUES '
    "('q', 'a', 0, 'word', 'partial', 0, 4, 'none', 0, 'q')"
)
_REVISION = sa.table(
    "revisions", *(sa.column(name) for name in ("article_id", "revision", "replaced_at")), sa.column("content", sa.JSON)
)
_CONTENT = {
    "external_id": None, "url": None, "title": "Old", "standfirst": None, "body": "Old words.", "agency": None,
    "authors": [], "section": None, "language": None, "published_precision": None, "truncated": False,
    "outlet_id": None, "published_at": None, "updated_at": "2023-01-01T00:00:00Z",
}  # fmt: skip


async def _fill(database: Database) -> None:
    """An article as version 0001 kept it."""
    article = {
        "id": "a1", "external_id": "a", "fingerprint": "f", "body": "One Two Three Four Five", "authors": "[]",
        "truncated": False, "revision": 1, "indexed_revision": 1, "created_at": "2024-01-01T00:00:00Z",
        "updated_at": "2024-01-01T00:00:00Z", "published_ts": 1_700_000_000,
    }  # fmt: skip
    texts = ["One", "Two", "Three", "Four", "Five"]
    ids = quote_ids("a1", texts)
    async with database.write() as connection:
        for key, name, kind in _SPEAKERS:
            row = {"id": key, "name": name, "type": kind}
            await connection.execute(sa.text("INSERT INTO speakers (id, name, type) VALUES (:id, :name, :type)"), row)
        columns = ", ".join(article)
        values = ", ".join(f":{name}" for name in article)
        await connection.execute(sa.text(f"INSERT INTO articles ({columns}) VALUES ({values})"), article)  # noqa: S608
        for position, (key, text, who) in enumerate(zip(ids, texts, _SAID, strict=True)):
            await connection.execute(
                sa.text(
                    'INSERT INTO quotes (id, article_id, position, text, kind, start, "end", speaker_id, method,'
                    " confidence, utterance_id) VALUES (:id, 'a1', :position, :text, 'direct', 0, 3, :who, 'nearby',"
                    " 0.5, :id)"
                ),
                {"id": key, "position": position, "text": text, "who": who},
            )


async def test_spellings_of_one_name_come_together_and_their_old_ids_lead_there(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'store.db'}")
    await migrate(database, "0001")
    await _fill(database)
    await migrate(database)
    assert await speaker_ids(database, "a1") == ["volodymyr-zelenskyy"] * 3 + ["the-report", None]
    async with database.read() as connection:
        found = await speakers.get(connection, "vladimir-zelensky")
    assert found is not None
    assert (found.id, found.quotes) == ("volodymyr-zelenskyy", 3)
    assert [(seen.printed, seen.quotes) for seen in found.aliases or ()] == [
        ("Volodymyr Zelenskyy", 2),
        ("Vladimir Zelensky", 1),
    ]
    assert (await stored(database, "a1"))[0].candidates == []
    later = await store(database, "b", said("Six", "Vladimir Zelenskiy"), said("Seven", "the report", "organisation"))
    person, report = await speaker_ids(database, later)
    assert person == "volodymyr-zelenskyy"
    assert report not in {None, "the-report"}
    await database.close()


async def test_what_an_older_version_stored_is_there_and_known_and_compared(empty_database: Database) -> None:
    await migrate(empty_database, "0001")
    async with empty_database.write() as connection:
        for key, url in (("a", "https://www.a.example/1"), ("b", "http://a.example/1"), ("c", None)):
            body = story(1) if key != "b" else story(2)
            await connection.execute(_ARTICLE, {"id": key, "url": url, "body": body, "revision": 1 + (key == "a")})
        await connection.execute(_QUOTE)
        kept = {"article_id": "a", "revision": 1, "content": _CONTENT, "replaced_at": "2024-01-01T00:00:00Z"}
        await connection.execute(_REVISION.insert().values(kept))
    await migrate(empty_database)
    async with empty_database.write() as connection:
        assert await connection.scalar(sa.text("SELECT count(*) FROM quotes")) == 1
        assert await duplicates.settle(connection, await duplicates.not_compared(connection, 9)) == {"a", "c"}
        article = await articles.get(connection, "a")
        assert article is not None
        first = await history.at(connection, article, 1)
        assert first is not None
        assert (first.title, first.quotes) == ("Old", UNSET)
        # Two that an older version took for different articles stay two, each known by its very address.
        for url, key in (("http://a.example/1", "b"), ("https://www.a.example/1", "a"), ("https://m.a.example/1", "a")):
            (saved,) = await writing.save(connection, [Incoming(Draft(body=f"New words for {key}.", url=url), [])])
            assert isinstance(saved, Saved)
            assert saved.article_id == key
