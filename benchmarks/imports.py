"""Memory and speed of a long import over HTTP: a server of its own takes it in and works it off, and is watched."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import msgspec

from benchmarks.corpus import stories
from tests.servers import free_port

_KINDS = 2_000
_EVERY_SECONDS = 0.05
_PIECE = 1 << 20


def run(megabytes: int, *, indexing: bool) -> str:
    """Return the table for a stream of so many million bytes, at most; with `indexing` into the embedded engine, too."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "ONRECORD_DATA_DIR": folder, "ONRECORD_WORKER": "true" if indexing else "false"}
        port = free_port()
        command = [sys.executable, "-m", "service.cli", "serve", "--port", str(port)]
        with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL) as server:
            try:
                return _measured(server.pid, f"http://127.0.0.1:{port}", megabytes * 1_000_000, indexing=indexing)
            finally:
                server.terminate()


def _measured(pid: int, address: str, size: int, *, indexing: bool) -> str:
    with httpx.Client(base_url=address, timeout=None) as client:  # noqa: S113 - it takes as long as it takes
        _until_it_answers(client)
        idle = _memory(pid)
        with _Watch(pid) as taking:
            headers = {"Content-Type": "application/x-ndjson"}
            answer = client.post("/v1/imports", content=_stream(size), headers=headers).raise_for_status()
        where = answer.headers["location"]
        with _Watch(pid) as working:
            while (found := client.get(where).json())["state"] in {"queued", "running"}:
                time.sleep(0.5)
        done = found["created"] + found["changed"] + found["same"] + found["refused"]
        total = found["bytes_total"]
    lines = [
        f"{total:,} bytes, {done:,} articles, state {found['state']}, {found['refused']} refused;"
        f" {'stored and indexed (embedded)' if indexing else 'stored'}. Memory is RSS of the service's process.",
        "",
        "| phase | seconds | MB/s | articles/s | memory at most, MB | of its extractors, MB |",
        "| --- | --- | --- | --- | --- | --- |",
        f"| idle before | – | – | – | {idle:,.0f} | – |",
    ]
    for name, watch, count in (("taken onto the disk", taking, 0), ("worked off", working, done)):
        rate = f"{count / watch.seconds:,.0f}" if count else "–"
        lines.append(
            f"| {name} | {watch.seconds:,.1f} | {total / 1e6 / watch.seconds:,.1f} | {rate} "
            f"| {watch.most:,.0f} | {watch.most_of_children:,.0f} |"
        )
    return "\n".join(lines)


class _Watch:
    """The most memory that a process, and all of its children together, had meanwhile."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self.most = self.most_of_children = self.seconds = 0.0

    def __enter__(self) -> _Watch:
        self._started = time.perf_counter()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.seconds = time.perf_counter() - self._started
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_EVERY_SECONDS):
            self.most = max(self.most, _memory(self._pid))
            self.most_of_children = max(self.most_of_children, sum(map(_memory, _children(self._pid))))


def _memory(pid: int) -> float:
    """RSS in MB (proc(5): the second number of statm, in pages); 0 for a process that has gone."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except OSError:
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _children(pid: int) -> list[int]:
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []


def _stream(size: int) -> Iterator[bytes]:
    """Different articles, up to `size` bytes of them; their words repeat after a while, their titles do not."""
    kinds = [
        (story.article.title, {"outlet": story.article.outlet, "body": story.article.body, "language": "en"})
        for story in stories(_KINDS)
    ]
    piece = bytearray()
    number = sent = 0
    while True:
        title, item = kinds[number % _KINDS]
        number += 1
        item = item | {"title": f"{title} {number}", "external_id": str(number)}
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
