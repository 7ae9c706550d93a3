"""Given names that are spelt in several ways for one person: our own short list, read once."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

Family = Literal["slavic", "arabic"]

_FILE = Path(__file__).with_suffix(".txt")


def _read() -> dict[str, tuple[str, Family]]:
    found: dict[str, tuple[str, Family]] = {}
    family: Family = "slavic"
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if line.endswith(":"):
            family = "slavic" if line == "slavic:" else "arabic"
        elif not line.startswith("#"):
            first, *others = line.split()
            found.update(dict.fromkeys((first, *others), (first, family)))
    return found


_KNOWN = _read()


def given_name(word: str) -> tuple[str, Family] | None:
    """The spelling that stands for all of a given name (ASCII, lower case), and the letters it was written in."""
    return _KNOWN.get(word)
