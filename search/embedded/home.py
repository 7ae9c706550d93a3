"""Which folder holds the indexes that are searched: a file names it, and is replaced as a whole to have another."""

from __future__ import annotations

import os
import shutil
import time
import uuid
from pathlib import Path

import structlog

_LIVE = "live"
_BUILT = "built-"
_LEFT_BEHIND_SECONDS = 3_600.0

_log = structlog.get_logger(__name__)


class Home:
    """The folder under `directory` that `live` names, or `directory` itself while there is no such file."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._file = directory / _LIVE

    def folder(self) -> Path:
        """Return where the indexes are now."""
        try:
            name = self._file.read_text().strip()
        except FileNotFoundError:
            return self._directory
        return self._directory / name if name.startswith(_BUILT) and "/" not in name else self._directory

    def mark(self) -> tuple[int, int]:
        """Return what is another once the indexes are elsewhere; costs a look at a file."""
        try:
            state = self._file.stat()
        except FileNotFoundError:
            return (0, 0)
        return state.st_mtime_ns, state.st_ino

    def new(self) -> Path:
        """Return a folder for indexes that are yet to be built."""
        return self._directory / f"{_BUILT}{uuid.uuid4().hex[:12]}"

    def move(self, folder: Path) -> None:
        """Have the indexes in `folder` from now on; on the disk for good when this returns."""
        part = self._file.with_suffix(f".{uuid.uuid4().hex[:8]}")
        with part.open("w") as file:
            file.write(folder.name)
            file.flush()
            os.fsync(file.fileno())
        part.replace(self._file)
        place = os.open(self._directory, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)

    def remove(self, folder: Path) -> None:
        """Remove a folder of indexes that were searched before; readers that are at it keep what they have open."""
        if folder == self.folder():
            return
        for path in [folder] if folder != self._directory else _indexes_in(folder):
            shutil.rmtree(path, ignore_errors=True)

    def tidy(self) -> None:
        """Remove what was built, or searched before, and left behind by a crash; what is younger may be at work."""
        live, before = self.folder(), time.time() - _LEFT_BEHIND_SECONDS
        old = [path for path in self._directory.glob(f"{_BUILT}*") if path != live]
        if live != self._directory:
            old += _indexes_in(self._directory)
        for path in old:
            if max((one.stat().st_mtime for one in path.rglob("*")), default=0.0) < before:
                _log.info("search_index_left_behind", path=str(path))
                shutil.rmtree(path, ignore_errors=True)


def _indexes_in(folder: Path) -> list[Path]:
    return [path for path in folder.glob("*_v*") if (path / "meta.json").exists()]
