"""Any text is a query: none is an error, and none takes long."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import Query, SearchEngine
from tests.conformance.engines.documents import ids, texts

QUOTES = texts(
    "a harbour by the sea", "北京 is far", "Москва слезам не верит", "🎉 party", "the sea the sea", "नमस्ते दुनिया"
)

ODD = {
    "long": "harbour " * 12_500,
    "one long word": "x" * 100_000,
    "punctuation": "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~" * 50,
    "nul": "har\0bour",
    "surrogate": "harbour \ud800",
    "controls": "".join(map(chr, range(32))) + "harbour",
    "emoji": "🎉🎉👨‍👩‍👧",
    "right to left": "\u202eharbour\u202c",
    "quotes": '"' * 1_001,
    "open phrase": '"harbour',
    "minuses": "- -- --- -harbour",
    "combining": "e" + "\u0301" * 5_000,
    "tantivy syntax": "body:[a TO *] AND (sea OR ^) /re.*/ {x} *",
    "meilisearch syntax": "outlet = rt OR id EXISTS",
    "many words": " ".join(f"word{number}" for number in range(3_000)),
    "regex": ".*(sea|harbour)+$",
    "same letter": " ".join("a" * number for number in range(1, 40)),
}


@pytest.mark.parametrize("q", ODD.values(), ids=ODD.keys())
async def test_odd_text_is_a_query_like_any_other(stocked: SearchEngine, q: str) -> None:
    for match in ("last", "all"):
        page = await stocked.search("quotes", Query(q=q, match=match, highlight=("text",), facets=("kind",)))  # type: ignore[arg-type]
        assert page.total >= len(page.hits)


@pytest.mark.parametrize(
    ("q", "key"), [("北京", "q1"), ("москва", "q2"), ("🎉", "q3"), ("नमस्ते", "q5"), ("slow harbour 北京", None)]
)
async def test_other_scripts_are_found(stocked: SearchEngine, q: str, key: str | None) -> None:
    found = ids(await stocked.search("quotes", Query(q=q)))
    assert key is None or found[:1] == [key]


@settings(max_examples=60)
@given(q=st.text(max_size=60) | st.text(alphabet="\"-'’ abé\\", max_size=30))
async def test_no_text_is_an_error(stocked: SearchEngine, q: str) -> None:
    await stocked.search("quotes", Query(q=q, highlight=("text",), crop={"text": 3}))
