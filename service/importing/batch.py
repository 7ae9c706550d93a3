"""A batch of lines on its way into the store: what of it goes in, and what is refused."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Sequence
from typing import TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from service.importing.lines import Line
from service.ingest.intake import incoming, save
from service.ingest.items import Found, Item, Refused
from service.store.imports import Step
from service.store.incoming import Saved

Extract: TypeAlias = Callable[[Iterable[Item[Line]]], AsyncGenerator[Found[Line], None]]
"""Reads items and finds their quotes, in order, and in bounded memory."""


async def store(connection: AsyncConnection, batch: Sequence[Found[Line]]) -> Step:
    """Store what can be stored of a batch; returns what became of its lines."""
    ready = [(line, incoming(found)) for line, found in batch if not isinstance(found, Refused | Saved)]
    refused = [line.refused(found.reason) for line, found in batch if isinstance(found, Refused)]
    counts = {"created": 0, "changed": 0, "same": 0}
    for (line, _), made in zip(ready, await save(connection, [one for _, one in ready]), strict=True):
        if isinstance(made, Saved):
            counts[made.outcome] += 1
        else:
            refused.append(line.refused(str(made)))
    last = batch[-1][0]
    return Step(bytes_done=last.end, lines_done=last.number, refused=refused, **counts)
