"""Kept answers, over both databases."""

from __future__ import annotations

import time

import pytest

from service.store import idempotency
from service.store.database import Database
from service.store.idempotency import KeptAnswer

DAY = 86_400
FIRST = KeptAnswer(b"\0asked", 201, {"Location": "/v1/articles/a"}, '{"title": "“é”"}'.encode())
OTHER = KeptAnswer(b"other", 200, {}, b"{}")


async def test_an_answer_is_kept_whole_and_only_the_first(database: Database) -> None:
    async with database.write() as connection:
        assert await idempotency.find(connection, "k", kept_seconds=DAY) is None
        assert await idempotency.keep(connection, "k", FIRST, kept_seconds=DAY)
        assert not await idempotency.keep(connection, "k", OTHER, kept_seconds=DAY)
    async with database.read() as connection:
        assert await idempotency.find(connection, "k", kept_seconds=DAY) == FIRST
        assert await idempotency.find(connection, "K", kept_seconds=DAY) is None


async def test_it_is_kept_only_when_its_transaction_is(database: Database) -> None:
    with pytest.raises(RuntimeError):
        async with database.write() as connection:
            await idempotency.keep(connection, "k", FIRST, kept_seconds=DAY)
            raise RuntimeError
    async with database.read() as connection:
        assert await idempotency.find(connection, "k", kept_seconds=DAY) is None


async def test_what_is_old_is_forgotten_and_its_key_free(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    async with database.write() as connection:
        await idempotency.keep(connection, "k", FIRST, kept_seconds=DAY)
        await idempotency.replace(connection, "k", OTHER)
        assert await idempotency.find(connection, "k", kept_seconds=DAY) == OTHER
        later = time.time() + DAY
        monkeypatch.setattr(time, "time", lambda: later)
        assert await idempotency.find(connection, "k", kept_seconds=DAY) is None
        assert await idempotency.keep(connection, "k", FIRST, kept_seconds=DAY)
        assert await idempotency.find(connection, "k", kept_seconds=DAY) == FIRST
