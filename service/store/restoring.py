"""Putting back what was in a store before: who the speakers are, and what people have said of quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import structs, to_builtins
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.exported import ExportedCorrection
from service.store import history
from service.store.identities import known_name
from service.store.incoming import Kept
from service.store.inserting import add_missing
from service.store.tables import corrections, known_as, known_names, revisions, speakers

Row = dict[str, Any]


async def put_back(connection: AsyncConnection, kept: Mapping[str, Kept]) -> None:
    """Put back what else new articles (by id) are known by, what they were before, and the speakers and corrections of
    their quotes to come.

    What is known here already of an address, a speaker or a name stays as it is.
    """
    keys = [{"key": key, "article_id": article_id} for article_id, one in kept.items() for key in one.known_as]
    await add_missing(connection, known_as, keys)
    brought = {speaker.id: speaker for one in kept.values() for speaker in one.speakers}.values()
    people = [{**_person(one), "merged_into": None} for one in brought]
    merged = [{**_person(old), "merged_into": one.id} for one in brought for old in one.formerly]
    names = [known_name(name.form, name.scope, one.id, decided=name.decided) for one in brought for name in one.names]
    await add_missing(connection, speakers, people)
    await add_missing(connection, speakers, merged)
    await add_missing(connection, known_names, names)
    said = [_correction(key, correction) for key, one in kept.items() for correction in one.corrections]
    if said:
        await connection.execute(corrections.insert(), said)
    former = [history.row_of(key, revision) for key, one in kept.items() for revision in one.revisions]
    if former:
        await connection.execute(revisions.insert(), former)


def _person(one: Any) -> Row:
    return {name: getattr(one, name) for name in ("id", "name", "type", "article_id")}


def _correction(article_id: str, said: ExportedCorrection) -> Row:
    ended_at = None if said.ended_at is None else times.stored(said.ended_at)
    made = structs.asdict(said) | {"article_id": article_id, "before": to_builtins(said.before)}
    return made | {"corrected_at": times.stored(said.corrected_at), "ended_at": ended_at}
