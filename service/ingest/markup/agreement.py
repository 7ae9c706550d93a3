"""Whether two texts say the same in nearly the same words."""

from __future__ import annotations

from service.ingest.shape import letters

_ENOUGH = 0.5


def agree(one: str, other: str) -> bool:
    """Whether the shorter has at least half of its words in the other: two headlines of one story mostly do."""
    return overlap(one, other) >= _ENOUGH


def overlap(one: str, other: str) -> float:
    """The share of the shorter's words that the longer has too, 0 to 1. Texts without spaces go by their letters."""
    first, second = _units(one), _units(other)
    return len(first & second) / min(len(first), len(second)) if first and second else 0.0


def squashed(text: str) -> str:
    """Letters and digits only, lower case: "The Wexmouth-Herald" and "thewexmouthherald" are one."""
    return letters(text).replace(" ", "").replace("-", "").replace("'", "").replace(".", "")


def _units(text: str) -> set[str]:
    folded = letters(text)
    words = set(folded.split())
    return words if folded.isascii() or len(words) > 3 else set(folded.replace(" ", ""))
