"""The command in a process of its own, with nothing in its environment but what a test gives."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

LETTER = "Quarry dispute goes to court\n\nThe Ledger\n\n“We will not move one stone,” said Una Morrow, the owner.\n"


def environment(folder: Path, **given: str) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "ONRECORD_DATA_DIR": str(folder / "data"), **given}


def onrecord(
    folder: Path, *arguments: str, given_input: bytes | None = None, **given: str
) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "service.cli", *arguments],
        capture_output=True,
        input=given_input,
        env=environment(folder, **given),
        check=False,
        timeout=120,
    )
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


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
def serving(folder: Path, *arguments: str, **given: str) -> Iterator[str]:
    """A server until the end of the block; gives the address that it says it listens on."""
    command = [sys.executable, "-m", "service.cli", *arguments]
    with subprocess.Popen(
        command, env=environment(folder, **given), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stderr is not None
            said = next((line for line in process.stderr if "listens on" in line), "")
            assert said, "the server ended before it listened"
            yield said.split()[-1]
        finally:
            process.terminate()


def is_one_line_of_refusal(done: subprocess.CompletedProcess[str], *words: str) -> bool:
    """Whether the command ended with 2 and one line that has these words."""
    lines = done.stderr.splitlines()
    return done.returncode == 2 and len(lines) == 1 and all(word in lines[0] for word in words)
