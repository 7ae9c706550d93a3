"""The files at paths: folders followed, in a stable order, without ever holding all of them."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from service.ingest.files.place import Place
from service.ingest.items import Refused

STDIN = Path("-")


class Size(NamedTuple):
    """How much there is to read. `size` is in bytes."""

    files: int
    size: int


def files_below(paths: Iterable[Path]) -> Iterator[Path | tuple[Place, Refused]]:
    """Files, and folders that cannot be opened. What is hidden below a folder is left out.

    Links to folders are followed, each folder once: a loop ends where it began.
    """
    for path in paths:
        if path != STDIN and path.is_dir():
            yield from _below(path)
        else:
            yield path


def measured(paths: Iterable[Path]) -> Size:
    """How many files there are, and how large they are together. What cannot be looked at counts nothing."""
    files = size = 0
    for path in files_below(paths):
        if isinstance(path, Path):
            files += 1
            size += size_of(path)
    return Size(files, size)


def size_of(path: Path) -> int:
    """The size of a file in bytes; 0 of what is none, or gone."""
    try:
        return path.stat().st_size if path != STDIN and path.is_file() else 0
    except OSError:
        return 0


def _below(top: Path) -> Iterator[Path | tuple[Place, Refused]]:
    faults: list[OSError] = []
    seen: set[tuple[int, int]] = set()
    for folder, folders, names in os.walk(top, onerror=faults.append, followlinks=True):
        found = Path(folder).stat()
        if (found.st_dev, found.st_ino) in seen:
            folders.clear()
            continue
        seen.add((found.st_dev, found.st_ino))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            path = Path(folder, name)
            if not name.startswith(".") and (path.is_file() or path.is_symlink()):
                yield path
        yield from ((Place(str(fault.filename)), Refused(f"cannot be read: {fault.strerror}")) for fault in faults)
        faults.clear()
    yield from ((Place(str(fault.filename)), Refused(f"cannot be read: {fault.strerror}")) for fault in faults)
