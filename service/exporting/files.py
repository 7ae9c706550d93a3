"""An export written to a file: whole or not at all."""

from __future__ import annotations

import gzip
import os
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import IO

from service.exporting.formats import Format


def format_of(path: Path | None) -> Format:
    """The format that a file's name asks for: CSV by its suffix, else NDJSON."""
    suffixes = path.suffixes if path else []
    return "csv" if ".csv" in [one.lower() for one in suffixes[-2:]] else "ndjson"


async def write(chunks: AsyncGenerator[bytes, None], path: Path | None) -> None:
    """Write an export to `path` (packed where its name ends with `.gz`), or to standard output. Raises `OSError`."""
    async with aclosing(chunks):
        with _opened(path) as out:
            async for chunk in chunks:
                out.write(chunk)
            out.flush()


@contextmanager
def _opened(path: Path | None) -> Iterator[IO[bytes]]:
    if path is None:
        yield sys.stdout.buffer
        return
    if path.exists() and not path.is_file():  # a pipe or /dev/stdout, which nothing may take the place of
        with path.open("wb") as out:
            yield out
        return
    target = path.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with gzip.open(part, "wb") if target.suffix.lower() == ".gz" else part.open("wb") as out:
            yield out  # type: ignore[misc]  # a GzipFile writes bytes as any file does
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
