"""Quotes of rows of text, for measuring and for other programs: no clean-up, nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from service import quotes
from service.errors import OnRecordError
from service.ingest.files import Place
from service.replacing import replacing


def extract_rows(rows: Path, made: Path) -> None:
    """Find the quotes of each row {"id","text"} of one file of JSON lines, and write them to another.

    `made` (which may be `rows`) is replaced when all is done; a bad row raises `OnRecordError` and leaves it as it was.
    """
    with rows.open("rb") as given, replacing(made) as out:
        out.writelines(_rows(given, rows))


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
