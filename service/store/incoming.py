"""What goes into the store and what comes of it; apart from the writing, since who only reads needs no SQLAlchemy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from service.exported import ExportedCorrection, ExportedSpeaker, FormerRevision
from service.models import Draft, FoundQuote

Outcome = Literal["created", "same", "changed"]


class KeptQuote(Struct, frozen=True):
    """What a quote that was in a store before is called."""

    id: str
    utterance_id: str
    statement_id: str | None


class Kept(Struct, frozen=True, kw_only=True):
    """What an article that was in a store before brings with it; times are as `times.stored` prints them."""

    id: str
    revision: int
    created_at: str
    updated_at: str
    corrected: Sequence[str]
    known_as: Sequence[str]
    quotes: Sequence[KeptQuote]
    corrections: Sequence[ExportedCorrection]
    speakers: Sequence[ExportedSpeaker]
    revisions: Sequence[FormerRevision]


class Incoming(Struct, frozen=True):
    """A draft with the quotes that were found in its body, and its sketch (`service.likeness`) where that was made."""

    draft: Draft
    quotes: Sequence[FoundQuote]
    kept: Kept | None = None
    sketch: Sequence[int] | None = None


class Saved(Struct, frozen=True):
    """Where an incoming article ended up, whether that was new, and the other article that it is nearly the same as."""

    article_id: str
    outcome: Outcome
    duplicate_of: str | None = None
