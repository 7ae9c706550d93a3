"""Leases: who is at something now. What is under a lease is free again when the lease is given back, or runs out.

A lease is a row of its own, so that keeping it costs one row however much is under it. Times are those of the database
where it is a server, since the clocks of the machines that ask it differ.
"""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from service.store.tables import leases

_FORGOTTEN_AFTER_SECONDS = 3_600.0


async def take(connection: AsyncConnection, lease: str, seconds: float) -> None:
    """Begin a lease of `seconds`, under an id that nobody had before."""
    at = _now(connection)
    await connection.execute(leases.delete().where(leases.c.until < at - _FORGOTTEN_AFTER_SECONDS))
    await connection.execute(leases.insert().values(id=lease, until=at + seconds))


async def renew(connection: AsyncConnection, lease: str, seconds: float) -> bool:
    """Keep a lease for `seconds` from now; False when it has run out, and what was under it may be another's."""
    at = _now(connection)
    mine = leases.update().where(leases.c.id == lease, leases.c.until > at).values(until=at + seconds)
    return bool((await connection.execute(mine)).rowcount)


async def release(connection: AsyncConnection, lease: str) -> None:
    """Give a lease back, with all that is under it."""
    await connection.execute(leases.delete().where(leases.c.id == lease))


def is_free(connection: AsyncConnection, column: sa.ColumnElement[Any]) -> sa.ColumnElement[bool]:
    """Whether what names its lease in `column` is under none that lives."""
    return ~sa.exists().where(leases.c.id == column, leases.c.until > _now(connection))


def _now(connection: AsyncConnection) -> sa.ColumnElement[float]:
    if connection.dialect.name == "sqlite":  # in this process: there is no other clock
        return sa.literal(time.time(), sa.Float)
    return sa.cast(sa.extract("epoch", sa.func.clock_timestamp()), sa.Float)
