"""Many articles at once: files are read and extracted one after the other, and stored a batch to a transaction."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice
from pathlib import Path

from msgspec import Struct, field, structs

from service.errors import Conflict, OnRecordError
from service.ingest.files import FileProblem, read_file
from service.ingest.intake import Intake, extract
from service.models import ArticleIn, Extraction

_BATCH = 20


class Tally(Struct):
    """What became of what was handed in: `files` read to their end, articles by outcome, and where and why refused."""

    files: int = 0
    created: int = 0
    changed: int = 0
    same: int = 0
    refused: list[FileProblem] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many items were seen."""
        return self.created + self.changed + self.same + len(self.refused)


class Item(Struct, frozen=True):
    """One article of a file: which one there, counted from 1."""

    path: Path
    number: int
    given: ArticleIn


async def ingest_files(
    intake: Intake, paths: Iterable[Path], *, outlet: str | None, max_chars: int
) -> AsyncIterator[Tally]:
    """Take in every article of these files; yields the same tally, grown, after each batch.

    `outlet` is given to articles that name none themselves. What is refused is tallied, and the rest goes on.
    """
    tally = Tally()
    items = _items(paths, tally)
    while batch := list(islice(items, _BATCH)):
        ready: list[tuple[Item, Extraction]] = []
        for item in batch:
            if isinstance(item, FileProblem):
                tally.refused.append(item)
                continue
            given = structs.replace(item.given, outlet=item.given.outlet or outlet)
            try:
                ready.append((item, await asyncio.to_thread(extract, given, max_chars=max_chars)))
            except OnRecordError as problem:
                tally.refused.append(_problem(item, problem))
        for (item, _), taken in zip(ready, await intake.store([one for _, one in ready]), strict=True):
            if isinstance(taken, Conflict):
                tally.refused.append(_problem(item, taken))
            else:
                setattr(tally, taken.outcome, getattr(tally, taken.outcome) + 1)
        yield tally


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The files at these paths, folders followed, in a stable order; hidden files are left out."""
    found: list[Path] = []
    for path in paths:
        below = sorted(path.rglob("*")) if path.is_dir() else [path]
        found += [one for one in below if one.is_file() and not one.name.startswith(".")]
    return found


def _items(paths: Iterable[Path], tally: Tally) -> Iterator[Item | FileProblem]:
    for path in paths:
        for number, one in enumerate(read_file(path), start=1):
            yield one if isinstance(one, FileProblem) else Item(path, number, one)
        tally.files += 1


def _problem(item: Item, problem: OnRecordError) -> FileProblem:
    return FileProblem(item.path, item.number, problem.detail)
