"""Writing: what is acknowledged is there, once, in its newest state."""

from __future__ import annotations

import asyncio

import pytest

from search.engine import Query, SearchEngine
from tests.conformance.engines.documents import article, ids, quote


async def found(engine: SearchEngine, q: str) -> list[str]:
    return sorted(ids(await engine.search("articles", Query(q=q, match="all", limit=1000))))


async def test_a_document_is_found_as_soon_as_the_write_returns(engine: SearchEngine) -> None:
    assert await engine.write("articles", put=[article("a", "harbour")]) == []
    assert await found(engine, "harbour") == ["a"]


async def test_writing_again_replaces(engine: SearchEngine) -> None:
    await engine.write("articles", put=[article("a", "harbour", revision=1)])
    await engine.write("articles", put=[article("a", "lighthouse", revision=2)])
    assert await found(engine, "harbour") == []
    assert await found(engine, "lighthouse") == ["a"]
    assert await engine.revisions("articles", ["a"]) == {"a": 2}


async def test_a_write_can_be_repeated(engine: SearchEngine) -> None:
    for _ in range(3):
        await engine.write("articles", put=[article("a", "harbour"), article("b", "harbour")], remove=["c"])
    assert await found(engine, "harbour") == ["a", "b"]


async def test_a_removed_document_is_gone_and_removing_it_again_is_no_error(engine: SearchEngine) -> None:
    await engine.write("articles", put=[article("a", "harbour"), article("b", "harbour")])
    for _ in range(2):
        assert await engine.write("articles", remove=["a", "never-there", "never could be"]) == []
    assert await found(engine, "harbour") == ["b"]
    assert await engine.revisions("articles", ["a", "b"]) == {"b": 1}


async def test_one_call_puts_and_removes(engine: SearchEngine) -> None:
    await engine.write("articles", put=[article("a", "harbour")])
    await engine.write("articles", put=[article("b", "harbour")], remove=["a"])
    assert await found(engine, "harbour") == ["b"]


async def test_of_an_id_that_comes_twice_the_last_counts(engine: SearchEngine) -> None:
    await engine.write("articles", put=[article("a", "harbour"), article("a", "lighthouse", revision=2)])
    assert await found(engine, "harbour") == []
    assert await found(engine, "lighthouse") == ["a"]


async def test_the_two_indexes_are_apart(engine: SearchEngine) -> None:
    await engine.write("articles", put=[article("same", "harbour")])
    await engine.write("quotes", put=[quote("same", "lighthouse")])
    assert (await engine.search("quotes", Query(q="harbour"))).total == 0
    await engine.write("quotes", remove=["same"])
    assert await found(engine, "harbour") == ["same"]


async def test_the_document_comes_back_as_it_was_written(engine: SearchEngine) -> None:
    written = article(
        "a_B-9", "line\nline\ttab “quoted” 🎉 e\u0301", title="T", authors=["x", "y"], speaker=["s"], day="2023-06-29"
    )
    await engine.write("articles", put=[written])
    hit = (await engine.search("articles", Query())).hits[0]
    assert type(written)(**hit.document) == written


@pytest.mark.parametrize(
    "bad",
    [article("with space"), article("ümlaut"), article(""), article("x" * 512), article("surrogate", "\ud800")],
    ids=["space", "umlaut", "empty", "long", "surrogate"],
)
async def test_a_document_that_can_not_be_taken_is_refused_and_the_others_are_written(
    engine: SearchEngine,
    bad: article,  # type: ignore[valid-type]
) -> None:
    refusals = await engine.write("articles", put=[article("a", "harbour"), bad, article("b", "harbour")])
    assert [refusal.id for refusal in refusals] == [bad.id]  # type: ignore[attr-defined]
    assert refusals[0].reason
    assert await found(engine, "harbour") == ["a", "b"]


async def test_a_large_document_is_taken_and_a_huge_one_refused(engine: SearchEngine) -> None:
    large = article("large", "harbour " * 200_000)
    huge = article("huge", "harbour " * 1_300_000)
    refusals = await engine.write("articles", put=[large, huge])
    assert [refusal.id for refusal in refusals] == ["huge"]
    assert await found(engine, "harbour") == ["large"]


async def test_revisions_are_of_what_is_there(engine: SearchEngine) -> None:
    await engine.write("quotes", put=[quote(f"q{number}", revision=number) for number in range(1, 1501)])
    held = await engine.revisions("quotes", [*(f"q{number}" for number in range(1503)), "q1", "no such id", ""])
    assert held == {f"q{number}": number for number in range(1, 1501)}
    assert await engine.revisions("quotes", []) == {}


async def test_writes_at_the_same_time_are_all_kept(engine: SearchEngine) -> None:
    await asyncio.gather(
        *(engine.write("articles", put=[article(f"a{number}", "harbour")]) for number in range(30)),
        engine.write("articles", remove=["nobody"]),
    )
    assert len(await found(engine, "harbour")) == 30


async def test_an_empty_write_is_nothing(engine: SearchEngine) -> None:
    assert await engine.write("articles") == []


async def test_preparing_again_keeps_everything(engine: SearchEngine) -> None:
    await engine.write("articles", put=[article("a", "harbour", outlet_id="rt")])
    await engine.prepare()
    await engine.ping()
    assert await found(engine, "harbour") == ["a"]
