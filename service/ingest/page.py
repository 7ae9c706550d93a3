"""A raw page as the readers pass it along: its lines, and what was found on it so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from service.ingest.dates import Dated


class Line(NamedTuple):
    """One line that is not empty, and the number of its block: blocks are what empty lines set apart."""

    text: str
    block: int


@dataclass(slots=True)
class Page:
    """What is known of a page. `given_title` and `given_outlet` help to recognise theirs in it; `latest` is today."""

    latest: date
    given_title: str | None = None
    given_outlet: str | None = None
    title: str | None = None
    standfirst: str | None = None
    outlet: str | None = None
    reprinted_from: str | None = None
    agency: str | None = None
    authors: list[str] = field(default_factory=list)
    section: str | None = None
    dated: Dated | None = None
    modified: Dated | None = None
    date_is_labelled: bool = False
    truncated: bool = False

    def add_authors(self, names: list[str]) -> None:
        """Keep the names of the first byline that has any."""
        if not self.authors:
            self.authors = names

    def add_date(self, dated: Dated | None, *, labelled: bool) -> None:
        """Keep the first date, unless a later one says that it is the publication's."""
        if dated and (self.dated is None or (labelled and not self.date_is_labelled)):
            self.dated, self.date_is_labelled = dated, labelled


def split_lines(text: str) -> list[Line]:
    """The lines of a cleaned text that are not empty, without the space around them and the hashes of Markdown."""
    lines, block = [], 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if not stripped:
            block += 1
            continue
        if stripped[0] == "#":
            stripped = stripped.lstrip("#").strip() if stripped.lstrip("#")[:1] == " " else stripped
        lines.append(Line(stripped, block))
    return lines


def joined(lines: list[Line]) -> str:
    """The lines as text again, an empty line between two blocks."""
    parts: list[str] = []
    for number, line in enumerate(lines):
        if number:
            parts.append("\n" if line.block == lines[number - 1].block else "\n\n")
        parts.append(line.text)
    return "".join(parts)
