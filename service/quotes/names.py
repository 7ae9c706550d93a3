"""Given names and what they tell; the words of a name."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from service.quotes.lexicon import SUFFIXES

_GIVEN_NAMES = Path(__file__).with_name("given_names.txt")


def _read() -> dict[str, Literal["m", "f"]]:
    found: dict[str, Literal["m", "f"]] = {}
    gender: Literal["m", "f"] = "m"
    for line in _GIVEN_NAMES.read_text(encoding="utf-8").splitlines():
        if line.endswith(":"):
            gender = "m" if line == "male:" else "f"
        elif not line.startswith("#"):
            found.update(dict.fromkeys(line.split(), gender))
    return found


_GENDERS = _read()


def is_given_name(word: str) -> Literal["m", "f"] | None:
    """Return the usual gender of a common given name (lower case), None for any other word."""
    return _GENDERS.get(word)


def split_name(name: str) -> list[str]:
    """Return the words of a name in lower case without suffixes such as Jr."""
    parts = [w.strip(".,").lower() for w in name.split()]
    return [w for w in parts if w not in SUFFIXES] or parts
