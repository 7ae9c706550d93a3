"""The marked articles: reading them, laying them beside what the extractor found, and loading the scorer."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

Row = dict[str, Any]
DEFAULT_SCORER = Path(__file__).resolve().parents[3] / "shared" / "tools" / "score_quotes.py"


def read_rows(path: Path) -> list[Row]:
    """Read a file of `{"id", "text", "quotes"}` a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def outlet_of(row: Row) -> str:
    """Return the outlet of a row: its id up to the first underscore."""
    return str(row["id"]).partition("_")[0]


def gold_at(row: Row, start: int, end: int) -> Row | None:
    """Return the marked quote that covers half of the shorter of itself and `start:end`, the first of several."""
    for quote in row["quotes"]:
        shared = min(end, quote["end"]) - max(start, quote["start"])
        if shared > 0 and shared * 2 >= min(end - start, quote["end"] - quote["start"]):
            found: Row = quote
            return found
    return None


class Scorer:
    """The shared scorer, loaded from its file, so that fitting and measuring agree on who is the same person."""

    def __init__(self, path: Path = DEFAULT_SCORER) -> None:
        spec = importlib.util.spec_from_file_location("score_quotes", path)
        if spec is None or spec.loader is None or not path.is_file():
            raise FileNotFoundError(f"no scorer at {path}: pass --scorer PATH")
        module: ModuleType = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        self.same: Callable[[str | None, str | None], bool] = module.same
        self.score: Callable[..., tuple[Row, list[tuple[Any, ...]]]] = module.score
