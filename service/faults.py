"""What msgspec says of a bad input, as the field that is at fault and what is wrong with it."""

from __future__ import annotations

import re

import msgspec

from service.errors import Fault

_UNKNOWN_FIELD = re.compile(r"[Uu]nknown field `(?P<field>.*)`")
_AT = re.compile(r" - at `\$?(?P<path>.*)`$")


def fault_of(error: Exception) -> Fault:
    """A fault of one JSON document: what is unreadable is a fault of the whole of it."""
    if not isinstance(error, msgspec.ValidationError):
        return Fault(message=f"is no valid JSON: {error}", pointer="")
    said = str(error)
    at = _AT.search(said)
    return named(_AT.sub("", said), at["path"] if at else "")


def named(message: str, path: str) -> Fault:
    """A fault at msgspec's path, e.g. `authors[0]`."""
    if unknown := _UNKNOWN_FIELD.search(message):
        return Fault(message="is no field that is known here", pointer=f"{pointer(path)}{pointer(unknown['field'])}")
    return Fault(message=message, pointer=pointer(path))


def without_path(message: str) -> str:
    """What msgspec says, without where."""
    return _AT.sub("", message)


def pointer(path: str) -> str:
    """msgspec's path (`authors[0]`) as a JSON pointer (`/authors/0`), RFC 6901."""
    parts = re.split(r"\.|\[(\d+)\]", path)
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts if part)
