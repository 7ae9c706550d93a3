"""The five pages that the project starts from; skipped where they are not beside the checkout."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.quotes import extract

CORPUS = Path(__file__).resolve().parents[4] / "shared" / "corpus"
GOLD = CORPUS / "seeds_gold.json"

pytestmark = pytest.mark.skipif(not GOLD.is_file(), reason=f"the seed pages are not at {CORPUS}")


def articles() -> list[tuple[dict[str, object], str]]:
    gold = json.loads(GOLD.read_text(encoding="utf-8"))["articles"]
    return [(a, (CORPUS / "seeds" / a["file"]).read_text(encoding="utf-8")) for a in gold]


def test_every_quote_of_the_seed_pages_is_found_with_its_exact_words_and_none_besides() -> None:
    for article, text in articles():
        assert [q.text for q in extract(text)] == [q["text"] for q in article["quotes"]], article["file"]  # type: ignore[index,attr-defined]


def test_every_quote_of_the_seed_pages_has_its_speaker_and_kind() -> None:
    for article, text in articles():
        expected = [(q["speaker"], q["kind"]) for q in article["quotes"]]  # type: ignore[attr-defined]
        assert [(q.speaker, q.kind) for q in extract(text)] == expected, article["file"]
