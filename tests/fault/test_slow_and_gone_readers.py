"""Exports whose readers are slow, or go away: over a real server and a real socket."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.exporting import exporter
from service.exporting.lines import article_lines
from service.models import Draft
from service.settings import Settings
from service.store import writing
from service.store.database import Database
from service.store.incoming import Incoming
from service.store.migrate import migrate
from service.store.unavailable import StoreUnavailable
from tests.fault.served import server, until

ARTICLES = 1_500
BODY = "The harbour was quiet, and so was the street behind it. " * 150


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("export")

    async def fill() -> None:
        database = Database(Settings(data_dir=folder).database)
        await migrate(database)
        async with database.write() as connection:
            batch = [Incoming(Draft(body=f"{number} {BODY}"), []) for number in range(ARTICLES)]
            await writing.save(connection, batch)
        await database.close()

    asyncio.run(fill())
    return folder


def log_can_be_folded_back(folder: Path) -> bool:
    """Whether no reader holds SQLite's write-ahead log: a checkpoint that waits for nobody comes to its end."""
    connection = sqlite3.connect(folder / "onrecord.db", timeout=0)
    try:
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy
    finally:
        connection.close()


def test_a_reader_that_stops_reading_holds_nothing_and_still_gets_all_as_it_was(data_dir: Path) -> None:
    with server(Settings(port=0, data_dir=data_dir, worker=False)) as address, httpx.Client(base_url=address) as client:
        with client.stream("GET", "/v1/exports/articles", headers={"Accept-Encoding": "identity"}) as answer:
            pieces = answer.iter_bytes(1_000)
            read = next(pieces)
            until(lambda: log_can_be_folded_back(data_dir))
            taken = httpx.post(f"{address}/v1/articles", json={"body": "One more, in the midst of an export."})
            assert taken.status_code == 201
            last = httpx.get(f"{address}/v1/exports/articles").text.splitlines()[-1]
            gone = httpx.delete(f"{address}/v1/articles/{json.loads(last)['id']}")
            assert gone.status_code == 204
            read += b"".join(pieces)
        lines = read.decode().splitlines()
        assert len(lines) == ARTICLES
        assert json.loads(lines[-1])["id"] == json.loads(last)["id"]


def test_a_reader_that_goes_away_gives_its_turn_and_the_store_back(data_dir: Path) -> None:
    with server(Settings(port=0, data_dir=data_dir, worker=False, exports_at_once=1)) as address:
        for _ in range(5):
            with httpx.stream("GET", f"{address}/v1/exports/articles") as answer:
                next(answer.iter_raw())
        whole = httpx.get(f"{address}/v1/exports/articles", timeout=60)  # there is one turn for all of them
        assert len(whole.text.splitlines()) >= ARTICLES
        until(lambda: log_can_be_folded_back(data_dir))


def test_an_export_that_can_not_be_finished_is_cut_and_not_closed(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*given: Any) -> AsyncIterator[Sequence[Any]]:
        async for lines in article_lines(*given):
            yield lines
            raise StoreUnavailable("the disk is gone")

    monkeypatch.setattr(exporter, "article_lines", broken)
    with server(Settings(port=0, data_dir=data_dir, worker=False)) as address, pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{address}/v1/exports/articles")


def test_a_store_that_can_not_be_read_is_a_problem_and_no_export(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: Any) -> AsyncIterator[Sequence[Any]]:
        raise StoreUnavailable("the disk is gone")
        yield  # pragma: no cover - what makes it a generator

    monkeypatch.setattr(exporter, "article_lines", broken)
    with server(Settings(port=0, data_dir=data_dir, worker=False)) as address:
        answer = httpx.get(f"{address}/v1/exports/articles")
    assert (answer.status_code, answer.json()["code"]) == (503, "store_unavailable")
