"""Which documents are found when not all words match."""

from __future__ import annotations

from search.engine import Query, SearchEngine
from tests.conformance.engines.documents import ids, texts

QUOTES = texts(
    "alpha bravo charlie delta",  # q0
    "alpha bravo echo",  # q1
    "alpha foxtrot",  # q2
    "bravo charlie delta",  # q3
    "golf hotel india juliet kilo",  # q4
    "golf india juliet kilo",  # q5
)


async def found(engine: SearchEngine, q: str, **more: object) -> list[str]:
    page = await engine.search("quotes", Query(q=q, **more))  # type: ignore[arg-type]
    assert page.total == len(page.hits)
    return ids(page)


async def test_all_wants_every_word(stocked: SearchEngine) -> None:
    assert await found(stocked, "alpha charlie", match="all") == ["q0"]
    assert await found(stocked, "alpha nothing", match="all") == []


async def test_last_gives_words_up_from_the_end_but_never_the_first(stocked: SearchEngine) -> None:
    assert await found(stocked, "alpha bravo charlie") == ["q0", "q1", "q2"]


async def test_phrases_are_never_given_up_but_words_beside_them_are(stocked: SearchEngine) -> None:
    assert await found(stocked, 'alpha "bravo charlie"') == ["q0", "q3"]
    assert await found(stocked, '"bravo charlie" "alpha bravo"') == ["q0"]


async def test_a_first_word_that_nothing_matches_is_given_up(stocked: SearchEngine) -> None:
    assert sorted(await found(stocked, "zzzzz india kilo")) == ["q4", "q5"]
    assert await found(stocked, "zzzzz india kilo", match="all") == []


async def test_a_misspelt_word_in_the_middle_does_not_hide_the_words_behind_it(stocked: SearchEngine) -> None:
    assert (await found(stocked, "golf zzzzz hotel india"))[0] == "q4"


async def test_the_same_documents_are_found_on_every_page_and_in_every_order(stocked: SearchEngine) -> None:
    whole = await found(stocked, "zzzzz india kilo")
    pages = [await stocked.search("quotes", Query(q="zzzzz india kilo", offset=offset, limit=1)) for offset in range(3)]
    assert [page.total for page in pages] == [2, 2, 2]
    assert [key for page in pages for key in ids(page)] == whole
    counted = await stocked.search("quotes", Query(q="zzzzz india kilo", limit=0, facets=("kind",)))
    assert counted.total == 2
    assert counted.facets["kind"].values[0].count == 2


async def test_of_words_that_nothing_repeats_the_first_ten_count(stocked: SearchEngine) -> None:
    ten = "golf hotel india juliet kilo golf hotel india juliet kilo"
    assert await found(stocked, f"{ten} zzzzz", match="all") == ["q4"]
    assert await found(stocked, f"zzzzz {ten}", match="all") == []
