"""The limits of imports."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct


class Limits(Struct, frozen=True, kw_only=True):
    """`folder` is where streams wait, each in a file under its import's id, of which `keep_free` bytes are left free.

    `at_once` are worked on by one process, `waiting` and worked on at most in all. `largest` is in bytes of one stream,
    unpacked, `longest` in bytes of one line, `max_chars` in characters of one article. An import with more than
    `refused` refused lines is given up, and what is known of it is forgotten after `kept_days`.
    """

    folder: Path
    at_once: int
    waiting: int
    largest: int
    longest: int
    max_chars: int
    refused: int
    kept_days: int
    keep_free: int

    def path(self, import_id: str) -> Path:
        """Where the stream of an import waits."""
        return self.folder / f"{import_id}.ndjson"
