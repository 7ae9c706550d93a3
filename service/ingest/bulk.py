"""Many articles at once: files are read and extracted one after the other, and stored a batch to a transaction."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterable, Iterator
from itertools import islice
from pathlib import Path

import msgspec
import structlog
from msgspec import Struct, field, structs

from service import quotes
from service.errors import Conflict, OnRecordError
from service.ingest.files import FileItem, FileProblem, Place, read_file
from service.ingest.intake import Intake, extract
from service.models import Extraction

_BATCH = 20

_log = structlog.get_logger(__name__)


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


async def ingest_files(
    intake: Intake, paths: Iterable[Path], *, outlet: str | None, max_chars: int
) -> AsyncIterator[Tally]:
    """Take in every article of these files; yields the same tally, grown, after each batch.

    `outlet` is given to articles that name none themselves. What is refused is tallied, and the rest goes on.
    """
    tally = Tally()
    items = _items(paths, tally)
    while batch := list(islice(items, _BATCH)):
        ready: list[tuple[Place, Extraction]] = []
        for item in batch:
            found = await asyncio.to_thread(extracted, item, outlet=outlet, max_chars=max_chars)
            if isinstance(found, FileProblem):
                tally.refused.append(found)
            else:
                ready.append((item.place, found))
        for (place, _), taken in zip(ready, await intake.store([one for _, one in ready]), strict=True):
            if isinstance(taken, Conflict):
                tally.refused.append(FileProblem(place, taken.detail))
            else:
                setattr(tally, taken.outcome, getattr(tally, taken.outcome) + 1)
        yield tally


def extracted(item: FileItem | FileProblem, *, outlet: str | None = None, max_chars: int) -> Extraction | FileProblem:
    """What is found in one item of a file, or why it is refused."""
    if isinstance(item, FileProblem):
        return item
    given = structs.replace(item.given, outlet=item.given.outlet or outlet)
    try:
        return extract(given, max_chars=max_chars)
    except OnRecordError as problem:
        return FileProblem(item.place, problem.detail)
    except Exception as error:  # noqa: BLE001 - a bug that one article meets must not keep thousands of others out
        return _unexpected(item.place, error)


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
            raise OnRecordError(str(FileProblem(Place(path, number), str(wrong)))) from wrong
        found = [
            {"start": one.start, "end": one.end, "text": one.text, "speaker": one.speaker}
            for one in quotes.extract(row.text)
        ]
        yield msgspec.json.encode({"id": row.id, "text": row.text, "quotes": found}) + b"\n"


def _items(paths: Iterable[Path], tally: Tally) -> Iterator[FileItem | FileProblem]:
    for path in paths:
        try:
            yield from read_file(path)
        except Exception as error:  # noqa: BLE001 - as above: the other files are still to be read
            yield _unexpected(Place(path), error)
        tally.files += 1


def _is_hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(folder).parts)


def _unexpected(place: Place, error: Exception) -> FileProblem:
    _log.error("unexpected_error", place=str(place), exc_info=error)
    return FileProblem(place, f"unexpected error: {type(error).__name__}: {error}")
