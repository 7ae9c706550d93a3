"""Where the engines differ, and how: the table in `docs/search-engines.md`, row by row."""

from __future__ import annotations

from search.engine import OneOf, Query, SearchEngine
from tests.conformance.engines.documents import counts, ids, quote

QUOTES = [
    quote("stroke", "Łukasz from Tromsø"),
    quote("eszett", "Die Straße"),
    quote("sentences", "We want membership. Now we wait"),
    quote("late", "one two three four five six comet"),
    quote("early", "comet one two three four five six"),
    quote("all-three", "harvest meadow tractor"),
    quote("first-and-third", "one two harvest tractor"),
    quote("first", "harvest"),
    quote("upper", outlet="RT", outlet_id="rt"),
    quote("lower", outlet="rt", outlet_id="rt-2"),
    quote("accent", outlet="Zürich Heute"),
    quote("chinese", "北京大学"),
    quote("swapped", "京北"),
]


async def found(engine: SearchEngine, q: str = "", *filters: OneOf) -> list[str]:
    return ids(await engine.search("quotes", Query(q=q, match="all", filters=filters)))


def by_engine(engine: SearchEngine, *, embedded: object, meilisearch: object) -> object:
    return {"embedded": embedded, "meilisearch": meilisearch}[engine.name]


async def test_the_embedded_engine_also_folds_letters_with_strokes_and_ligatures(stocked: SearchEngine) -> None:
    assert await found(stocked, "Łukasz") == await found(stocked, "Tromsø") == ["stroke"]
    assert await found(stocked, "lukasz") == by_engine(stocked, embedded=["stroke"], meilisearch=[])
    assert await found(stocked, '"die strasse"') == by_engine(stocked, embedded=["eszett"], meilisearch=[])


async def test_a_phrase_ends_with_the_sentence_on_meilisearch(stocked: SearchEngine) -> None:
    assert await found(stocked, '"membership now"') == by_engine(stocked, embedded=["sentences"], meilisearch=[])


async def test_meilisearch_puts_words_near_the_beginning_of_a_field_first(stocked: SearchEngine) -> None:
    assert await found(stocked, "comet") == by_engine(
        stocked, embedded=["late", "early"], meilisearch=["early", "late"]
    )


async def test_a_word_behind_one_that_is_missing_counts_on_the_embedded_engine(stocked: SearchEngine) -> None:
    found = ids(await stocked.search("quotes", Query(q="harvest meadow tractor")))
    assert found == by_engine(
        stocked,
        embedded=["all-three", "first-and-third", "first"],
        meilisearch=["all-three", "first", "first-and-third"],
    )


async def test_meilisearch_folds_filter_values_and_counts_their_spellings_as_one(stocked: SearchEngine) -> None:
    both = ["upper", "lower"]
    assert await found(stocked, "", OneOf("outlet", ("RT",))) == by_engine(
        stocked, embedded=["upper"], meilisearch=both
    )
    assert await found(stocked, "", OneOf("outlet", ("ZÜRICH heute",))) == by_engine(
        stocked, embedded=[], meilisearch=["accent"]
    )
    assert await found(stocked, "", OneOf("outlet", ("zurich heute",))) == []
    page = await stocked.search("quotes", Query(facets=("outlet", "outlet_id")))
    assert len(counts(page, "outlet")) == by_engine(stocked, embedded=3, meilisearch=2)
    assert counts(page, "outlet_id") == [("rt", 1), ("rt-2", 1)]


async def test_the_embedded_engine_finds_chinese_by_its_characters_in_any_order(stocked: SearchEngine) -> None:
    assert "chinese" in await found(stocked, "北京")
    assert ("swapped" in await found(stocked, "北京")) == by_engine(stocked, embedded=True, meilisearch=False)
