"""An export written to a file: whole or not at all."""

from __future__ import annotations

import gzip
import sys
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
from pathlib import Path
from typing import IO

from service.exporting.formats import Format
from service.replacing import replacing


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
    with replacing(path) as out:
        if path.suffix.lower() != ".gz":
            yield out
            return
        with gzip.open(out, "wb") as packed:
            yield packed  # type: ignore[misc]  # it writes bytes as any file does
