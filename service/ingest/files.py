"""Articles from files on disk, one by one, for the command. A bad item is reported and the next one read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from service.ingest.cleanup import is_binary
from service.ingest.given import given
from service.ingest.items import Item, Refused
from service.models import ArticleIn

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md", ".markdown"})
HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml"})
LINE_SUFFIXES = frozenset({".jsonl", ".ndjson"})
SUFFIXES = TEXT_SUFFIXES | HTML_SUFFIXES | LINE_SUFFIXES | {".json"}

_CHARSET = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_CHARSET_REACH = 4096
_LONGEST_LINE = 20_000_000  # bytes; a longer line is no article, and must not fill the memory
_LARGEST_FILE = 50_000_000  # bytes; what is no JSON lines is read as a whole


class Place(NamedTuple):
    """Where in a file: a physical line of JSON lines, or an item of a JSON list (both from 1), or all of it."""

    path: Path
    line: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        """As compilers write it, so that editors can jump there."""
        if self.line is not None:
            return f"{self.path}:{self.line}"
        return f"{self.path}: item {self.item}" if self.item is not None else str(self.path)


class _TooLarge(Exception):
    """A file that is not read as a whole."""


def read_file(path: Path) -> Iterator[Item[Place]]:
    """The articles in a file, by its suffix: raw text, HTML, JSON (one or a list), JSON lines (streamed)."""
    suffix = path.suffix.lower()
    try:
        if suffix in LINE_SUFFIXES:
            yield from _lines(path)
        elif suffix == ".json":
            yield from _json(path)
        elif suffix in TEXT_SUFFIXES | HTML_SUFFIXES:
            yield _page(path, is_html=suffix in HTML_SUFFIXES)
        else:
            yield Place(path), Refused(f"has a name that ends in none of {', '.join(sorted(SUFFIXES))}")
    except OSError as error:
        yield Place(path), Refused(f"cannot be read: {error.strerror or error}")
    except _TooLarge:
        yield Place(path), Refused(f"is larger than {_LARGEST_FILE:,} bytes; only JSON lines may be")


def decode(raw: bytes, *, is_html: bool) -> str | None:
    """The text in `raw`; None if it is binary. UTF-8 first, then the charset that HTML declares, then a guess."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings = ["utf-16"]
    else:
        declared = _CHARSET.search(raw[:_CHARSET_REACH]) if is_html else None
        encodings = ["utf-8-sig", *([declared[1].decode("ascii", "replace")] if declared else [])]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        return None if is_binary(text) else text
    if b"\0" in raw:
        return None
    # Imported late: few files are in neither UTF-8 nor the charset that they declare.
    from charset_normalizer import from_bytes

    matches = from_bytes(raw)
    best = matches.best()
    # Windows-1252 is what the web takes an unnamed encoding for, so it wins a tie with its neighbours.
    western = (
        match for match in matches if best and match.chaos <= best.chaos and "cp1252" in match.could_be_from_charset
    )
    chosen = next(western, best)
    guess = str(chosen) if chosen else ""
    return guess if guess and not is_binary(guess) else None


def _whole(path: Path) -> bytes:
    with path.open("rb") as file:
        raw = file.read(_LARGEST_FILE + 1)  # not by its size: a pipe has none
    if len(raw) > _LARGEST_FILE:
        raise _TooLarge
    return raw


def _page(path: Path, *, is_html: bool) -> Item[Place]:
    text = decode(_whole(path), is_html=is_html)
    if text is None:
        return Place(path), Refused("is binary, or in an encoding that cannot be told")
    return Place(path), ArticleIn(html=text) if is_html else ArticleIn(text=text)


def _json(path: Path) -> Iterator[Item[Place]]:
    raw = _whole(path).removeprefix(b"\xef\xbb\xbf")
    if raw.lstrip()[:1] != b"[":
        yield Place(path), given(raw)
        return
    try:
        items = msgspec.json.decode(raw, type=list[msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        yield Place(path), Refused(f"is no JSON: {error}")
        return
    for number, item in enumerate(items, start=1):
        yield Place(path, item=number), given(bytes(item))


def _lines(path: Path) -> Iterator[Item[Place]]:
    with path.open("rb") as file:
        number = 0
        while line := file.readline(_LONGEST_LINE + 1):
            number += 1
            if len(line) > _LONGEST_LINE:
                yield Place(path, number), Refused(f"is longer than {_LONGEST_LINE:,} bytes")
                while line and not line.endswith(b"\n"):
                    line = file.readline(_LONGEST_LINE)
            elif line.strip():
                yield Place(path, number), given(line.removeprefix(b"\xef\xbb\xbf"))
