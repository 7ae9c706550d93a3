"""One item among many on its way into the store: from where it came, and what it is or why it was refused."""

from __future__ import annotations

from typing import TypeAlias, TypeVar

from msgspec import Struct

from service.models import ArticleIn, Extraction
from service.store.incoming import Incoming, Saved

P = TypeVar("P")
"""A place: whatever tells the caller where an item came from. It is handed through, never looked into."""


class Refused(Struct, frozen=True):
    """An item that was not taken in, and why; `reason` goes on from the item's place, as in "a.txt: is binary"."""

    reason: str


Read: TypeAlias = tuple[P, ArticleIn | Incoming | Refused]
"""What is to be read; an `Incoming` needs no reading, since it comes out of an export."""

Item: TypeAlias = tuple[P, ArticleIn | Incoming | Saved | Refused]
"""What is to be stored, if it is not known to be there already."""

Found: TypeAlias = tuple[P, Extraction | Incoming | Saved | Refused]
Stored: TypeAlias = tuple[P, Saved | Refused]
