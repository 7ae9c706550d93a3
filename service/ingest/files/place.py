"""Where an article, or a fault, was found."""

from __future__ import annotations

from typing import NamedTuple


class Place(NamedTuple):
    """Where in a file: a line, or an item (a JSON list's, a mailbox's, a feed's), both from 1; or all of it.

    `path` is the file's, and goes on with the member's inside an archive.
    """

    path: str
    line: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        """As compilers write it, so that editors can jump there."""
        if self.line is not None:
            return f"{self.path}:{self.line}"
        return f"{self.path}: item {self.item}" if self.item is not None else self.path
