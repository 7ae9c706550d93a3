"""Requests that would take for ever are given up, and leave nothing behind; those that take long and go on are not."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from service.api.manners.time_limits import PIECE
from service.exporting import exporter
from service.exporting.lines import article_lines
from service.models import Draft
from service.settings import Settings
from service.store import writing
from service.store.database import Database
from service.store.incoming import Incoming
from tests.fault.served import server, until
from tests.templates import new_store

STEP = 0.8
NDJSON = "application/x-ndjson"


async def stocked(settings: Settings) -> None:
    """Store more than fits between a server and a client that does not read."""
    database = Database(settings.database)
    async with database.write() as connection:
        bodies = (f"{number} " + "The quarry is closed. " * 40_000 for number in range(8))
        await writing.save(connection, [Incoming(Draft(body=body), []) for body in bodies])
    await database.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("slow")
    new_store(folder)
    settings = Settings(
        port=0, data_dir=folder, worker=False, request_seconds=STEP, imports_waiting=1, imports_at_once=0
    )
    asyncio.run(stocked(settings))
    with server(settings) as address:
        yield address


def begun(address: str, path: str, media_type: str, length: int, first: bytes) -> socket.socket:
    """A request of which only the first bytes are sent."""
    at = urlsplit(address)
    client = socket.create_connection((at.hostname, at.port or 80), timeout=10)
    lines = (f"POST {path} HTTP/1.1", f"Host: {at.netloc}", f"Content-Type: {media_type}", f"Content-Length: {length}")
    client.sendall("".join(f"{line}\r\n" for line in (*lines, "")).encode() + first)
    return client


def answered(client: socket.socket) -> tuple[bytes, Any]:
    """The head and the body of the answer; the connection has to end with it."""
    said = b""
    while some := client.recv(PIECE):
        said += some
    client.close()
    head, _, body = said.partition(b"\r\n\r\n")
    return head.lower(), json.loads(body)


@pytest.mark.parametrize(("path", "media_type"), [("/v1/articles", "application/json"), ("/v1/imports", NDJSON)])
def test_a_body_that_stops_coming_is_answered_by_408_and_holds_no_turn(
    address: str, path: str, media_type: str
) -> None:
    head, problem = answered(begun(address, path, media_type, 1_000, b'{"body": "One'))
    assert head.startswith(b"http/1.1 408 ")
    assert b"connection: close" in head
    assert problem["code"] == "too_slow"
    assert httpx.get(f"{address}/v1/imports").json()["items"] == []


def test_a_byte_now_and_then_is_no_progress(address: str) -> None:
    client = begun(address, "/v1/imports", NDJSON, 1_000, b"{")
    started = time.monotonic()
    client.settimeout(STEP / 5)
    said = b""
    while not said:
        client.sendall(b" ")
        try:
            said = client.recv(PIECE)
        except TimeoutError:
            assert time.monotonic() < started + 20 * STEP
    assert b" 408 " in said
    client.close()


def test_an_import_takes_as_long_as_it_takes_while_it_goes_on(address: str) -> None:
    blank = b" " * (PIECE - 1) + b"\n"
    pieces = 6
    client = begun(address, "/v1/imports", NDJSON, pieces * len(blank), b"")
    for _ in range(pieces):
        client.sendall(blank)
        time.sleep(STEP / 3)
    client.shutdown(socket.SHUT_WR)
    said = client.recv(PIECE)
    assert b" 202 " in said
    client.close()
    made = json.loads(said.partition(b"\r\n\r\n")[2])["id"]
    httpx.post(f"{address}/v1/imports/{made}/cancel").raise_for_status()


def test_what_is_worked_on_for_too_long_is_undone_and_answered_by_503(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, stored = writing.save, asyncio.Event()

    async def never_done(*given: Any) -> Any:
        await save(*given)
        stored.set()
        await asyncio.sleep(60)

    said = {"json": {"body": "The quarry is closed."}, "headers": {"Idempotency-Key": "once"}}
    with monkeypatch.context() as patch:
        patch.setattr(writing, "save", never_done)
        answer = httpx.post(f"{address}/v1/articles", **said)  # type: ignore[arg-type]
    assert stored.is_set()
    assert (answer.status_code, answer.json()["code"]) == (503, "took_too_long")
    assert int(answer.headers["Retry-After"]) > 0
    assert httpx.get(f"{address}/v1/articles?limit=1").json()["items"][0]["body"] != "The quarry is closed."
    assert httpx.post(f"{address}/v1/articles", **said).status_code == 201  # type: ignore[arg-type]


def test_instantsearch_is_told_in_meilisearchs_shape(address: str) -> None:
    head, error = answered(begun(address, "/v1/instantsearch/multi-search", "application/json", 99, b"{"))
    assert head.startswith(b"http/1.1 408 ")
    assert (error["code"], error["type"]) == ("too_slow", "invalid_request")


def test_an_export_takes_as_long_as_it_takes_once_it_has_begun(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def slow(*given: Any) -> AsyncIterator[Any]:
        async for lines in article_lines(*given):
            yield lines
        await asyncio.sleep(1.5 * STEP)

    monkeypatch.setattr(exporter, "article_lines", slow)
    httpx.post(f"{address}/v1/articles", json={"body": "One more."}).raise_for_status()
    assert httpx.get(f"{address}/v1/exports/articles").text.endswith("}\n")


@pytest.mark.skipif(not hasattr(socket, "TCP_USER_TIMEOUT"), reason="only Linux cuts off who does not read")
def test_who_does_not_read_an_answer_is_cut_off(address: str) -> None:
    at = urlsplit(address)
    client = socket.create_connection((at.hostname, at.port or 80))
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    client.sendall(f"GET /v1/exports/articles HTTP/1.1\r\nHost: {at.netloc}\r\n\r\n".encode())
    local = client.getsockname()[1]

    def is_gone() -> bool:
        theirs = re.compile(rf":{at.port:04X} 0100007F:{local:04X} ")
        return not theirs.search(Path("/proc/net/tcp").read_text())

    until(lambda: not is_gone())
    until(is_gone)
    client.close()
