"""The five real pages that the project starts from. They are not in the repository; where they are, this reads them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import Client
from tests.api.test_searching import search

SEEDS = Path(__file__).parents[3] / "shared" / "corpus"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed pages (../shared/corpus) are not here")


def trimmed(text: str) -> str:
    return re.sub(r"^[\s\"“”'‘’]+|[\s\"“”'‘’,.]+$", "", text)


@pytest.fixture
def gold() -> dict[str, Any]:
    answers: dict[str, Any] = json.loads((SEEDS / "seeds_gold.json").read_text())
    return answers


@pytest.fixture
async def taken(client: Client, gold: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Each page's answers beside the article that the service made of it."""
    made = []
    for expected in gold["articles"]:
        text = (SEEDS / "seeds" / expected["file"]).read_text()
        answer = await client.post("/v1/articles?wait=search", json={"text": text})
        assert answer.status_code == 201
        made.append((expected, answer.json()))
    return made


async def test_the_pages_say_what_the_service_says(taken: list[tuple[dict[str, Any], dict[str, Any]]]) -> None:
    for expected, article in taken:
        outlet = article["outlet"] and article["outlet"]["name"]
        assert article["title"] == expected["title"], expected["file"]
        assert outlet in expected.get("outlet_accepts", [expected["outlet"]])
        assert article["agency"] == expected.get("agency")
        assert article["published_at"] == expected["published_at"]
        assert article["truncated"] == expected.get("truncated", False)
        assert article["standfirst"] == expected["standfirst"]
        assert article["body"].startswith(expected["body_starts"])
        assert article["body"].rstrip().endswith(expected["body_ends"])
        for banned in expected["not_in_body"]:
            assert banned not in article["body"]


async def test_every_quote_is_found_exactly_and_given_to_its_speaker(
    taken: list[tuple[dict[str, Any], dict[str, Any]]],
) -> None:
    right = total = 0
    for expected, article in taken:
        found = {quote["text"]: quote for quote in article["quotes"]}
        wanted = {quote["text"]: quote["speaker"] for quote in expected["quotes"]}
        assert {trimmed(text) for text in found} == {trimmed(text) for text in wanted}, expected["file"]
        assert set(found) == set(wanted), expected["file"]
        for text, quote in found.items():
            assert article["body"][quote["start"] : quote["end"]] == text
            total += 1
            right += (quote["speaker"] or {}).get("name") == wanted[text]
    assert total == 26
    assert right >= 23, right


async def test_search_finds_who_said_what_by_typing_it_wrong(
    client: Client, taken: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    assert (await search(client, q="stoltenburg membrship"))["total"] > 0
    for word in ("Iran", "Pixabay"):
        for index in ("articles", "quotes"):
            assert (await search(client, index, q=word))["total"] == 0, word
    dated = await search(client, "articles", **{"from": "2023-06-01", "to": "2023-06-30"})
    assert [hit["title"] for hit in dated["hits"]] == ["NATO chief makes promise to Ukraine"]
    for spelling in ("Zelensky", "Zelenskyy"):
        hits = (await search(client, q=spelling))["hits"]
        assert any(hit["speaker"] and "Zelensky" in hit["speaker"]["name"] for hit in hits), spelling


async def test_speaker_counts_equal_the_stores(
    client: Client, taken: list[tuple[dict[str, Any], dict[str, Any]]]
) -> None:
    counted = (await search(client, facets=["speaker"]))["facets"]["speaker"]
    stored = (await client.get("/v1/speakers")).json()["items"]
    assert {one["value"]: one["count"] for one in counted} == {one["id"]: one["quotes"] for one in stored}
