"""Which documents come first."""

from __future__ import annotations

import pytest

from search.engine import Query, SearchEngine
from tests.conformance.engines.documents import article, ids

ARTICLES = [
    # one word, by field: the order of the schema
    article("outlet", outlet="Quasar"),
    article("speaker", speaker=["Quasar"]),
    article("body", "a quasar"),
    article("standfirst", standfirst="a quasar"),
    article("title", title="a quasar"),
    # words matched
    article("words-1", "tundra"),
    article("words-3", "tundra walrus penguin"),
    article("words-2", "tundra walrus"),
    # typos
    article("typos-2", "kalejdoskope"),
    article("typos-1", "kaleidoskope"),
    article("typos-0", "kaleidoscope"),
    # proximity
    article("far", "glacier one two three four five six seven eight nine ten moraine"),
    article("near", "glacier one two moraine"),
    article("next", "glacier moraine"),
    # a title with a typo against a body without
    article("title-typo", title="harbourr"),
    article("body-exact", "harbour"),
    # exactness
    article("longer", title="lanterns and more"),
    article("exact", title="lantern and more"),
    article("whole", title="lantern"),
]


async def order(engine: SearchEngine, q: str, *keys: str) -> list[str]:
    found = ids(await engine.search("articles", Query(q=q)))
    return [key for key in found if key in keys]


async def test_a_match_in_an_earlier_field_comes_first(stocked: SearchEngine) -> None:
    found = ids(await stocked.search("articles", Query(q="quasar ")))
    assert found == ["title", "standfirst", "body", "speaker", "outlet"]


async def test_more_words_come_before_fewer(stocked: SearchEngine) -> None:
    found = ids(await stocked.search("articles", Query(q="tundra walrus penguin")))
    assert found == ["words-3", "words-2", "words-1"]


async def test_fewer_typos_come_first(stocked: SearchEngine) -> None:
    found = ids(await stocked.search("articles", Query(q="kaleidoscope ")))
    assert found == ["typos-0", "typos-1", "typos-2"]


async def test_words_that_stand_together_come_first(stocked: SearchEngine) -> None:
    found = ids(await stocked.search("articles", Query(q="glacier moraine")))
    assert found == ["next", "near", "far"]


async def test_typos_weigh_more_than_fields(stocked: SearchEngine) -> None:
    assert ids(await stocked.search("articles", Query(q="harbour "))) == ["body-exact", "title-typo"]


async def test_the_word_as_typed_comes_before_longer_words_and_a_field_of_just_it_before_both(
    stocked: SearchEngine,
) -> None:
    assert await order(stocked, "lantern", "longer", "exact", "whole") == ["whole", "exact", "longer"]


@pytest.mark.parametrize("q", ["quasar", "tundra walrus", ""])
async def test_the_order_is_the_same_every_time(stocked: SearchEngine, q: str) -> None:
    first = await stocked.search("articles", Query(q=q))
    again = await stocked.search("articles", Query(q=q))
    assert ids(first) == ids(again)
