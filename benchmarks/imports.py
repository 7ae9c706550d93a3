"""Memory and speed of a long import over HTTP: a server of its own takes it in and works it off, and is watched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from typing import Self

import httpx
import msgspec

from benchmarks.corpus import stories
from benchmarks.processes import children, memory
from search.schema import ArticleDocument
from tests.servers import free_port

_KINDS = 2_000
_EVERY_SECONDS = 0.05
_PIECE = 1 << 20


def run(megabytes: int, *, indexing: bool, seconds: float) -> str:
    """Return the table for a stream of so many million bytes, at most; with `indexing`, into the embedded engine, too.

    After `seconds` of working it off the import is cancelled, and the table is of what was done by then.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ONRECORD_DATA_DIR": folder, "ONRECORD_WORKER": "true" if indexing else "false"}
        port = free_port()
        command = [sys.executable, "-m", "service.cli", "serve", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
            try:
                return _measured(server.pid, f"http://127.0.0.1:{port}", megabytes * 1_000_000, seconds)
            finally:
                server.terminate()


def _measured(pid: int, address: str, size: int, seconds: float) -> str:
    with httpx.Client(base_url=address, timeout=None) as client:  # noqa: S113 - it takes as long as it takes
        _until_it_answers(client)
        idle = memory(pid, "VmRSS")
        kinds = [story.article for story in stories(_KINDS)]
        with _Watch(pid) as taking:
            headers = {"Content-Type": "application/x-ndjson"}
            answer = client.post("/v1/imports", content=_stream(kinds, size), headers=headers).raise_for_status()
        where = answer.headers["location"]
        with _Watch(pid) as working:
            until = time.monotonic() + seconds
            while (found := client.get(where).json())["state"] in {"queued", "running"}:
                time.sleep(0.5)
                if time.monotonic() > until:
                    found = client.post(f"{where}/cancel").json()
                    break
    total, done = found["bytes_total"] / 1e6, found["bytes_done"] / 1e6
    count = sum(found[outcome] for outcome in ("created", "changed", "same", "refused"))
    head = (
        f"{total:,.0f} MB of NDJSON; {found['state']} after {done:,.0f} MB with {found['created']:,} articles created"
    )
    rows = [
        ("idle before", "–", "–", "–", idle, "–"),
        ("taken onto the disk", f"{taking.seconds:,.1f}", f"{total / taking.seconds:,.1f}", "–", taking.most, "–"),
        (
            "worked off",
            f"{working.seconds:,.1f}",
            f"{done / working.seconds:,.1f}",
            f"{count / working.seconds:,.0f}",
            working.most,
            f"{working.most_of_children:,.0f}",
        ),
    ]
    lines = [
        f"{head}, {found['refused']:,} refused.",
        "",
        "| phase | seconds | MB/s | articles/s | memory (RSS) of the service at most, MB | of its extractors, MB |",
        "| --- | --- | --- | --- | --- | --- |",
        *(
            f"| {name} | {took} | {speed} | {rate} | {most:,.0f} | {more} |"
            for name, took, speed, rate, most, more in rows
        ),
    ]
    return "\n".join(lines)


class _Watch:
    """The most memory that a process, and all of its children together, had meanwhile."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.most = self.most_of_children = self.seconds = 0.0

    def __enter__(self) -> Self:
        self._started = time.perf_counter()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._started
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            self.most = max(self.most, memory(self._pid, "VmRSS"))
            self.most_of_children = max(
                self.most_of_children, sum(memory(child, "VmRSS") for child in children(self._pid))
            )


def _stream(kinds: Sequence[ArticleDocument], size: int) -> Iterator[bytes]:
    """Different articles, up to `size` bytes of them; only their first words differ after a while."""
    piece = bytearray()
    number = sent = 0
    while True:
        found = kinds[number % len(kinds)]
        number += 1
        item = {"outlet": found.outlet, "title": found.title, "body": f"Number {number}. {found.body}"}
        line = msgspec.json.encode(item) + b"\n"
        sent += len(line)
        if sent > size:
            break
        piece += line
        if len(piece) > _PIECE:
            yield bytes(piece)
            piece.clear()
    yield bytes(piece)


def _until_it_answers(client: httpx.Client) -> None:
    for _ in range(300):
        try:
            client.get("/health/live").raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
