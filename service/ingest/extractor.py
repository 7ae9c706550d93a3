"""A process that reads articles and finds their quotes, for `service.ingest.pool`; started as a module of its own.

It reads tasks from its standard input and writes one answer for each, in order, to its standard output: JSON, each
message after its length in four bytes. An empty answer comes first, when it is ready. It ends when its input does, so
none is left behind by a parent that was killed. What a library prints goes to standard error.
"""

from __future__ import annotations

import os
import sys
import time
import traceback
from typing import BinaryIO

import msgspec
from msgspec import Struct

from service.errors import OnRecordError
from service.ingest.extracting import extract
from service.models import ArticleIn, Extracted

_LENGTH = 4


class Task(Struct, frozen=True, omit_defaults=True):
    """An article to be read, of at most `max_chars` characters."""

    given: ArticleIn
    max_chars: int


class Answer(Struct, frozen=True, omit_defaults=True):
    """What was found, or why it was refused; `trace` is there when the reason is a bug of ours. `seconds` is what
    finding it took.
    """

    found: Extracted | None = None
    refused: str = ""
    trace: str = ""
    seconds: float = 0.0


def answered(message: bytes) -> Answer:
    """Read the article of a task and find its quotes; whatever goes wrong is the answer."""
    try:
        task = msgspec.json.decode(message, type=Task)
        started = time.perf_counter()
        found = extract(task.given, max_chars=task.max_chars)
        return Answer(found, seconds=time.perf_counter() - started)
    except msgspec.MsgspecError as error:  # a field that breaks a rule of the model
        return Answer(refused=str(error).replace("$.given", "$"))
    except OnRecordError as problem:
        return Answer(refused=problem.detail)
    except Exception as error:  # noqa: BLE001 - a bug that one article meets must not keep thousands of others out
        return Answer(refused=f"unexpected error: {type(error).__name__}: {error}", trace=traceback.format_exc())


def framed(message: bytes) -> bytes:
    """A message after its length."""
    return len(message).to_bytes(_LENGTH, "big") + message


def length(frame: bytes) -> int:
    """How long the message after these first bytes of a frame is."""
    return int.from_bytes(frame[:_LENGTH], "big")


def serve(tasks: BinaryIO, answers: BinaryIO) -> None:
    """Answer tasks until there are no more."""
    answers.write(framed(b""))
    answers.flush()
    while len(head := tasks.read(_LENGTH)) == _LENGTH:
        answer = answered(tasks.read(length(head)))
        answers.write(framed(msgspec.json.encode(answer)))
        answers.flush()


def main() -> None:
    """Serve the parent process."""
    with os.fdopen(os.dup(1), "wb") as answers:
        os.dup2(2, 1)
        serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
