"""Imports that are cut off: by the death of the server, or of the client that hands one in."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.api.importing import NDJSON, ndjson, said
from tests.command.running import running
from tests.fault.served import until

LINES = 6_000
EVERY = 50
SECONDS = 90
"""One line in so many is bad."""


@contextmanager
def server(folder: Path, **given: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    given = {"ONRECORD_WORKER": "false", **given}
    with running(folder, "serve", "--port", "0", until="listens on", **given) as (process, said):
        address = said.split()[-1]
        try:
            until(lambda: _answers(address), seconds=SECONDS)
            yield process, address
        finally:
            process.kill()


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/health/live").status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_import_goes_on_after_each_death_of_the_server_to_the_right_end(tmp_path: Path, workers: str) -> None:
    items = said(LINES)
    for number in range(EVERY - 1, LINES, EVERY):
        items[number] = {"external_id": f"bad-{number + 1}"}
    with server(tmp_path, ONRECORD_IMPORT_WORKERS=workers) as (process, address):
        answer = httpx.post(f"{address}/v1/imports", content=ndjson(items), headers=NDJSON, timeout=60)
        assert answer.status_code == 202
        where = answer.headers["location"]
        process.send_signal(signal.SIGKILL)  # the moment that it was acknowledged
    done = 0
    for _ in range(2):
        with server(tmp_path, ONRECORD_IMPORT_WORKERS=workers) as (process, address):
            until(lambda a=address, d=done: httpx.get(f"{a}{where}").json()["lines_done"] > d + 300, seconds=SECONDS)
            found = httpx.get(f"{address}{where}").json()
            assert found["state"] == "running"
            done = found["lines_done"]
            process.send_signal(signal.SIGKILL)
    with server(tmp_path, ONRECORD_IMPORT_WORKERS=workers) as (process, address):
        until(lambda: httpx.get(f"{address}{where}").json()["state"] == "done", seconds=SECONDS)
        found = httpx.get(f"{address}{where}").json()
        exported = httpx.get(f"{address}/v1/exports/articles", timeout=60).text.splitlines()
        errors = list(_errors(address, where))
    bad = LINES // EVERY
    assert (found["created"], found["changed"], found["same"], found["refused"]) == (LINES - bad, 0, 0, bad)
    assert found["lines_done"] == LINES
    assert found["bytes_done"] == found["bytes_total"]
    bodies = Counter(json.loads(line)["body"] for line in exported)
    assert bodies == Counter(item["body"] for item in items if "body" in item)
    assert [(error["line"], error["external_id"]) for error in errors] == [
        (number, f"bad-{number}") for number in range(EVERY, LINES + 1, EVERY)
    ]
    assert list((tmp_path / "data" / "imports").iterdir()) == []


def _errors(address: str, where: str) -> Iterator[dict[str, Any]]:
    cursor: str | None = ""
    while cursor is not None:
        page = httpx.get(f"{address}{where}/errors", params={"cursor": cursor} if cursor else {}).json()
        yield from page["items"]
        cursor = page["next_cursor"]


def test_a_client_that_breaks_off_leaves_nothing_behind(tmp_path: Path) -> None:
    with server(tmp_path) as (_, address):
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as client:
            head = f"POST /v1/imports HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-ndjson\r\n"
            client.sendall(f"{head}Content-Length: 9000000\r\n\r\n".encode() + b'{"body": "b"}\n' * 200_000)
            folder = tmp_path / "data" / "imports"
            until(lambda: folder.is_dir() and list(folder.iterdir()), seconds=SECONDS)
        until(lambda: not list(folder.iterdir()), seconds=SECONDS)
        assert httpx.get(f"{address}/v1/imports").json()["items"] == []


def test_a_stream_that_a_power_cut_left_behind_without_an_import_is_removed_in_the_end(tmp_path: Path) -> None:
    folder = tmp_path / "data" / "imports"
    folder.mkdir(parents=True)
    for name, age in (("old.part", 200_000), ("old.ndjson", 200_000), ("new.part", 10)):
        (folder / name).write_bytes(b"{}\n")
        os.utime(folder / name, (time.time() - age, time.time() - age))
    with server(tmp_path):
        until(lambda: [path.name for path in folder.iterdir()] == ["new.part"], seconds=SECONDS)
