"""A Meilisearch for tests: the one that `ONRECORD_TEST_MEILISEARCH_URL` names, or one started from PATH.

A started server listens on a free loopback port, with a throw-away database and a master key. It can be stopped,
killed, wiped and started again on the same port, for the tests of what happens then.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

URL_VARIABLE = "ONRECORD_TEST_MEILISEARCH_URL"
KEY_VARIABLE = "ONRECORD_TEST_MEILISEARCH_KEY"
MASTER_KEY = "onrecord-tests-only-master-key"
MISSING = f"no Meilisearch: set {URL_VARIABLE}, or put a `meilisearch` on PATH"
NOT_OURS = "needs a Meilisearch that the test may stop: put a `meilisearch` on PATH"

SMALL, LARGE = "200MiB", "4GiB"
"""How much memory it indexes with. Left alone it readies two thirds of the machine's for each task, which takes a
second even for one article; little is right for tests, much for a benchmark. Each of its threads costs a task 65 ms of
processor time, too, whatever it holds, so that little means one thread."""

_START_SECONDS = 60.0
_STOP_SECONDS = 30.0


class Access(NamedTuple):
    """Where a Meilisearch is, and the key that opens it."""

    url: str
    key: str | None


def given() -> Access | None:
    """Return the server that the environment names."""
    url = os.environ.get(URL_VARIABLE)
    return Access(url, os.environ.get(KEY_VARIABLE)) if url else None


def binary() -> str | None:
    """Return the path of a `meilisearch` that can be started."""
    return shutil.which("meilisearch")


def why_not() -> str | None:
    """Return why no Meilisearch can be had, or None if one can."""
    return None if given() or binary() else MISSING


@contextmanager
def any_meilisearch(memory: str = SMALL) -> Iterator[Access]:
    """Give the named server, or one that lives as long as the context; raises `RuntimeError` where neither is."""
    access = given()
    if access is not None:
        yield access
        return
    with MeilisearchServer(memory) as server:
        yield server.access


class MeilisearchServer:
    """A Meilisearch of our own; a context manager that starts it, and removes its database in the end.

    Raises `RuntimeError` where none is on PATH, or when it does not come up.
    """

    def __init__(self, memory: str = SMALL) -> None:
        found = binary()
        if found is None:
            raise RuntimeError(MISSING)
        self._memory = memory
        self._binary = found
        self._port = free_port()
        self._directory = Path(tempfile.mkdtemp(prefix="onrecord-meilisearch-"))
        self._process: subprocess.Popen[bytes] | None = None
        self.access = Access(f"http://127.0.0.1:{self._port}", MASTER_KEY)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        shutil.rmtree(self._directory, ignore_errors=True)

    def start(self) -> None:
        """Start on the same port and database as before, and return when it answers."""
        with (self._directory / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    self._binary,
                    "--no-analytics",
                    *("--env", "development"),
                    *("--http-addr", f"127.0.0.1:{self._port}"),
                    *("--master-key", MASTER_KEY),
                    *("--db-path", str(self._directory / "data.ms")),
                    *("--dump-dir", str(self._directory / "dumps")),
                    *("--snapshot-dir", str(self._directory / "snapshots")),
                    *("--log-level", "WARN"),
                    *("--max-indexing-memory", self._memory),
                    *(("--max-indexing-threads", "1") if self._memory == SMALL else ()),
                ],
                cwd=self._directory,
                env={name: value for name, value in os.environ.items() if not name.startswith("MEILI_")},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"Meilisearch did not start:\n{self.log()[-2_000:]}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Ask it to end, and return when it has."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    def send(self, which: signal.Signals) -> None:
        """Send it a signal, to pause it and have it go on."""
        if self._process is not None:
            self._process.send_signal(which)

    def wipe(self) -> None:
        """Remove its database; only while it is stopped."""
        if self._process is not None:
            raise RuntimeError("stop the server before wiping it")
        shutil.rmtree(self._directory / "data.ms", ignore_errors=True)

    def log(self) -> str:
        """Return what it wrote."""
        path = self._directory / "log"
        return path.read_text(errors="replace") if path.exists() else ""

    def _end(self, how: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(how)
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.access.url}/health", timeout=1) as answer:  # noqa: S310 — our own URL
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
