"""Files for the tests of their readers, and what is read from them."""

from __future__ import annotations

from pathlib import Path

from service.ingest.files import Limits, read_file
from service.ingest.items import Refused
from service.models import ArticleIn


def write(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def given(path: Path, limits: Limits | None = None) -> list[ArticleIn]:
    return [what for _, what in read_file(path, limits or Limits()) if isinstance(what, ArticleIn)]


def shown(path: Path, limits: Limits | None = None) -> list[str]:
    """What is refused, as the command shows it, with the path left out."""
    return [
        f"{place}: {what.reason}".removeprefix(str(path)).lstrip("/")
        for place, what in read_file(path, limits or Limits())
        if isinstance(what, Refused)
    ]
