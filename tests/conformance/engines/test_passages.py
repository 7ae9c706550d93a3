"""Pasted passages: the quotes that they came from, or nearly repeat, come first."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import OneOf, Query, SearchEngine
from tests.conformance.engines.documents import article, counts, ids, quote

SEA = "We cannot wait for another winter like the last one, and the sea will not wait for us either"
WALL = "The foundations of the harbour wall were never surveyed by anyone who has ever built a harbour wall"
HOPE = "We have not given up hope that the missing boat will be found before the storm comes back"
QUOTES = [
    quote("sea", SEA, outlet_id="ledger", kind="direct", day="2023-05-01"),
    quote("sea-again", SEA.replace("either", "this time"), outlet_id="norrland", kind="direct", day="2024-05-01"),
    quote("wall", WALL, outlet_id="ledger", kind="partial"),
    quote("hope", HOPE, outlet_id="norrland", kind="direct"),
    quote("short", "We cannot wait", outlet_id="norrland", kind="partial"),
    *(
        quote(f"other{number}", f"It is what it is and it will be what it will be, number {number}")
        for number in range(9)
    ),
]
ARTICLES = [
    article("a", f"The mayor spoke. “{SEA},” she said. Nobody answered.", title="A speech at the harbour"),
    article("b", "Nothing of note was said by anybody at the harbour on that day, it is reported."),
]
PARAGRAPH = (
    f"On Monday evening – it was raining – the mayor came to the old harbour. “{SEA.upper()}!” she told the crowd, "
    "which had waited for her in the rain since noon, and left without another word for the reporters."
)


async def best(engine: SearchEngine, q: str, **more: object) -> list[str]:
    return ids(await engine.search("quotes", Query(q=q, **more)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "q",
    [
        SEA,
        f"“{SEA}”",
        SEA.replace(" ", "\n"),
        SEA.replace(",", " —").replace("We", "«We"),
        f'-{SEA} "',
        SEA.replace("winter", "summer").replace("sea", "ocean"),
        PARAGRAPH,
    ],
)
async def test_a_passage_finds_what_it_came_from_first(stocked: SearchEngine, q: str) -> None:
    assert (await best(stocked, q))[:2] == ["sea", "sea-again"]


async def test_what_only_shares_common_words_is_not_found(stocked: SearchEngine) -> None:
    assert await best(stocked, WALL) == ["wall"]
    page = await stocked.search("quotes", Query(q=WALL))
    assert (page.total, page.total_is_exact) == (1, False)


@pytest.mark.parametrize("before", [0, 101, 250, 523])
async def test_ten_words_of_a_whole_page_are_found_with_one_of_them_changed(stocked: SearchEngine, before: int) -> None:
    page = [f"{word}{number}" for number in range(290) for word in ("reporting", "alongside")]
    changed = "We have not given up hope that the missing vessel will be found"
    pasted = " ".join([*page[:before], changed, *page[before:]])
    assert await best(stocked, pasted) == ["hope"]


async def test_a_long_paragraph_finds_every_quote_in_it_the_longest_first(stocked: SearchEngine) -> None:
    assert (await best(stocked, f"{PARAGRAPH} The engineer was blunt: “{WALL}.” {PARAGRAPH[:60]}"))[:3] == [
        "sea",
        "wall",
        "sea-again",
    ]


async def test_filters_facets_histogram_order_and_pages_are_of_the_same_documents(stocked: SearchEngine) -> None:
    filters = (OneOf("outlet_id", ("norrland",)),)
    page = await stocked.search("quotes", Query(q=SEA, filters=filters, facets=("outlet_id", "year"), histogram="year"))
    assert ids(page) == ["sea-again"]
    assert counts(page, "outlet_id") == [("ledger", 1), ("norrland", 1)]
    assert counts(page, "year") == [("2024", 1)]
    assert page.histogram is not None
    assert [one.count for one in page.histogram.buckets] == [1]
    assert page.histogram.undated == 0
    assert await best(stocked, SEA, limit=1, offset=1) == ["sea-again"]
    assert await best(stocked, SEA, match="all") == ["sea"]


async def test_a_fragment_of_a_few_words_is_no_match_for_a_passage(stocked: SearchEngine) -> None:
    assert "short" not in await best(stocked, PARAGRAPH)
    assert (await best(stocked, "we cannot wait"))[0] == "short"


async def test_the_words_that_are_repeated_are_marked(stocked: SearchEngine) -> None:
    page = await stocked.search("quotes", Query(q=PARAGRAPH, highlight=("text", "speaker"), limit=2))
    assert page.hits[0].highlight == {"text": f"<mark>{SEA}</mark>"}
    assert page.hits[1].highlight["text"].startswith("<mark>We cannot wait")
    cropped = await stocked.search("articles", Query(q=SEA, highlight=("body",), crop={"body": 8}))
    assert ids(cropped) == ["a"]
    assert "<mark>" in cropped.hits[0].highlight["body"]
    assert len(cropped.hits[0].highlight["body"].split()) <= 10


async def test_one_phrase_in_straight_quotes_is_asked_for_to_the_letter(stocked: SearchEngine) -> None:
    assert await best(stocked, f'"{SEA}"') == ["sea"]
    assert await best(stocked, f'"{SEA.replace("winter", "summer")}"') == []


async def test_many_words_that_nothing_repeats_are_searched_for_as_ever(stocked: SearchEngine) -> None:
    bag = "hope missing boat found given up storm comes back before zzzz yyyy xxxx"
    assert (await best(stocked, bag))[0] == "hope"


@settings(max_examples=15)
@given(data=st.data())
async def test_any_passage_is_answered(stocked: SearchEngine, data: st.DataObject) -> None:
    words = data.draw(st.lists(st.text(max_size=8) | st.sampled_from(SEA.split()), min_size=11, max_size=40))
    page = await stocked.search("quotes", Query(q=" ".join(words), highlight=("text",), crop={"text": 3}))
    assert page.total >= len(page.hits)


async def test_a_passage_of_thousands_of_words_is_answered(stocked: SearchEngine) -> None:
    dice = random.Random(1)
    noise = " ".join(dice.choice(["harbour", "storm", "lorem", "ipsum", "the"]) for _ in range(300))
    assert (await best(stocked, f"{SEA} {noise * 5}"))[0] == "sea"
