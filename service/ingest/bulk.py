"""Many articles at once: extracted in processes, and stored a batch to a transaction."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable, Iterator, Sequence
from contextlib import aclosing
from pathlib import Path

import msgspec
import structlog
from msgspec import Struct, field

from service import quotes
from service.errors import OnRecordError
from service.ingest.files import Place, read_file
from service.ingest.intake import Intake, incoming
from service.ingest.items import Found, Item, P, Refused, Stored
from service.ingest.pool import Pool
from service.store.known import Contradiction
from service.store.writing import Saved

BATCH = 100
"""How many articles are stored in one transaction."""

_BATCH_CHARS = 4_000_000

_log = structlog.get_logger(__name__)


class Tally(Struct):
    """What became of what was handed in: `files` read to their end, articles by outcome, and where and why refused."""

    files: int = 0
    created: int = 0
    changed: int = 0
    same: int = 0
    refused: list[tuple[Place, Refused]] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many items were seen."""
        return self.created + self.changed + self.same + len(self.refused)

    def add(self, stored: Iterable[Stored[Place]]) -> None:
        """Count what became of these items."""
        for place, what in stored:
            if isinstance(what, Refused):
                self.refused.append((place, what))
            else:
                setattr(self, what.outcome, getattr(self, what.outcome) + 1)


async def ingest_files(
    intake: Intake, pool: Pool, paths: Iterable[Path], *, outlet: str | None
) -> AsyncIterator[Tally]:
    """Take in every article of these files; yields the same tally, grown, after each batch.

    `outlet` is given to articles that name none themselves. What is refused is tallied, and the rest goes on.
    """
    tally = Tally()
    async with aclosing(ingest_items(intake, pool, _items(paths, tally), outlet=outlet)) as batches:
        async for stored in batches:
            tally.add(stored)
            yield tally


async def ingest_items(
    intake: Intake, pool: Pool, items: Iterable[Item[P]] | AsyncIterable[Item[P]], *, outlet: str | None = None
) -> AsyncGenerator[list[Stored[P]], None]:
    """Extract articles and store them; yields what became of them, in order, a batch after each commit.

    Items are asked for only as fast as they are stored. Raises what `Pool.extract_all` and the store raise; all that
    was yielded is then stored, and nothing is half stored.
    """
    batch: list[Found[P]] = []
    chars = 0
    async with aclosing(pool.extract_all(items, outlet=outlet)) as all_found:
        async for place, found in all_found:
            batch.append((place, found))
            chars += 0 if isinstance(found, Refused) else len(incoming(found).draft.body)
            if len(batch) == BATCH or chars > _BATCH_CHARS:
                yield await _stored(intake, batch)
                batch, chars = [], 0
    if batch:
        yield await _stored(intake, batch)


async def _stored(intake: Intake, batch: Sequence[Found[P]]) -> list[Stored[P]]:
    ready = [found for _, found in batch if not isinstance(found, Refused)]
    following = iter(await intake.store(ready) if ready else ())
    return [(place, found if isinstance(found, Refused) else _outcome(next(following))) for place, found in batch]


def _outcome(made: Saved | Contradiction) -> Saved | Refused:
    return Refused(str(made)) if isinstance(made, Contradiction) else made


def files_below(paths: Iterable[Path]) -> list[Path]:
    """The files at these paths, folders followed, in a stable order; what is hidden below a folder is left out."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += [one for one in sorted(path.rglob("*")) if one.is_file() and not _is_hidden(one, path)]
        else:
            found.append(path)
    return found


def extract_rows(rows: Path, made: Path) -> None:
    """Find the quotes of each row {"id","text"} of one file of JSON lines, and write them to another.

    `made` (which may be `rows`) is replaced when all is done; a bad row raises `OnRecordError` and leaves it as it was.
    """
    if made.exists() and not made.is_file():  # a pipe or /dev/stdout, which nothing may take the place of
        with rows.open("rb") as given, made.open("wb") as out:
            out.writelines(_rows(given, rows))
        return
    target = made.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with rows.open("rb") as given, part.open("wb") as out:
            out.writelines(_rows(given, rows))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


class _Row(Struct):
    id: str
    text: str


def _rows(lines: Iterable[bytes], path: Path) -> Iterator[bytes]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line.removeprefix(b"\xef\xbb\xbf"), type=_Row)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as wrong:
            raise OnRecordError(f"{Place(path, number)}: {wrong}") from wrong
        found = [
            {"start": one.start, "end": one.end, "text": one.text, "speaker": one.speaker}
            for one in quotes.extract(row.text)
        ]
        yield msgspec.json.encode({"id": row.id, "text": row.text, "quotes": found}) + b"\n"


def _items(paths: Iterable[Path], tally: Tally) -> Iterator[Item[Place]]:
    for path in paths:
        try:
            yield from read_file(path)
        except Exception as error:  # noqa: BLE001 - a bug that one file meets must not keep thousands of others out
            _log.error("unexpected_error", place=str(path), exc_info=error)
            yield Place(path), Refused(f"unexpected error: {type(error).__name__}: {error}")
        tally.files += 1


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)
