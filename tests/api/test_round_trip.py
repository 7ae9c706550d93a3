"""What was exported and imported into an empty store is the same corpus."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.ingest.command import Ingestion
from service.ingest.files import Limits
from service.ingest.intake import Intake
from service.ingest.ledger import Ledger
from service.ingest.pool import Pool
from service.settings import Settings
from service.store.database import Database
from service.store.migrate import migrate
from service.store.tables import metadata
from tests.api.conftest import HOST, Client
from tests.api.importing import counts, imported, ndjson, refused
from tests.api.pages import ARTICLES

BOOKKEEPING = {"outbox", "refusals", "imports", "import_errors", "speaker_changes"}
"""Tables of what has to be done, or was, on this machine, and by whom; all others are the corpus."""

LEFT_OUT = {("articles", "indexed_revision"), ("corrections", "id"), ("quotes", "position")}
"""What the index holds, and numbers that only order rows; positions have gaps where a quote was said to be none."""

CORPUS: list[dict[str, Any]] = [
    *ARTICLES,
    {
        "text": "Ferry line to close\n\nThe Courier\n\n12 May 2023\n\nBy Ada Vance and Bo Lind\n\n"
        "“It never paid,” said Ola Brandt, who runs it.\n\nThe council had been told that it would “pay for itself",
    },
    {"body": "“Nothing is decided,” a spokesman said. “Nothing at all.”", "agency": "AFP", "external_id": "afp:1"},
    {"body": "“Enough,” said Una Morrow. The crowd went home.\n\n“Enough,” said Bo Lind. “It is enough.”"},
    {
        "body": "=1+1 is no formula here.",
        "title": "@home",
        "published_at": "2024-02-29T23:59:59.5-03:30",
        "modified_at": "2024-03-01T06:00:00-03:30",
    },
    {"body": "“Мы не уйдём”, — сказал Пётр Ильич.", "outlet": "Ведомости", "language": "ru"},
]


@asynccontextmanager
async def service(folder: Path) -> AsyncIterator[Client]:
    settings = Settings(data_dir=folder, worker=False, import_workers=1)
    async with AsyncTestClient(create_app(settings), base_url=HOST) as opened:
        yield opened


def tables(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """All rows that make up the corpus."""
    connection = sqlite3.connect(folder / "onrecord.db")
    connection.row_factory = sqlite3.Row
    try:
        return {
            name: sorted(
                (
                    {key: _value(row[key]) for key in row.keys() if (name, key) not in LEFT_OUT}  # noqa: SIM118
                    for row in connection.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - our own names
                ),
                key=str,
            )
            for name in metadata.tables
            if name not in BOOKKEEPING
        }
    finally:
        connection.close()


def _value(stored: Any) -> Any:
    """A column's value; the keys of JSON objects are in no order."""
    is_json = isinstance(stored, str) and stored.startswith("{")
    return json.loads(stored) if is_json else stored


async def export(client: Client) -> bytes:
    return (await client.get("/v1/exports/articles")).content


async def post(client: Client, path: str, given: dict[str, Any]) -> dict[str, Any]:
    answer = await client.post(f"/v1/{path}", json=given)
    assert answer.status_code in {200, 201}, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def decide(client: Client) -> None:
    """What people decide: merges, splits, and corrections of every kind, some of them taken back."""
    await post(client, "speakers/adalbjorg-oneill/merge", {"into": "ola-brandt", "by": "ed", "note": "the same"})
    younger = {"into": {"name": "Ilse Vandermeer the Younger"}, "outlets": ["radio-norrland"]}
    await post(client, "speakers/ilse-vandermeer/split", younger)
    said = {quote["text"]: quote["id"] for quote in (await client.get("/v1/quotes")).json()["items"]}
    patches: list[tuple[str, dict[str, Any]]] = [
        ("a sandcastle", {"speaker": {"name": "Una Morrow"}, "by": "ed"}),
        ("a sandcastle", {"kind": "direct", "note": "a whole one"}),
        ("The foundations were never surveyed", {"speaker": None}),
        ("Nobody has asked the sea for its opinion", {"speaker": {"id": "ola-brandt"}}),
    ]
    for text, patch in patches:
        assert (await client.patch(f"/v1/quotes/{said[text]}", json=patch)).status_code == 200
    taken_back = said["Nobody has asked the sea for its opinion"]
    assert (await client.delete(f"/v1/quotes/{taken_back}/correction")).status_code == 204
    again = next(quote for quote in (await client.get("/v1/quotes")).json()["items"] if quote["text"] == "Enough")
    assert (await client.delete(f"/v1/quotes/{again['id']}", params={"note": "a title"})).status_code == 204


@pytest.fixture
async def exported(tmp_path: Path) -> bytes:
    async with service(tmp_path / "first") as client:
        for article in CORPUS:
            await post(client, "articles", article)
        await decide(client)
        return await export(client)


async def test_what_was_exported_and_imported_into_an_empty_store_is_the_same_in_every_table(
    tmp_path: Path, exported: bytes
) -> None:
    async with service(tmp_path / "second") as client:
        found = await imported(client, exported)
        assert await refused(client, found) == []
        assert counts(found) == (len(CORPUS), 0, 0, 0)
        assert await export(client) == exported
        for path in ("articles?expand=quotes", "quotes", "speakers", "outlets"):
            assert (await client.get(f"/v1/{path}")).json()["items"]
        assert counts(await imported(client, exported)) == (0, 0, len(CORPUS), 0)
    assert tables(tmp_path / "second") == tables(tmp_path / "first")


async def test_links_to_what_was_exported_lead_to_the_same_after_it_was_imported(
    tmp_path: Path, exported: bytes
) -> None:
    async with service(tmp_path / "first") as first, service(tmp_path / "second") as second:
        await imported(second, exported)
        for line in map(json.loads, exported.splitlines()):
            paths = [f"/v1/articles/{line['id']}", *(f"/v1/quotes/{quote['id']}" for quote in line["quotes"])]
            for path in paths:
                assert (await first.get(path)).json() == (await second.get(path)).json()


async def test_what_people_decided_holds_after_it_was_imported_and_for_articles_to_come(
    tmp_path: Path, exported: bytes
) -> None:
    to_come = [
        {"body": "“I was away,” said Aðalbjörg O’Neill.", "outlet": "The Courier"},
        {"body": "“I was there,” said Ilse Vandermeer.", "outlet": "Radio Norrland"},
        {"body": "“I was elsewhere,” said Ilse Vandermeer.", "outlet": "The Ledger"},
    ]
    async with service(tmp_path / "first") as first, service(tmp_path / "second") as second:
        await imported(second, exported)
        for path in ("speakers/adalbjorg-oneill", "speakers/ilse-vandermeer", "speakers?type=unnamed", "speakers"):
            assert (await first.get(f"/v1/{path}")).json() == (await second.get(f"/v1/{path}")).json()
        for article in to_come:
            made = [await post(client, "articles", article) for client in (first, second)]
            (one,), (other,) = ([quote["speaker"] for quote in each["quotes"]] for each in made)
            assert one == other
        (corrected,) = [
            quote["id"] for quote in (await second.get("/v1/quotes")).json()["items"] if quote["text"] == "a sandcastle"
        ]
        for client in (first, second):
            assert (await client.delete(f"/v1/quotes/{corrected}/correction")).status_code == 204
        one, other = [(await client.get(f"/v1/quotes/{corrected}")).json() for client in (first, second)]
        assert one == other
        assert one["speaker"]["name"] == "Tomas Quill"


async def test_what_is_put_back_beside_other_articles_is_known_by_its_url_and_words_too(
    tmp_path: Path, exported: bytes
) -> None:
    async with service(tmp_path / "third") as client:
        there = (await client.post("/v1/articles", json=ARTICLES[0])).json()
        assert counts(await imported(client, exported)) == (len(CORPUS) - 1, 0, 1, 0)
        assert (await client.get(f"/v1/articles/{there['id']}")).json()["revision"] == 1


async def test_an_exported_line_that_was_edited_becomes_a_new_revision(tmp_path: Path, exported: bytes) -> None:
    line = json.loads(exported.splitlines()[0])
    async with service(tmp_path / "first") as client:
        assert counts(await imported(client, ndjson([line | {"title": "Another title"}]))) == (0, 1, 0, 0)
        article = (await client.get(f"/v1/articles/{line['id']}")).json()
        assert (article["title"], article["revision"]) == ("Another title", 2)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a quote that is not there": ({"quotes": [{"start": 3}]}, "/quotes/0"),
    "a cue that is not there": ({"quotes": [{"cue": {"text": "zzz", "start": 0, "end": 3}}]}, "/quotes/0/cue"),
    "a quote behind the end": ({"quotes": [{"end": 100_000}]}, "/quotes/0"),
    "an offset below zero": ({"quotes": [{"start": -1}]}, "/quotes/0/start"),
    "a confidence of no sense": ({"quotes": [{"confidence": 7}]}, "/quotes/0/confidence"),
    "a speaker's id that is none": (
        {"quotes": [{"speaker": {"id": "A B", "name": "A B", "type": "person"}}]},
        "/quotes/0/speaker/id",
    ),
    "an id that is none": ({"id": "1"}, "/id"),
    "a body that is not clean": ({"body": "two  spaces\t", "quotes": []}, "/body"),
    "a precision without a date": ({"published_at": None, "published_precision": "day"}, "/published_precision"),
    "an address that is none": ({"url": "javascript:alert(1)"}, "/url"),
    "a field that there is not": ({"more": 1}, "/more"),
    "a revision of no sense": ({"revision": 0}, "/revision"),
}


@pytest.mark.parametrize(("change", "pointer"), WRONG.values(), ids=WRONG.keys())
async def test_a_line_that_no_export_would_hold_is_refused(
    tmp_path: Path, exported: bytes, change: dict[str, Any], pointer: str
) -> None:
    line = next(one for one in map(json.loads, exported.splitlines()) if one["quotes"])
    if quote := (change.get("quotes") or [None])[0]:
        change = change | {"quotes": [line["quotes"][0] | quote, *line["quotes"][1:]]}
    async with service(tmp_path / "second") as client:
        found = await imported(client, ndjson([line | change]))
        assert counts(found) == (0, 0, 0, 1)
        assert [error["pointer"] for error in await refused(client, found)] == [pointer]


def with_a_taken_quote(exported: bytes) -> bytes:
    """A line, another article that lays claim to the ids of its quotes, and one that is as it should be."""
    line = next(one for one in map(json.loads, exported.splitlines()) if one["quotes"])
    body = line["body"] + "\n\nAnother end."
    twin = line | {"id": str(uuid4()), "url": None, "external_id": None, "known_as": [], "body": body}
    return ndjson([line, twin, {"body": "An article of its own."}])


async def test_a_line_that_breaks_a_rule_of_the_store_keeps_no_other_out(tmp_path: Path, exported: bytes) -> None:
    async with service(tmp_path / "second") as client:
        found = await imported(client, with_a_taken_quote(exported))
        assert counts(found) == (2, 0, 0, 1)
        assert [(one["line"], one["reason"]) for one in await refused(client, found)] == [
            (2, "breaks a rule of the store")
        ]


async def test_neither_does_it_in_a_file(tmp_path: Path, exported: bytes) -> None:
    (tmp_path / "edited.ndjson").write_bytes(with_a_taken_quote(exported))
    run = Ingestion([tmp_path / "edited.ndjson"], Limits())
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'store.db'}")
    await migrate(database)
    async with Pool(1, max_chars=10_000) as pool:
        async for _ in run.run(Intake(database, max_chars=10_000), pool, Ledger(database), outlet=None, again=False):
            pass
    await database.close()
    assert (run.tally.created, run.tally.refused) == (2, 1)
    assert [reason for group in run.tally.groups.values() for _, reason in group.first] == [
        "breaks a rule of the store"
    ]
