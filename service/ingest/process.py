"""One process of the pool: tasks to its input, answers from its output."""

from __future__ import annotations

import asyncio
import signal
import subprocess
from collections.abc import AsyncIterator, Sequence

import msgspec

from service.errors import OnRecordError
from service.ingest.extractor import Answer, framed, length

_START_SECONDS = 60.0
_END_SECONDS = 5.0
_BUFFER = 8_000_000  # bytes of answers that may wait to be read


class Died(Exception):
    """The process ended in the middle of its work; the message says how, as in "was ended by SIGKILL"."""


class Process:
    """A running `service.ingest.extractor`. It is used for one list of tasks at a time."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        assert process.stdin is not None  # noqa: S101 - for the type checker: both are pipes
        assert process.stdout is not None  # noqa: S101
        self._tasks = process.stdin
        self._answers = process.stdout

    @classmethod
    async def start(cls, command: Sequence[str]) -> Process:
        """A new process that is ready for work. Raises `OnRecordError` when there can't be any."""
        made = cls(
            await asyncio.create_subprocess_exec(
                *command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                limit=_BUFFER,
                start_new_session=True,  # Ctrl-C is for us; we end our processes ourselves
            )
        )
        try:
            async with asyncio.timeout(_START_SECONDS):
                await made._message()
        except BaseException as error:
            await made.kill()
            if isinstance(error, Died | TimeoutError):
                raise OnRecordError(
                    f"a process that extracts can't be started: it {error or 'does not answer'}"
                ) from error
            raise
        return made

    @property
    def lives(self) -> bool:
        """Whether it can be asked, as far as is known: somebody else may have killed it since it was last used."""
        return self._process.returncode is None and not self._answers.at_eof()

    async def ask(self, tasks: Sequence[bytes], *, seconds: float) -> AsyncIterator[Answer]:
        """The answers to these tasks. Raises `Died`, and `TimeoutError` when one takes longer than `seconds`.

        After either the process is good for nothing but `kill`.
        """
        # Not drained: the process may wait for us to read its answers before it reads on.
        self._tasks.write(b"".join(framed(task) for task in tasks))
        for _ in tasks:
            async with asyncio.timeout(seconds):
                message = await self._message()
            yield msgspec.json.decode(message, type=Answer)

    async def close(self) -> None:
        """Let it end."""
        self._tasks.close()
        try:
            async with asyncio.timeout(_END_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
        await self._process.communicate()

    async def kill(self) -> None:
        """End it now, whatever it is at."""
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()

    async def _message(self) -> bytes:
        try:
            return await self._answers.readexactly(length(await self._answers.readexactly(4)))
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise Died(_how(await self._process.wait())) from error


def _how(code: int) -> str:
    if code >= 0:
        return f"ended with code {code}"
    try:
        return f"was ended by {signal.Signals(-code).name}"
    except ValueError:
        return f"was ended by signal {-code}"
