"""The sample corpus as rows for the scorer: its pages through the readers, its answers laid on the bodies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from service.ingest import read
from service.ingest.files import read_file
from service.models import ArticleIn

SAMPLE = Path(__file__).resolve().parents[1] / "sample"

Row = dict[str, Any]


def sample_rows(folder: Path = SAMPLE) -> tuple[list[Row], int]:
    """Return a row for each article with the offsets of its quotes, and how many quotes the read bodies lack."""
    rows, lost = [], 0
    for entry in json.loads((folder / "gold.json").read_text(encoding="utf-8"))["articles"]:
        article = _article(folder / entry["file"], entry.get("external_id"))
        body = read(article).body
        quotes, at = [], 0
        for quote in entry["quotes"]:
            start = body.find(quote["text"], at)
            if start < 0:
                lost += 1
                continue
            at = start + len(quote["text"])
            quotes.append({**quote, "start": start, "end": at, "resolved": "gold", "type": quote["kind"]})
        rows.append({"id": f"{entry['file']}#{entry.get('external_id')}", "text": body, "quotes": quotes})
    return rows, lost


def _article(path: Path, external_id: str | None) -> ArticleIn:
    for _, given in read_file(path):
        if isinstance(given, ArticleIn) and external_id in (None, given.external_id):
            return given
    raise ValueError(f"{path} has no article {external_id or ''}")
