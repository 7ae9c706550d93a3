"""The error of a store that does not answer; apart, since who only has to know it needs no SQLAlchemy."""

from __future__ import annotations

from typing import Literal

Trouble = Literal["unavailable", "full", "read_only"]

SAID: dict[Trouble, str] = {
    "unavailable": "the database can't be read or written",
    "full": "the disk that holds the database is full",
    "read_only": "the database can be read, and not written: its disk or its server is read-only",
}


class StoreUnavailable(Exception):
    """The database can't be opened, read or written now; `trouble` is why, as far as it says so itself."""

    def __init__(self, reason: str, trouble: Trouble = "unavailable") -> None:
        super().__init__(reason)
        self.trouble: Trouble = trouble
