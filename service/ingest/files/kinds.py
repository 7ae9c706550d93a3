"""What a file is: by its first bytes, and where they do not tell, by its name."""

from __future__ import annotations

import re
from enum import Enum, auto
from pathlib import PurePosixPath


class Kind(Enum):
    """The kinds of files that articles come in."""

    GZIP = auto()
    BZIP2 = auto()
    XZ = auto()
    ZIP = auto()
    TAR = auto()
    WARC = auto()
    MAILBOX = auto()
    MESSAGE = auto()
    FEED = auto()
    HTML = auto()
    JSON = auto()
    JSON_LINES = auto()
    MARKDOWN = auto()
    TEXT = auto()


_MAGIC = {
    b"\x1f\x8b": Kind.GZIP,
    b"BZh": Kind.BZIP2,
    b"\xfd7zXZ\0": Kind.XZ,
    b"PK\x03\x04": Kind.ZIP,
    b"PK\x05\x06": Kind.ZIP,
    b"WARC/": Kind.WARC,
}
_OTHERS = {
    b"%PDF-": "a PDF",
    b"{\\rtf": "RTF",
    b"\xd0\xcf\x11\xe0": "an old Office document",
    b"\x89PNG": "an image",
    b"GIF8": "an image",
    b"\xff\xd8\xff": "an image",
    b"\x28\xb5\x2f\xfd": "packed with zstd",
    b"7z\xbc\xaf": "packed with 7-Zip",
    b"Rar!": "packed with RAR",
    b"SQLite format 3": "a database",
}
_SUFFIXES = {
    ".json": Kind.JSON,
    ".jsonl": Kind.JSON_LINES, ".ndjson": Kind.JSON_LINES,
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML,
    ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN,
    ".txt": Kind.TEXT, ".text": Kind.TEXT, "": Kind.TEXT,
    ".mbox": Kind.MAILBOX, ".mbx": Kind.MAILBOX, ".eml": Kind.MESSAGE,
    ".rss": Kind.FEED, ".atom": Kind.FEED, ".xml": Kind.FEED, ".rdf": Kind.FEED,
    ".warc": Kind.WARC, ".tar": Kind.TAR,
}  # fmt: skip

_SPACE = rb"(?>\s+|<!--.*?-->)*+"  # atomic: no second thoughts about where a comment ends
_MAILBOX = re.compile(rb"From \S.{0,200}\d\d:\d\d.{0,60}\r?\n[!-9;-~]+:", re.DOTALL)
_FEED = re.compile(
    rb"(?>\s+|<\?[^>]*>|<!DOCTYPE rss[^>]*>|<!--.*?-->)*+<(?:rss|feed|rdf:RDF)\b", re.IGNORECASE | re.DOTALL
)
_HTML = re.compile(
    rb"(?:<\?xml[^>]*>)?" + _SPACE + rb"<(?:!doctype\s+html|html|head|body|meta|title)\b", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(rb"\s*<\?xml\b")
_OBJECTS = re.compile(rb"\s*\{\s*(?:\"|\})")
_LIST = re.compile(rb"\s*\[\s*(?:[\[{\"\]]|$)")
_LINES = re.compile(rb"\s*\{[^\n]*\}[ \t\r]*\n\s*\{")


def kind_of(name: str, head: bytes) -> Kind | str:
    """The kind of a file that is called `name` and begins with `head`; a text says what it is, if nothing that we read.

    Without its byte order mark; in UTF-16 only the name tells.
    """
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    for magic, said in _OTHERS.items():
        if head.startswith(magic):
            return f"is {said}, which is not read"
    if head[257:262] == b"ustar":
        return Kind.TAR
    suffix = PurePosixPath(name).suffix.lower()
    named = _SUFFIXES.get(suffix)
    return _of_text(head.removeprefix(b"\xef\xbb\xbf"), named) or named or f"is of no kind that is read ({suffix})"


def _of_text(head: bytes, named: Kind | None) -> Kind | str | None:
    """What the text itself shows; None where only the name can tell."""
    if _FEED.match(head):
        return Kind.FEED
    if _HTML.match(head):
        return Kind.HTML
    if _XML.match(head) and named is not Kind.HTML:
        return "is XML, but neither a feed nor a page"
    if _MAILBOX.match(head):
        return Kind.MAILBOX
    if _OBJECTS.match(head):
        return Kind.JSON_LINES if named is Kind.JSON_LINES or _LINES.match(head) else Kind.JSON
    if _LIST.match(head) and named is not Kind.JSON_LINES:
        return Kind.JSON
    return None
