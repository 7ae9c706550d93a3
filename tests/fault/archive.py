"""An archive for the fault tests: articles go in, and what search holds is compared with what it has to hold."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from search.engine import Query, SearchEngine
from search.schema import INDEXES
from service.indexing.batch import project
from service.models import Draft, FoundQuote
from service.store import writing
from service.store.database import Database
from service.store.incoming import Incoming, Saved
from service.store.outbox import Claim
from service.store.tables import articles, leases

WORDS = ("anchor", "basket", "candle", "drizzle", "ember", "furrow", "gravel", "hollow", "ivory", "jostle")


def body(number: int) -> str:
    """Words that no other number has, so that no two are nearly the same."""
    spelt = " ".join(WORDS[int(digit)] + str(number) for digit in str(number))
    return f"“Of {spelt} we know nothing,” said Una Morrow. {spelt}."


def drafted(number: int) -> Incoming:
    """An article with one quote."""
    text = body(number)
    end = text.index("”")
    quote = FoundQuote(
        text=text[1:end], kind="direct", start=1, end=end, speaker="Una Morrow", speaker_type="person",
        method="cue-subject", confidence=0.9,
    )  # fmt: skip
    return Incoming(Draft(body=text, external_id=f"n{number}"), [quote])


async def store(database: Database, numbers: Sequence[int]) -> list[str]:
    """Store these articles; returns their ids."""
    async with database.write() as connection:
        made = await writing.save(connection, [drafted(number) for number in numbers])
    return [one.article_id for one in made if isinstance(one, Saved)]


async def all_ids(database: Database) -> list[str]:
    async with database.read() as connection:
        return list(await connection.scalars(sa.select(articles.c.id).order_by(articles.c.id)))


async def expire_leases(database: Database) -> None:
    """Let the time pass after which what the dead held is free."""
    async with database.write() as connection:
        await connection.execute(leases.update().values(until=0))


async def due(database: Database) -> dict[str, dict[str, int]]:
    """What the index has to hold: by index, the revision of each document."""
    async with database.read() as connection:
        ids = list(await connection.scalars(sa.select(articles.c.id)))
        batch = await project(connection, [Claim(key, (), ()) for key in ids])
    return {
        "articles": {document.id: document.revision for document in batch.articles},
        "quotes": {document.id: document.revision for document in batch.quotes},
    }


async def held(engine: SearchEngine) -> dict[str, dict[str, int]]:
    """What it really holds."""
    return {name: {k: v async for page in engine.held(name) for k, v in page.items()} for name in INDEXES}


async def differing(database: Database, engine: SearchEngine) -> list[str]:
    """The ids of documents that are not, field by field, what the store says; of up to 1,000 of each index."""
    async with database.read() as connection:
        ids = list(await connection.scalars(sa.select(articles.c.id)))
        batch = await project(connection, [Claim(key, (), ()) for key in ids])
    wrong: list[str] = []
    for name, documents in (("articles", batch.articles), ("quotes", batch.quotes)):
        page = await engine.search(name, Query(limit=1000))  # type: ignore[arg-type]  # one of the two
        found = {hit.document["id"]: hit.document for hit in page.hits}
        wanted = {document.id: msgspec.to_builtins(document) for document in documents}
        wrong += [key for key in wanted.keys() | found.keys() if wanted.get(key) != found.get(key)]
    return wrong
