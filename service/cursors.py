"""Opaque cursors: a place in the order of one list, packed so that nobody is tempted to build one."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any, TypeVar

import msgspec

from service.errors import Invalid

Key = TypeVar("Key")


def cursor_of(of: str, key: object) -> str:
    """A key of the list `of` as an opaque cursor."""
    return urlsafe_b64encode(msgspec.json.encode((of, key))).decode().rstrip("=")


def key_of(cursor: str | None, of: str, kind: type[Key]) -> Key | None:
    """The key that a cursor of the list `of` holds. Raises `Invalid` for a cursor of another list, or of none."""
    if cursor is None:
        return None
    try:
        packed = urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        of_list, key = msgspec.json.decode(packed, type=tuple[str, Any])
        if of_list != of:
            raise ValueError(of_list)
        if isinstance(key, int) and not 0 <= key < 2**63:  # more than a database takes
            raise ValueError(key)
        return msgspec.convert(key, kind)
    except (msgspec.MsgspecError, binascii.Error, ValueError) as wrong:
        raise Invalid.parameter("cursor", "is no cursor of this list") from wrong
