"""What the engine really holds, and new indexes that are built beside those that are searched."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from search.embedded import EmbeddedEngine
from search.engine import Query, SearchEngine, SearchUnavailable
from search.schema import IndexName
from tests.conformance.engines.documents import article, ids, quote


async def held(engine: SearchEngine, index: IndexName = "articles") -> dict[str, int]:
    return {key: revision async for page in engine.held(index) for key, revision in page.items()}


async def found(engine: SearchEngine) -> list[str]:
    return sorted(ids(await engine.search("articles", Query(limit=100))))


async def test_everything_that_is_held_is_listed_and_nothing_that_was_removed(engine: SearchEngine) -> None:
    assert await held(engine) == {}
    many = [article(f"a{number}", revision=number + 1) for number in range(2_300)]
    await engine.write("articles", put=many)
    await engine.write("articles", put=[article("a7", revision=99)], remove=["a3", "a2299"])
    expected = {one.id: one.revision for one in many} | {"a7": 99}
    del expected["a3"], expected["a2299"]
    assert await held(engine) == expected


async def test_quotes_are_traced_to_their_articles(engine: SearchEngine) -> None:
    await engine.write("quotes", put=[quote(f"q{number}", article_id=f"a{number // 2}") for number in range(4)])
    await engine.write("quotes", remove=["q3"])
    assert await engine.articles_of(["q0", "q1", "q2", "q3", "nobody"]) == {"q0": "a0", "q1": "a0", "q2": "a1"}
    assert await engine.articles_of([]) == {}


async def test_what_is_built_beside_is_seen_by_nobody_until_it_is_swapped_in_whole(engine: SearchEngine) -> None:
    await engine.write("articles", put=[article("old", "harbour")])
    await engine.write("quotes", put=[quote("old-q", "harbour", article_id="old")])
    built = engine.beside()
    await built.prepare()
    await built.write("articles", put=[article("new", "lighthouse"), article("newer", "lighthouse")])
    await built.write("quotes", put=[quote("new-q", "lighthouse", article_id="new")])
    assert await held(built) == {"new": 1, "newer": 1}
    assert await found(engine) == ["old"]
    await engine.write("articles", put=[article("older", "harbour")])
    assert await found(engine) == ["old", "older"]
    await engine.swap(built)
    assert await found(engine) == ["new", "newer"]
    assert (await held(engine), await held(engine, "quotes")) == ({"new": 1, "newer": 1}, {"new-q": 1})
    await engine.write("articles", put=[article("newest", "lighthouse")], remove=["newer"])
    assert await found(engine) == ["new", "newest"]
    await engine.prepare()
    await engine.ping()
    assert await found(engine) == ["new", "newest"]


async def test_what_was_built_half_and_given_up_is_not_in_the_next(engine: SearchEngine) -> None:
    for key in ("given-up", "kept"):
        built = engine.beside()
        await built.prepare()
        await built.write("articles", put=[article(key)])
        if key == "given-up":
            await built.close()
    await engine.swap(built)
    assert await found(engine) == ["kept"]


async def test_searches_during_a_swap_see_the_old_or_the_new_and_never_none_or_both(engine: SearchEngine) -> None:
    await engine.write("articles", put=[article(f"old{number}", "harbour") for number in range(20)])
    seen: list[frozenset[str]] = []
    done = asyncio.Event()

    async def search() -> None:
        while not done.is_set():
            page = await engine.search("articles", Query(q="harbour", limit=100))
            seen.append(frozenset(key[:3] for key in ids(page)))
            assert len(page.hits) == 20

    searching = [asyncio.create_task(search()) for _ in range(2)]
    for name in ("new", "old"):
        built = engine.beside()
        await built.prepare()
        await built.write("articles", put=[article(f"{name}{number}", "harbour") for number in range(20)])
        await engine.swap(built)
        await asyncio.sleep(0.02)
    done.set()
    await asyncio.gather(*searching)
    assert set(seen) == {frozenset({"old"}), frozenset({"new"})}


@pytest.mark.parametrize("writes_too", [False, True], ids=["reader", "writer"])
async def test_an_embedded_engine_follows_a_swap_by_another_process(tmp_path: Path, *, writes_too: bool) -> None:
    serving, other = EmbeddedEngine(tmp_path, read_only=not writes_too), EmbeddedEngine(tmp_path, read_only=writes_too)
    writer, swapper = (serving, other) if writes_too else (other, serving)
    await writer.prepare()
    await writer.write("articles", put=[article("old")])
    assert await found(serving) == ["old"]
    for name in ("new", "newer"):
        built = swapper.beside()
        await built.prepare()
        await built.write("articles", put=[article(name)])
        await swapper.swap(built)
        assert await found(serving) == [name]
        await writer.write("articles", put=[article("one-more")])
        assert await found(swapper) == await found(writer) == sorted([name, "one-more"])
    indexes = await asyncio.to_thread(lambda: [path.parent.parent.name for path in tmp_path.rglob("meta.json")])
    assert len(indexes) == 2  # one of each: the old ones are removed
    assert len(set(indexes)) == 1
    await serving.close()
    await other.close()


async def test_an_embedded_index_is_found_where_it_was_swapped_to_after_a_start(tmp_path: Path) -> None:
    engine = EmbeddedEngine(tmp_path)
    await engine.prepare()
    built = engine.beside()
    await built.prepare()
    await built.write("articles", put=[article("new")])
    await engine.swap(built)
    await engine.close()
    again = EmbeddedEngine(tmp_path)
    with pytest.raises(SearchUnavailable):
        await again.search("articles", Query())
    await again.prepare()
    assert await found(again) == ["new"]
    await again.close()
