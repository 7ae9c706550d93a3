"""The use case of exporting: one snapshot of the store as a stream of bytes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.exporting.formats import ARTICLE_COLUMNS, QUOTE_COLUMNS, Format, csv_header, csv_rows, ndjson
from service.exporting.lines import article_lines, quote_lines
from service.exporting.spool import Spool
from service.store.articles import ArticleFilter
from service.store.database import Database
from service.store.quotes import Place, QuoteFilter


class Wanted(Struct, frozen=True):
    """What is exported: which articles or quotes, from behind which place on (an article's id, or a quote's place)."""

    of: ArticleFilter | QuoteFilter
    format: Format = "ndjson"
    after: str | Place | None = None


class Exporter:
    """Exports the store; at most `at_once` are read at a time, and the others wait for their turn.

    Each keeps a connection busy while it is read, and what its reader has not taken yet in a file in `folder`, of which
    `keep_free` bytes are left to others.
    """

    def __init__(self, database: Database, folder: Path, *, at_once: int, keep_free: int) -> None:
        self._database = database
        self._folder = folder
        self._keep_free = keep_free
        self._turns = asyncio.Semaphore(at_once)

    async def stream(self, wanted: Wanted, *, gzip: bool) -> AsyncIterator[bytes]:
        """The export as bytes, whole at one moment. Raises `StoreUnavailable` and `NoRoom`, here or in mid-stream."""
        spool = Spool(self.chunks(wanted), self._folder, gzip=gzip, keep_free=self._keep_free)
        await spool.start()
        return spool.pieces()

    async def chunks(
        self, wanted: Wanted, *, done: Callable[[int], None] = lambda _: None
    ) -> AsyncGenerator[bytes, None]:
        """The export as it is read; the snapshot lasts until all of it is taken. `done` is told how many lines came."""
        columns = ARTICLE_COLUMNS if isinstance(wanted.of, ArticleFilter) else QUOTE_COLUMNS
        async with self._turns, self._database.read() as connection:
            if wanted.format == "csv" and wanted.after is None:  # what goes on is put behind what is there
                yield csv_header(columns)
            async for lines in _lines(connection, wanted):
                yield ndjson(lines) if wanted.format == "ndjson" else csv_rows(lines, columns)
                done(len(lines))


def _lines(connection: AsyncConnection, wanted: Wanted) -> AsyncIterator[Sequence[Any]]:
    match wanted:
        case Wanted(of=ArticleFilter() as of, after=str() | None as after):
            return article_lines(connection, of, after)
        case Wanted(of=QuoteFilter() as of, after=Place() | None as after):
            return quote_lines(connection, of, after)
    raise TypeError(f"{wanted.of} is no filter of what {wanted.after} is a place in")
