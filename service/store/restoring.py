"""Putting back what was in a store before: who the speakers are, and what people have said of quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from msgspec import structs, to_builtins
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.exported import ExportedCorrection
from service.store.identities import known_name
from service.store.incoming import Kept
from service.store.tables import corrections, known_as, known_names, speakers

Row = dict[str, Any]


async def put_back(connection: AsyncConnection, kept: Mapping[str, Kept]) -> None:
    """Put back what else new articles (by id) are known by, and the speakers and corrections of their quotes to come.

    What is known here already of an address, a speaker or a name stays as it is.
    """
    keys = [{"key": key, "article_id": article_id} for article_id, one in kept.items() for key in one.known_as]
    await _add(connection, known_as, keys)
    brought = {speaker.id: speaker for one in kept.values() for speaker in one.speakers}.values()
    people = [{**_person(one), "merged_into": None} for one in brought]
    former = [{**_person(old), "merged_into": one.id} for one in brought for old in one.formerly]
    names = [known_name(name.form, name.scope, one.id, decided=name.decided) for one in brought for name in one.names]
    await _add(connection, speakers, people)
    await _add(connection, speakers, former)
    await _add(connection, known_names, names)
    said = [_correction(key, correction) for key, one in kept.items() for correction in one.corrections]
    if said:
        await connection.execute(corrections.insert(), said)


async def _add(connection: AsyncConnection, table: sa.Table, rows: Iterable[Row]) -> None:
    rows = list(rows)
    insert = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    if rows:
        keys = [column.name for column in table.primary_key]
        await connection.execute(insert(table).on_conflict_do_nothing(index_elements=keys), rows)


def _person(one: Any) -> Row:
    return {name: getattr(one, name) for name in ("id", "name", "type", "article_id")}


def _correction(article_id: str, said: ExportedCorrection) -> Row:
    ended_at = None if said.ended_at is None else times.stored(said.ended_at)
    made = structs.asdict(said) | {"article_id": article_id, "before": to_builtins(said.before)}
    return made | {"corrected_at": times.stored(said.corrected_at), "ended_at": ended_at}
