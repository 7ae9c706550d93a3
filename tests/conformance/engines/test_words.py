"""What a typed word finds."""

from __future__ import annotations

from html import unescape

import pytest

from search.engine import Match, Query, SearchEngine
from search.symbols import MARKS, SYMBOLS
from tests.conformance.engines.documents import ids, texts

QUOTES = texts(
    "The membership of the alliance",  # q0
    "A café in Zürich, an Élysée of naïve dreams",  # q1
    "It isn’t what we wanted",  # q2
    "It isn't what they wanted",  # q3
    "Norway and the newsroom",  # q4
    "10000 people or 10001",  # q5
    "house of the rising",  # q6
    "a state-of-the-art press_release",  # q7
    "new york has a town hall",  # q8
    "ÅNGSTRÖM and Cafe\u0301s",  # q9
    "Stoltenberg spoke",  # q10
    "It costs €40 (≈ $43) a barrel at 20° + wind™",  # q11
    f"a ⸖ b {SYMBOLS}{MARKS}",  # q12
)


async def found(engine: SearchEngine, q: str, match: Match = "all") -> set[str]:
    page = await engine.search("quotes", Query(q=q, limit=100, match=match))
    assert page.total == len(page.hits)
    assert page.total_is_exact
    return set(ids(page))


@pytest.mark.parametrize(
    "typed",
    ["hpuse of", "houze of", "hous of", "houses of", "huose of"],
    ids=["neighbour", "substitution", "deletion below five letters", "insertion", "transposition"],
)
async def test_one_typo_is_forgiven_from_five_letters(stocked: SearchEngine, typed: str) -> None:
    assert ("q6" in await found(stocked, typed)) == (len(typed.split()[0]) >= 5)


async def test_no_typo_is_forgiven_below_five_letters(stocked: SearchEngine) -> None:
    assert await found(stocked, "tawn of") == set()
    assert await found(stocked, "town ha") == {"q8"}


async def test_two_typos_are_not_forgiven_below_nine_letters(stocked: SearchEngine) -> None:
    assert await found(stocked, "allaince the") == {"q0"}
    assert await found(stocked, "allainse the") == set()


async def test_two_typos_are_forgiven_from_nine_letters(stocked: SearchEngine) -> None:
    assert await found(stocked, "stoltnebreg spoke") == {"q10"}
    assert await found(stocked, "stolnebrexs spoke") == set()


async def test_a_typo_at_the_first_letter_counts_as_two(stocked: SearchEngine) -> None:
    assert await found(stocked, "xouse of") == set()
    assert await found(stocked, "xtoltenberg spoke") == {"q10"}
    assert await found(stocked, "xtoltenburg spoke") == set()


async def test_numbers_have_no_typos(stocked: SearchEngine) -> None:
    assert await found(stocked, "10002 people") == set()
    assert await found(stocked, "10001 people") == {"q5"}


async def test_the_last_word_is_a_prefix(stocked: SearchEngine) -> None:
    assert await found(stocked, "stolt") == {"q10"}
    assert await found(stocked, "the memb") >= {"q0"}


async def test_the_last_word_is_a_prefix_with_typos(stocked: SearchEngine) -> None:
    assert await found(stocked, "stolet") == {"q10"}
    assert await found(stocked, "membr") == {"q0"}


async def test_a_word_that_something_follows_is_no_prefix(stocked: SearchEngine) -> None:
    assert await found(stocked, "stolt spoke") == set()
    assert await found(stocked, "stolt ") == set()


async def test_no_word_is_found_by_its_middle(stocked: SearchEngine) -> None:
    assert await found(stocked, "tenberg") == set()


@pytest.mark.parametrize("typed", ["CAFÉ", "cafe", "Café", "cafe\u0301"])
async def test_case_and_accents_are_folded(stocked: SearchEngine, typed: str) -> None:
    assert await found(stocked, typed) == {"q1", "q9"}


@pytest.mark.parametrize("typed", ["zurich", "ZÜRICH", "elysee", "naive"])
async def test_accents_in_documents_are_folded(stocked: SearchEngine, typed: str) -> None:
    assert await found(stocked, typed) == {"q1"}


async def test_accents_in_queries_are_folded(stocked: SearchEngine) -> None:
    assert await found(stocked, "stölténberg ") == {"q10"}
    assert await found(stocked, "angstrom") == {"q9"}


@pytest.mark.parametrize("typed", ["isn't", "isn’t", "isn‘t", "ISN’T"])
async def test_apostrophes_of_all_kinds_are_alike(stocked: SearchEngine, typed: str) -> None:
    assert await found(stocked, f"{typed} what") == {"q2", "q3"}


async def test_hyphens_and_underscores_separate_words(stocked: SearchEngine) -> None:
    assert await found(stocked, "art") == {"q7"}
    assert await found(stocked, "release") == {"q7"}


async def test_two_words_find_the_one_they_make_and_one_word_the_two_it_is_made_of(stocked: SearchEngine) -> None:
    assert await found(stocked, "news room") == {"q4"}
    assert await found(stocked, "newyork") == {"q8"}


async def test_quotation_marks_ask_for_an_exact_phrase(stocked: SearchEngine) -> None:
    assert await found(stocked, '"of the alliance"') == {"q0"}
    assert await found(stocked, '"alliance of the"') == set()
    assert await found(stocked, '"of the aliance"') == set()
    assert await found(stocked, "“of the alliance”") == {"q0"}
    assert await found(stocked, '"of the alliance') == {"q0"}


@pytest.mark.parametrize("typed", ["costs €40", "costs 40", '"costs 40"', "$43 a barrel", "20°", "barrel + wind"])
async def test_symbols_separate_words_and_are_none(stocked: SearchEngine, typed: str) -> None:
    assert await found(stocked, typed) == {"q11"}


async def test_what_is_found_is_as_it_was_printed(stocked: SearchEngine) -> None:
    page = await stocked.search("quotes", Query(highlight=("text",), limit=100))
    assert {hit.document["id"]: hit.document["text"] for hit in page.hits} == {one.id: one.text for one in QUOTES}
    assert all(unescape(hit.highlight["text"]) == hit.document["text"] for hit in page.hits)


async def test_a_minus_excludes_the_word_or_phrase_behind_it(stocked: SearchEngine) -> None:
    assert await found(stocked, "wanted -we") == {"q3"}
    assert await found(stocked, 'wanted -"they wanted"') == {"q2"}
    assert "q0" not in await found(stocked, "-membership")
    assert await found(stocked, "state-of") == {"q7"}


async def test_a_query_without_words_finds_everything(stocked: SearchEngine) -> None:
    for q in ("", "   ", "!?…", "\0", "--", '""', '" "', "€ + <>", '"$"'):
        assert len(await found(stocked, q)) == len(QUOTES), q
