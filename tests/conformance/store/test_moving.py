"""What was exported and stored in an empty database is the same corpus, in whatever order its lines come."""

from __future__ import annotations

import copy
import random
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa

from service.exporting.exporter import Exporter, Wanted
from service.ingest.given import given
from service.ingest.items import Refused
from service.models import Draft
from service.store import editing, merging, writing
from service.store.articles import ArticleFilter
from service.store.corrections import Change, correct
from service.store.database import Database
from service.store.incoming import Incoming, Saved
from service.store.merging import Decision, Selection
from service.store.tables import metadata
from tests.conformance.store.quoting import said, stored
from tests.copies import paragraph, reworded, story

BOOKKEEPING = {"outbox", "refusals", "imports", "import_errors", "speaker_changes", "taken"}
"""Tables of what has to be done, or was, on this machine, and by whom; all others are the corpus."""

LEFT_OUT = {("articles", "indexed_revision"), ("corrections", "id"), ("quotes", "position")}

PARTS = [paragraph(seed) for seed in range(900, 916)]


def live(first: int) -> str:
    """A live story as it stood: each version is like the one before, and like no earlier one."""
    return "\n\n".join(PARTS[first : first + 6])


async def take(database: Database, body: str, *found: Any, **metadata: Any) -> str:
    for number, quote in enumerate(found):
        quote.utterance, quote.start = number, body.index(quote.text)
        quote.end = quote.start + len(quote.text)
    async with database.write() as connection:
        (saved,) = await writing.save(connection, [Incoming(Draft(body=body, **metadata), found)])
    assert isinstance(saved, Saved), saved
    return saved.article_id


@pytest.fixture
async def corpus(database: Database) -> Database:
    """Articles with all that can be known of one, and all that people can decide."""
    for outlet in ("Wire", "The Ledger", "The Courier"):
        await take(database, story(801), outlet=outlet)
    for outlet in ("Wire", "The Ledger"):
        await take(database, reworded(story(801), 12), outlet=f"{outlet} on Sunday")
    for start in (0, 2, 4, 6, 8, 10):
        await take(database, live(start), outlet="Live")
    first = await take(database, "It holds, she said.", said("It holds", "Ada Vance"), url="https://a.example/1")
    await take(database, "It held, she said.", said("It held", "Ada Vance"), url="https://a.example/1", title="Wall")
    other = await take(
        database, "It leaks. Not so.", said("It leaks", "A. Vance"), said("Not so", "Bo Lind"), outlet="The Ledger"
    )
    await take(database, "No. He said so.", said("No", "a spokesman", "unnamed"), outlet="The Ledger")
    # the same words at another address, and in another outlet
    await take(database, "It held, she said.", said("It held", "Ada Vance"), url="https://b.example/1", title="Wall")
    async with database.write() as connection:
        corrected = Draft(body="", outlet="The Courier", title="Corrected")
        await editing.correct(connection, other, ["outlet", "title"], corrected, expected=None)
        await merging.merge(connection, "a-vance", "ada-vance", Decision("ed", "the same"))
        into = await merging.named_anew(connection, "Bo Lind", "person", "bo-lind")
        await merging.split(connection, "bo-lind", into, Selection(articles=(other,)), Decision())
    for quote in [*await stored(database, other), *await stored(database, first)]:
        async with database.write() as connection:
            await correct(connection, [quote.id], Change(kind="partial", by="ed"))
            await correct(connection, [quote.id], Change(is_no_quote=quote.text == "Not so", note="looked"))
    async with database.write() as connection:  # a revision with quotes that were corrected
        await editing.correct(connection, other, ["section"], Draft(body="", section="Sea"), expected=None)
    return database


async def lines(database: Database) -> list[bytes]:
    exporter = Exporter(database, Path(), at_once=1, keep_free=0)
    return b"".join([chunk async for chunk in exporter.chunks(Wanted(ArticleFilter()))]).splitlines()


async def put(database: Database, given_lines: list[bytes], at_once: int = 100) -> None:
    ready = [given(line) for line in given_lines]
    for first in range(0, len(ready), at_once):
        some = [one for one in ready[first : first + at_once] if isinstance(one, Incoming)]
        async with database.write() as connection:
            made = await writing.save(connection, some)
        assert [one for one in made if not isinstance(one, Saved) or one.outcome != "created"] == []
    assert [one for one in ready if not isinstance(one, Incoming)] == []


async def tables(database: Database) -> dict[str, list[bytes]]:
    """All rows that make up the corpus."""
    async with database.read() as connection:
        return {
            name: sorted(
                msgspec.json.encode(
                    {key: value for key, value in row.items() if (name, key) not in LEFT_OUT}, order="deterministic"
                )
                for row in (await connection.execute(sa.select(table))).mappings()
            )
            for name, table in metadata.tables.items()
            if name not in BOOKKEEPING
        }


async def test_it_is_the_same_in_every_table_and_goes_out_the_same(corpus: Database, second_database: Database) -> None:
    exported = await lines(corpus)
    await put(second_database, exported)
    assert await tables(second_database) == await tables(corpus)
    assert await lines(second_database) == exported


@pytest.mark.parametrize("at_once", [1, 3])
async def test_the_order_of_the_lines_does_not_matter(
    corpus: Database, second_database: Database, at_once: int
) -> None:
    exported = await lines(corpus)
    random.Random(at_once).shuffle(exported)
    await put(second_database, exported, at_once)
    assert await tables(second_database) == await tables(corpus)


def _later(former: dict[str, Any]) -> None:
    former["revision"] = 9


def _elsewhere(former: dict[str, Any]) -> None:
    former["quotes"][0]["start"] += 1


def _unclean(former: dict[str, Any]) -> None:
    former["content"]["body"] += "  \t"


async def test_what_no_revision_can_have_been_is_refused(corpus: Database) -> None:
    line = next(one for one in map(msgspec.json.decode, await lines(corpus)) if one["revisions"])
    for wrong, pointer in ((_later, "/revision"), (_elsewhere, "/quotes/0"), (_unclean, "/content/body")):
        changed = copy.deepcopy(line)
        wrong(changed["revisions"][0])
        refused = given(msgspec.json.encode(changed))
        assert isinstance(refused, Refused)
        assert refused.reason.startswith(f"/revisions/0{pointer} ")
    twice = given(msgspec.json.encode(line | {"revisions": [line["revisions"][0]] * 2}))
    assert isinstance(twice, Refused)
