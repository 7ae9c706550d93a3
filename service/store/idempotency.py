"""Answers that are kept under an `Idempotency-Key`, written in the transaction that they tell of: both or neither."""

from __future__ import annotations

import time
import zlib

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.store.inserting import insert
from service.store.tables import kept_answers


class KeptAnswer(Struct, frozen=True):
    """What was answered: status, headers and body, and a digest of the request that it answers."""

    request: bytes
    status: int
    headers: dict[str, str]
    body: bytes


async def find(connection: AsyncConnection, key: str, *, kept_seconds: int) -> KeptAnswer | None:
    """The answer under this key, unless it is older than it is kept."""
    wanted = kept_answers.select().where(kept_answers.c.key == key, kept_answers.c.at > _now() - kept_seconds)
    row = (await connection.execute(wanted)).mappings().first()
    if row is None:
        return None
    return KeptAnswer(row["request"], row["status"], row["headers"], zlib.decompress(row["body"]))


async def keep(connection: AsyncConnection, key: str, answer: KeptAnswer, *, kept_seconds: int) -> bool:
    """Keep an answer, and forget those that are old; False when another is there, and this transaction has to go.

    On PostgreSQL this waits for a transaction that is about to keep one under the same key.
    """
    await connection.execute(kept_answers.delete().where(kept_answers.c.at <= _now() - kept_seconds))
    row = {"key": key, "at": _now(), **_columns(answer)}
    new = insert(connection, kept_answers).values(row).on_conflict_do_nothing()
    made = await connection.execute(new.returning(kept_answers.c.key))
    return made.first() is not None


async def replace(connection: AsyncConnection, key: str, answer: KeptAnswer) -> None:
    """Keep this in the place of what is under the key."""
    await connection.execute(kept_answers.update().where(kept_answers.c.key == key).values(_columns(answer)))


def _columns(answer: KeptAnswer) -> dict[str, object]:
    body = zlib.compress(answer.body, 1)
    return {"request": answer.request, "status": answer.status, "headers": answer.headers, "body": body}


def _now() -> int:
    return int(time.time())
