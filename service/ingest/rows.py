"""Quotes of rows of text, for measuring and for other programs: no clean-up, nothing stored."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from service import quotes
from service.errors import OnRecordError
from service.ingest.files import Place


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
            raise OnRecordError(f"{Place(str(path), number)}: {wrong}") from wrong
        found = [
            {"start": one.start, "end": one.end, "text": one.text, "speaker": one.speaker}
            for one in quotes.extract(row.text)
        ]
        yield msgspec.json.encode({"id": row.id, "text": row.text, "quotes": found}) + b"\n"
