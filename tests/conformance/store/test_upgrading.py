"""A store of the version before, with articles in it, goes on as if it had always been of this one."""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from service.identity import quote_ids
from service.store import speakers
from service.store.database import Database
from service.store.migrate import migrate
from tests.conformance.store.quoting import said, speaker_ids, store, stored

_SPEAKERS = [
    ("vladimir-zelensky", "Vladimir Zelensky", "person"),
    ("volodymyr-zelenskyy", "Volodymyr Zelenskyy", "person"),
    ("the-report", "the report", "organisation"),
]
_SAID = ["volodymyr-zelenskyy", "vladimir-zelensky", "volodymyr-zelenskyy", "the-report", None]


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
