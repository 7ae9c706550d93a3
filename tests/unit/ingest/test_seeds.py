"""The five real pages that the project starts from; they are beside the repository, never in it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from service.ingest import read
from service.models import ArticleIn

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
GOLD = CORPUS / "seeds_gold.json"
ARTICLES: list[dict[str, Any]] = json.loads(GOLD.read_text(encoding="utf-8"))["articles"] if GOLD.exists() else []

pytestmark = pytest.mark.skipif(not ARTICLES, reason=f"needs the seed pages in {CORPUS}")


@pytest.mark.parametrize("gold", ARTICLES, ids=lambda gold: str(gold["file"])[:3])
def test_seed_page_is_read_as_in_the_gold(gold: dict[str, Any]) -> None:
    draft = read(ArticleIn(text=(CORPUS / "seeds" / gold["file"]).read_text(encoding="utf-8")))
    assert draft.title == gold["title"]
    assert draft.standfirst == gold["standfirst"]
    assert draft.outlet in gold.get("outlet_accepts", [gold["outlet"]])
    assert draft.agency == gold.get("agency")
    assert (draft.published_at and draft.published_at.isoformat()) == gold["published_at"]
    assert draft.published_precision == ("minute" if gold["published_at"] else None)
    assert draft.truncated == gold.get("truncated", False)
    assert draft.language == "en"
    assert draft.body.startswith(gold["body_starts"])
    assert draft.body.endswith(gold["body_ends"])
    assert [text for text in gold["not_in_body"] if text in draft.body] == []
    assert [quote["text"] for quote in gold["quotes"] if quote["text"] not in draft.body] == []
