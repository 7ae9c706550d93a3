"""Inserting what may be there already, in the dialect of each database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


def insert(connection: AsyncConnection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows `on_conflict_do_nothing` and `on_conflict_do_update`, which both databases have."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)


async def add_missing(connection: AsyncConnection, table: sa.Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert those of these rows whose primary key is not there yet; the others stay as they are."""
    if rows := list(rows):
        keys = [column.name for column in table.primary_key]
        await connection.execute(insert(connection, table).on_conflict_do_nothing(index_elements=keys), rows)
