"""`onrecord ingest`: the articles of files and folders, what became of them, and how far it has come."""

from __future__ import annotations

import re
import sys
from collections.abc import AsyncGenerator, Iterable, Iterator
from contextlib import aclosing
from pathlib import Path

import structlog
from msgspec import Struct, field

from service.ingest.bulk import ingest_new
from service.ingest.files import Limits, Place, read_file, read_stream
from service.ingest.files.walking import STDIN, files_below, size_of
from service.ingest.intake import Intake
from service.ingest.items import Item, Refused, Stored
from service.ingest.ledger import Ledger
from service.ingest.pool import Pool

_SHOWN = 5
_MOST_GROUPS = 200
_PARTICULAR = re.compile(r"\d[\d,.]*|'[^']*'|`[^`]*`")

_log = structlog.get_logger(__name__)


class Group(Struct):
    """What was refused for the like reasons: how many, and the first of them."""

    count: int = 0
    first: list[tuple[Place, str]] = field(default_factory=list)


class Tally(Struct):
    """How far it has come: `files` read to their end, `bytes` read, and what became of the articles.

    `similar` counts those of the created and changed ones that are nearly the same as another article.
    """

    files: int = 0
    bytes: int = 0
    created: int = 0
    changed: int = 0
    same: int = 0
    similar: int = 0
    refused: int = 0
    groups: dict[str, Group] = field(default_factory=dict)

    @property
    def done(self) -> int:
        """How many items were seen."""
        return self.created + self.changed + self.same + self.refused

    def add(self, stored: Iterable[Stored[Place]]) -> None:
        """Count what became of these items."""
        for place, what in stored:
            if isinstance(what, Refused):
                self._refuse(place, what.reason)
                continue
            setattr(self, what.outcome, getattr(self, what.outcome) + 1)
            if what.outcome != "same" and what.duplicate_of:
                self.similar += 1

    def _refuse(self, place: Place, reason: str) -> None:
        self.refused += 1
        key = _PARTICULAR.sub("", reason)
        if key not in self.groups and len(self.groups) >= _MOST_GROUPS:
            key = ""
        group = self.groups.setdefault(key, Group())
        group.count += 1
        if len(group.first) < _SHOWN:
            group.first.append((place, reason))


class Ingestion:
    """One run of the command over `paths`; `tally` grows while it runs, and holds when it is stopped, too."""

    def __init__(self, paths: Iterable[Path], limits: Limits) -> None:
        self.tally = Tally()
        self.paths = list(paths)
        self._limits = limits

    async def run(
        self, intake: Intake, pool: Pool, ledger: Ledger, *, outlet: str | None, again: bool
    ) -> AsyncGenerator[list[tuple[Place, Refused]], None]:
        """Take in every article of the files; yields what was refused of each batch, after its commit.

        `outlet` is given to articles that name none themselves. What was taken in before is not read again.
        """
        batches = ingest_new(intake, pool, ledger, self._items(), outlet=outlet, again=again)
        async with aclosing(batches):
            async for stored in batches:
                self.tally.add(stored)
                yield [(place, what) for place, what in stored if isinstance(what, Refused)]

    def _items(self) -> Iterator[Item[Place]]:
        before = 0

        def watch(position: int) -> None:
            self.tally.bytes = before + position

        for path in files_below(self.paths):
            if not isinstance(path, Path):
                yield path
                continue
            if path == STDIN:
                yield from read_stream(sys.stdin.buffer, "<stdin>", self._limits)
            else:
                yield from read_file(path, self._limits, watch)
            before += size_of(path)
            self.tally.files += 1
            self.tally.bytes = before
