"""Section labels and breadcrumbs: "News World", "Home > Politics", "OPINION"."""

from __future__ import annotations

import re

from service.ingest.vocabulary import SECTION_FILLERS, SECTIONS

_SEPARATOR = re.compile(r"[>›»→|·•]| [/-] |::")
_MOST_WORDS = 5
_LONGEST_BREADCRUMB = 160


def is_section_label(line: str) -> bool:
    """Whether every word of a short line is the name of a section, or one that goes with it."""
    tokens = re.findall(r"[^\W_][\w.’'-]*|&", line.lower())
    return (
        0 < len(tokens) <= _MOST_WORDS
        and line[-1] not in ".!?:,;"
        and not any(character.islower() for character in line[:1])
        and all(
            token in SECTIONS or token in SECTION_FILLERS or token in {"and", "&", "the", "of", "in"}
            for token in tokens
        )
    )


def is_breadcrumb(line: str) -> bool:
    """Whether the line is a path through a site: two or more short parts, the first or all of them sections."""
    if len(line) > _LONGEST_BREADCRUMB or not _SEPARATOR.search(line):
        return False
    parts = _parts(line)
    if len(parts) < 2:
        return False
    return parts[0].lower() == "home" or all(is_section_label(part) for part in parts)


def section_of(line: str) -> str | None:
    """The section that a label or breadcrumb names, the last part that is one: "News World" gives "World"."""
    parts = _parts(line)
    if len(parts) > 2 and any(mark in line for mark in "|•·"):
        return None  # a menu, not a path
    for part in reversed(parts):
        if is_section_label(part):
            tokens = part.split()
            while tokens and tokens[0].lower().strip(".") in SECTION_FILLERS:
                tokens.pop(0)
            while tokens and tokens[-1].lower().strip(".") in SECTION_FILLERS:
                tokens.pop()
            if tokens:
                return " ".join(tokens)
    return None


def _parts(line: str) -> list[str]:
    return [part.strip() for part in _SEPARATOR.split(line.strip(" >›»→|·•/-")) if part.strip()]
