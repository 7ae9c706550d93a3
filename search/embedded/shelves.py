"""Both indexes in one folder."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path

from search.embedded.commits import Commits
from search.embedded.leaves import Library
from search.embedded.shelf import Shelf
from search.engine import Refusal, SearchUnavailable
from search.schema import INDEXES, Document, IndexName


class Shelves:
    """A shelf for each index, and what writes it."""

    def __init__(self, folder: Path, *, read_only: bool) -> None:
        self.folder = folder
        self._shelves = {name: Shelf(folder, index, read_only=read_only) for name, index in INDEXES.items()}
        self._commits = {name: Commits(shelf) for name, shelf in self._shelves.items()}

    def open(self) -> None:
        """Open both; raises `SearchUnavailable` while another process holds them for writing."""
        held: SearchUnavailable | None = None
        for shelf in self._shelves.values():
            try:
                shelf.open()
            except SearchUnavailable as error:
                held = error
        if held is not None:
            raise held

    def library(self, index: IndexName) -> Library:
        """Return the newest state of one."""
        return self._shelves[index].library()

    def libraries(self) -> None:
        """Return if both can be searched, and are still on the disk."""
        for shelf in self._shelves.values():
            shelf.library()
            if not shelf.is_there():
                raise SearchUnavailable(f"the search index in {shelf.path} has gone")

    async def write(self, index: IndexName, put: Sequence[Document], remove: Sequence[str]) -> list[Refusal]:
        """Write to one; committed on return."""
        return await self._commits[index].add(put, remove)

    def are_there(self) -> bool:
        """Whether both are on the disk."""
        return all(shelf.is_there() for shelf in self._shelves.values())

    def is_left(self) -> bool:
        """Whether no process writes them."""
        return not any(shelf.is_written() for shelf in self._shelves.values())

    async def close(self) -> None:
        """Finish writing, and let go of the files."""
        for commits in self._commits.values():
            await commits.close()
        for shelf in self._shelves.values():
            await asyncio.to_thread(shelf.close)
