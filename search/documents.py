"""What no engine will ever take, found before a document is sent, so that both engines refuse the same."""

from __future__ import annotations

import re

import msgspec

from search.schema import Document

MAX_DOCUMENT_BYTES = 10_000_000
"""A document as JSON may be at most this long; a batch on the wire is never longer."""

_ID = re.compile(r"[A-Za-z0-9_-]{1,511}", re.ASCII)


def can_be_held(key: str) -> bool:
    """Return whether `key` is an id that a document can have; an engine need not be asked for others."""
    return _ID.fullmatch(key) is not None


def encode(document: Document) -> bytes:
    """Return `document` as JSON; raises `ValueError` with the reason when no engine can take it.

    The rule for ids is Meilisearch's: ASCII letters, digits, `-` and `_`, at most 511 of them.
    """
    if not can_be_held(document.id):
        raise ValueError("the id must be 1 to 511 ASCII letters, digits, '-' or '_'")
    try:
        data = msgspec.json.encode(document)
    except (UnicodeEncodeError, OverflowError, msgspec.ValidationError) as error:
        raise ValueError(f"it is not valid Unicode text: {error}") from error
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ValueError(f"it is {len(data)} bytes long, and at most {MAX_DOCUMENT_BYTES} are taken")
    return data
