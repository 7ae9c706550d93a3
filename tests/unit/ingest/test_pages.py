"""Invented pages in many layouts, each with what must be found in it. The files start with that, as JSON."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from service.ingest import read
from service.models import ArticleIn, Draft

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
FOUND = ("title", "standfirst", "outlet", "agency", "section", "authors", "truncated", "language")


def load(path: Path) -> tuple[dict[str, Any], Draft]:
    expected, _, text = path.read_text(encoding="utf-8").partition("\n=====\n")
    return json.loads(expected), read(ArticleIn(text=text), today=date(2026, 1, 1))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_metadata_is_what_the_page_says(path: Path) -> None:
    expected, draft = load(path)
    for name in FOUND:
        if name in expected:
            assert getattr(draft, name) == expected[name], name
    if "published_at" in expected:
        assert (draft.published_at and draft.published_at.isoformat()) == expected["published_at"]
        assert draft.published_precision == expected.get("precision")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_body_is_the_article_and_nothing_else(path: Path) -> None:
    expected, draft = load(path)
    assert draft.body.startswith(expected["body_starts"])
    assert draft.body.endswith(expected["body_ends"])
    for leftover in expected["not_in_body"]:
        assert leftover not in draft.body
