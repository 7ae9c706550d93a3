"""A text's paragraphs and sentences, and its copy with the quoted words blanked out."""

from __future__ import annotations

import re

from msgspec import Struct

_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")


class Paragraph(Struct, frozen=True, gc=False):
    """One line of the text, `text[start:end]`, without the white space around it."""

    start: int
    end: int


def find_paragraphs(text: str) -> list[Paragraph]:
    """Return the lines of `text` that hold anything but white space, in order."""
    found = []
    for match in _LINE.finditer(text):
        line = match.group()
        lead = len(line) - len(line.lstrip())
        body = line.strip()
        if body:
            start = match.start() + lead
            found.append(Paragraph(start, start + len(body)))
    return found
