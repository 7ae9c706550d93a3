"""From bytes to text: byte order mark, UTF-8, the declared charset, and only then a guess."""

from __future__ import annotations

import codecs
import re

from service.ingest.cleanup import is_binary

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?\s*([\w.:-]+)", re.IGNORECASE)
_DECLARED_REACH = 4096
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff")
# What browsers take these labels for (https://encoding.spec.whatwg.org/#names-and-labels): the narrower ones are often
# declared where the wider ones are meant.
_MEANT = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
}  # fmt: skip


def declared_charset(raw: bytes) -> str | None:
    """The charset that a page's `<meta>` or `<?xml ?>` names."""
    found = _DECLARED.search(raw[:_DECLARED_REACH])
    return found[1].decode("ascii", "replace") if found else None


def decode(raw: bytes, declared: str | None = None) -> str | None:
    """The text in `raw`; None if it is binary.

    Bytes that are valid UTF-8 beyond ASCII are UTF-8, whatever else is declared: no other text looks like it. A charset
    whose bytes all are ASCII (ISO-2022-JP) is taken at its word.
    """
    if raw.startswith(_BYTE_ORDER_MARKS):
        names = ["utf-16"]
    else:
        known = _known(declared)
        names = [known, "utf-8-sig"] if known and raw.isascii() else ["utf-8-sig", *([known] if known else [])]
    for name in names:
        try:
            text = raw.decode(name)
        except UnicodeDecodeError:
            continue
        return None if is_binary(text) else text
    return None if b"\0" in raw else _guessed(raw)


def _known(declared: str | None) -> str | None:
    """Python's name for a charset; None for one that does not exist, or that no text with a readable label is in."""
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    return None if name.startswith(("utf-16", "utf-32", "utf-7")) else _MEANT.get(name, name)


def _guessed(raw: bytes) -> str | None:
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
