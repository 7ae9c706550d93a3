"""Extraction of many articles in processes of their own, in order and in bounded memory, whatever happens to one."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Callable, Iterable, Iterator, Sequence
from itertools import islice
from types import TracebackType
from typing import Self

import msgspec
import structlog
from msgspec import structs

from service.ingest.extractor import Answer, Task, answered
from service.ingest.items import Found, Item, P, Refused
from service.ingest.process import Died, Process
from service.models import ArticleIn, Extraction
from service.store.incoming import Incoming

CHUNK = 16
"""How many items at most go to a process at once."""

_CHUNK_CHARS = 1_000_000
_CHUNKS_AHEAD = 3  # for each process: one that it works on, and enough to go on with while the caller stores
_TRIES = 2
# -P: the folder that the command is run in may hold anything, and is no place to import from.
_COMMAND = (sys.executable, "-P", "-m", "service.ingest.extractor")

_log = structlog.get_logger(__name__)


def cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Pool:
    """Up to `workers` processes that extract; they start when there is work, and end with the pool.

    With one worker all is done in this process, in a thread. An article of more than `max_chars` characters is refused.
    A process that dies or is killed costs nothing but time: its article is tried once more in another, and refused
    when that one dies, too. So is, at once, an article that takes more than `seconds`. `observe` is called with the
    seconds that finding the quotes of an article took.
    """

    def __init__(
        self,
        workers: int | None = None,
        *,
        max_chars: int,
        seconds: float = 60.0,
        command: Sequence[str] = _COMMAND,
        observe: Callable[[float], None] = lambda _: None,
    ) -> None:
        self.workers = workers or cores()
        self._max_chars = max_chars
        self._seconds = seconds
        self._command = command
        self._observe = observe
        self._places = asyncio.Semaphore(self.workers)
        self._idle: list[Process] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """End the processes; none may be at work any more."""
        idle, self._idle = self._idle, []
        await asyncio.gather(*(process.close() for process in idle))

    async def extract_all(
        self, items: Iterable[Item[P]] | AsyncIterable[Item[P]], *, outlet: str | None = None
    ) -> AsyncGenerator[Found[P], None]:
        """What is found in each item, or why it was refused, in the order of the items.

        Items are asked for only as fast as they are worked off; a plain iterable is read in a thread. One that is no
        article to be read passes through. `outlet` is given to articles that name none. What the iterable raises is
        raised; so is `OnRecordError` when no process can be started.
        """
        waiting: deque[asyncio.Task[list[Found[P]]]] = deque()
        try:
            async for chunk in in_chunks(items, CHUNK):
                waiting.append(asyncio.create_task(self._extract(chunk, outlet)))
                while waiting and (waiting[0].done() or len(waiting) >= self.workers * _CHUNKS_AHEAD):
                    for found in await waiting.popleft():
                        yield found
            while waiting:
                for found in await waiting.popleft():
                    yield found
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)

    async def _extract(self, chunk: Sequence[Item[P]], outlet: str | None) -> list[Found[P]]:
        tasks = [_task(given, outlet, self._max_chars) if isinstance(given, ArticleIn) else given for _, given in chunk]
        messages = [task for task in tasks if isinstance(task, bytes)]
        async with self._places:
            if self.workers == 1:
                answers = await asyncio.to_thread(lambda: [answered(message) for message in messages])
            else:
                answers = await self._answers(messages)
        for answer in answers:
            if answer.found:
                self._observe(answer.seconds)
        following = iter(answers)
        return [
            (place, _found(place, next(following)) if isinstance(task, bytes) else task)
            for (place, _), task in zip(chunk, tasks, strict=True)
        ]

    async def _process(self) -> Process:
        """A process that waits for work, or a new one. What died while it waited says nothing of the next article."""
        while self._idle:
            process = self._idle.pop()
            if process.lives:
                return process
            await process.kill()
        return await Process.start(self._command)

    async def _answers(self, tasks: Sequence[bytes]) -> list[Answer]:
        answers: list[Answer] = []
        tries = 0
        while len(answers) < len(tasks):
            process = await self._process()
            try:
                async for answer in process.ask(tasks[len(answers) :], seconds=self._seconds):
                    answers.append(answer)
                    tries = 0
            except Died as died:
                await process.kill()
                tries += 1
                if tries == _TRIES:
                    answers.append(Answer(refused=f"cannot be read: the process that tried to, twice, {died}"))
                    tries = 0
            except TimeoutError:
                await process.kill()
                answers.append(Answer(refused=f"cannot be read in {self._seconds:g} seconds"))
                tries = 0
            except BaseException:
                await process.kill()  # it is in the middle of an answer that nobody waits for any more
                raise
            else:
                self._idle.append(process)
        return answers


def extract_here(place: object, given: ArticleIn | Incoming | Refused, *, max_chars: int) -> Extraction | Refused:
    """What is found in one item, in this very thread."""
    if isinstance(given, Incoming):
        return Extraction(article=given.draft, quotes=list(given.quotes))
    task = _task(given, None, max_chars) if isinstance(given, ArticleIn) else given
    return _found(place, answered(task)) if isinstance(task, bytes) else task


def _task(given: ArticleIn, outlet: str | None, max_chars: int) -> bytes | Refused:
    try:
        return msgspec.json.encode(Task(structs.replace(given, outlet=given.outlet or outlet), max_chars))
    except UnicodeEncodeError:
        return Refused("has half of a surrogate pair, which is no character")


def _found(place: object, answer: Answer) -> Extraction | Refused:
    if answer.trace:
        _log.error("unexpected_error", place=str(place), exception=answer.trace)
    return answer.found or Refused(answer.refused)


async def in_chunks(items: Iterable[Item[P]] | AsyncIterable[Item[P]], most: int) -> AsyncIterator[list[Item[P]]]:
    """The items, up to `most` at once, fewer of long ones; a plain iterable is read in a thread."""
    if not isinstance(items, AsyncIterable):
        iterator = iter(items)
        while chunk := await asyncio.to_thread(_next_chunk, iterator, most):
            yield chunk
        return
    chunk, chars = [], 0
    async for item in items:
        chunk.append(item)
        chars += _chars(item)
        if len(chunk) == most or chars > _CHUNK_CHARS:
            yield chunk
            chunk, chars = [], 0
    if chunk:
        yield chunk


def _next_chunk(iterator: Iterator[Item[P]], most: int) -> list[Item[P]]:
    chunk, chars = [], 0
    for item in islice(iterator, most):
        chunk.append(item)
        chars += _chars(item)
        if chars > _CHUNK_CHARS:
            break
    return chunk


def _chars(item: Item[P]) -> int:
    given = item[1]
    match given:
        case ArticleIn():
            return sum(len(one or "") for one in (given.text, given.html, given.body))
        case Incoming():
            return len(given.draft.body)
    return 0
