"""The command in a process of its own, with nothing in its environment but what a test gives."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pty
import subprocess
import sys
import threading
import time
import urllib.request
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from pathlib import Path

LETTER = "Quarry dispute goes to court\n\nThe Ledger\n\n“We will not move one stone,” said Una Morrow, the owner.\n"


def environment(folder: Path, **given: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "ONRECORD_DATA_DIR": str(folder / "data"), **given}


_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["service.app", "search.embedded", "alembic.command", "rich.progress", "trafilatura"])


def onrecord(folder: Path, *arguments: str, given_input: bytes = b"", **given: str) -> subprocess.CompletedProcess[str]:
    """The command run to its end, in a process forked from one that has its libraries, which takes most of the time.

    `test_starting` is about what a process of the command imports; it, servers and terminals start from nothing.
    """
    pipes = [_FORKING.Pipe(duplex=False) for _ in range(3)]
    (its_input, our_input), *outputs = pipes
    its_ends = (its_input, *(its for _, its in outputs))
    process = _FORKING.Process(target=_run, args=(arguments, environment(folder, **given), its_ends))
    process.start()
    for its in its_ends:
        its.close()
    with ThreadPoolExecutor(2) as threads:
        reading = [threads.submit(_whole, ours) for ours, _ in outputs]
        with our_input, suppress(BrokenPipeError):
            os.write(our_input.fileno(), given_input)
        process.join(120)
        process.kill()  # where it did not end: its pipes have to
        out, err = (part.result() for part in reading)
    assert process.exitcode is not None
    return subprocess.CompletedProcess(arguments, process.exitcode, out, err)


def _whole(pipe: Connection) -> str:
    with pipe, os.fdopen(os.dup(pipe.fileno()), "rb") as file:
        return file.read().decode()


def _run(arguments: tuple[str, ...], variables: dict[str, str], pipes: tuple[Connection, ...]) -> None:
    """Become the command: its input, outputs and environment, and nothing of ours."""
    for number, pipe in enumerate(pipes):
        os.dup2(pipe.fileno(), number)
        pipe.close()
    sys.stdin, sys.stdout, sys.stderr = os.fdopen(0), os.fdopen(1, "w"), os.fdopen(2, "w", buffering=1)
    os.environ.clear()
    os.environ.update(variables)
    sys.argv = ["onrecord", *arguments]
    importlib.import_module("service.cli").main()


def on_a_terminal(folder: Path, *arguments: str, **given: str) -> str:
    """What the command writes to a terminal that knows colours."""
    ours, its = pty.openpty()
    env = environment(folder, **{"TERM": "xterm-256color", **given})
    with subprocess.Popen([sys.executable, "-m", "service.cli", *arguments], stdout=its, env=env):
        os.close(its)
        written = b""
        with suppress(OSError):  # how Linux says that the other end has closed
            while part := os.read(ours, 65536):
                written += part
    os.close(ours)
    return written.decode()


@contextmanager
def running(folder: Path, *arguments: str, until: str, **given: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command in a process of its own until the end of the block, and the line with `until` that it said."""
    command = [sys.executable, "-m", "service.cli", *arguments]
    with subprocess.Popen(
        command, env=environment(folder, **given), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        # What it logs has to be read: a pipe that is full would stop it in the middle of a request.
        reading = threading.Thread(target=deque, args=(process.stderr, 0))
        try:
            assert process.stderr is not None
            said = next((line for line in process.stderr if until in line), "")
            assert said, f"it ended before it said {until!r}"
            reading.start()
            yield process, said
        finally:
            process.terminate()
            if reading.ident is not None:
                reading.join()  # it ends with the process, and before its file is closed


@contextmanager
def serving(folder: Path, *arguments: str, **given: str) -> Iterator[str]:
    """A server until the end of the block; gives the address that it says it listens on."""
    with running(folder, *arguments, until="listens on", **given) as (_, said):
        yield said.split()[-1]


def wait_for(address: str) -> None:
    """Return when the server answers: it says where it listens a moment before it does."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/health/live", timeout=5):  # noqa: S310
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")


def is_one_line_of_refusal(done: subprocess.CompletedProcess[str], *words: str) -> bool:
    """Whether the command ended with 2 and one line that has these words."""
    lines = done.stderr.splitlines()
    return done.returncode == 2 and len(lines) == 1 and all(word in lines[0] for word in words)
