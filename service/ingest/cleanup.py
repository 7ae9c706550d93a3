"""Repair of encodings, and the normal form of text that everything after ingestion relies on.

Normal form: NFC, lines ended by a line feed, no other control character, nothing invisible (zero-width, bidi,
soft hyphen), no private-use character or noncharacter (search highlighting marks its hits with those), no lone
surrogate, every horizontal space a plain one except the ideographic, no space at a line's end, at most one empty line
in a row, none at either end. Quotation marks and dashes stay the characters that were printed.
"""

from __future__ import annotations

import re
import unicodedata

_BREAKS = "\r\v\f\x85\u2028\u2029"
_BLANKS = "\t\xa0\u1680\u2000-\u200a\u202f\u205f"
_REMOVED = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # control characters
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # invisible
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff"  # of no text
)
_NEWLINES = re.compile(f"\r\n?|[{_BREAKS}]")
_SPACES = re.compile(f"[{_BLANKS}]")
_UNWANTED = re.compile(f"[{_REMOVED}]")
# The joiners carry meaning between letters of Arabic and Indic scripts and inside emoji, and nowhere else.
_JOINED = "\u0600-\u1fff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff"
_STRAY_JOINER = re.compile(f"(?<![{_JOINED}])[\u200c\u200d]|[\u200c\u200d](?![{_JOINED}])")
_GAPS = re.compile("\n{3,}")

_CONTINUATION = "\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"  # bytes 80 to BF, read as Latin-1 or Windows-1252
_MOJIBAKE_START = re.compile("[\x80-\x9f\xc2-\xf4в‚]")
_MOJIBAKE = re.compile(f"[\xc2-\xf4][{_CONTINUATION}]|[ÂÃ] |â€|вЂ|‚Ä|[\x80-\x9f]")
# A right double quotation mark whose last byte, undefined in Windows-1252, was dropped on the way.
_CUT_QUOTE = re.compile(f"â€(?![{_CONTINUATION}])")
_MAX_PASSES = 12

_BINARY = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\ufffd]")
_MAGIC = ("%PDF-", "PK\x03\x04", "\x89PNG", "\ufffdPNG", "GIF87a", "GIF89a", "\x7fELF", "{\\rtf1", "\x1f\x8b")
_BINARY_SHARE = 0.05


def clean(text: str) -> str:
    """`text` in normal form, its mojibake repaired. Cleaning twice gives what cleaning once gives."""
    for _ in range(_MAX_PASSES):
        cleaned = _clean_once(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def clean_line(text: str) -> str:
    """`text` in normal form and on one line, for titles and names."""
    return " ".join(clean(text).split())


def is_binary(text: str) -> bool:
    """Whether `text` is no text: a known binary format's first bytes, or one character in twenty that no text has."""
    if text.startswith(_MAGIC):
        return True
    return len(_BINARY.findall(text)) > _BINARY_SHARE * len(text)


def _clean_once(text: str) -> str:
    if not text.isascii():
        text = unicodedata.normalize("NFC", _without_stray_joiners(_repaired(text)))
    if not text.replace("\n", "").isprintable():  # true of nearly every page, and far cheaper than a search
        text = _UNWANTED.sub("", _SPACES.sub(" ", _NEWLINES.sub("\n", text)))
    if " \n" in text:
        text = "\n".join([line.rstrip(" ") for line in text.split("\n")])
    if "\n\n\n" in text:
        text = _GAPS.sub("\n\n", text)
    return text.strip("\n").rstrip(" ")


def _without_stray_joiners(text: str) -> str:
    return _STRAY_JOINER.sub("", text) if "\u200c" in text or "\u200d" in text else text


def _repaired(text: str) -> str:
    if not (_MOJIBAKE_START.search(text) and _MOJIBAKE.search(text)):
        return text
    # Imported late: only a damaged page pays for it.
    from ftfy import TextFixerConfig, fix_text_segment

    # Only the encoding is repaired: ftfy's defaults would also straighten quotation marks and change widths.
    config = TextFixerConfig(
        unescape_html=False,
        remove_terminal_escapes=False,
        fix_latin_ligatures=False,
        fix_character_width=False,
        uncurl_quotes=False,
        fix_line_breaks=False,
        remove_control_chars=False,
        normalization=None,
        explain=False,
    )
    lines = text.split("\n")
    return "\n".join(
        fix_text_segment(_CUT_QUOTE.sub("”", line), config) if _MOJIBAKE.search(line) else line for line in lines
    )
