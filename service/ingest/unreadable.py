"""The one way in which a reader refuses what it was given."""

from __future__ import annotations


class Unreadable(Exception):
    """An article that cannot be read.

    `pointer` is a JSON pointer (RFC 6901) to the field of `ArticleIn` that is at fault; `message` completes the
    sentence "this field …", without a full stop.
    """

    def __init__(self, pointer: str, message: str) -> None:
        super().__init__(f"{pointer}: {message}")
        self.pointer = pointer
        self.message = message
