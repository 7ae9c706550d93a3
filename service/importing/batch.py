"""A batch of lines on its way into the store: what of it goes in, and what is refused."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable, Sequence
from typing import TypeAlias

import sqlalchemy as sa
import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from service.importing.lines import Line
from service.ingest.intake import incoming
from service.ingest.items import Found, Item, Refused
from service.store import writing
from service.store.imports import Step
from service.store.incoming import Incoming, Saved
from service.store.known import Contradiction

_log = structlog.get_logger(__name__)

LINES = 100
"""How many lines are stored in one transaction."""

_CHARS = 4_000_000

Extract: TypeAlias = Callable[[Iterable[Item[Line]]], AsyncGenerator[Found[Line], None]]
"""Reads items and finds their quotes, in order, and in bounded memory."""


async def batches(found: AsyncIterator[Found[Line]]) -> AsyncIterator[list[Found[Line]]]:
    """What was found, in lists that are worth a transaction and no burden to the memory."""
    batch: list[Found[Line]] = []
    chars = 0
    async for line, one in found:
        batch.append((line, one))
        chars += 0 if isinstance(one, Refused | Saved) else len(incoming(one).draft.body)
        if len(batch) == LINES or chars > _CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


async def store(connection: AsyncConnection, batch: Sequence[Found[Line]]) -> Step:
    """Store what can be stored of a batch; returns what became of its lines."""
    ready = [(line, incoming(found)) for line, found in batch if not isinstance(found, Refused | Saved)]
    refused = [line.refused(found.reason) for line, found in batch if isinstance(found, Refused)]
    counts = {"created": 0, "changed": 0, "same": 0}
    for (line, _), made in zip(ready, await _saved(connection, [one for _, one in ready]), strict=True):
        if isinstance(made, Saved):
            counts[made.outcome] += 1
        else:
            refused.append(line.refused(str(made)))
    last = batch[-1][0]
    return Step(bytes_done=last.end, lines_done=last.number, refused=refused, **counts)


async def _saved(connection: AsyncConnection, ready: Sequence[Incoming]) -> list[Saved | Contradiction]:
    """Store them together, or, when the database finds one to break a rule, each by itself without that one."""
    try:
        async with connection.begin_nested():
            return await writing.save(connection, ready)
    except sa.exc.IntegrityError as error:
        if len(ready) == 1:
            _log.error("article_breaks_a_rule_of_the_store", reason=str(error.orig))
            return [Contradiction("breaks a rule of the store")]
    return [made for one in ready for made in await _saved(connection, [one])]
