"""Highlights: what matched is marked, and everything else is text."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import Query, SearchEngine, SearchRejected
from tests.conformance.engines.documents import article, ids, quote

LONG = " ".join([*(f"before{number}" for number in range(60)), "needle", *(f"after{number}" for number in range(60))])
HOSTILE = "<script>alert('needle')</script> & \"q\" \ue000 \ue001 <mark>no</mark> </mark> needle &amp; \u202e"
ARTICLES = [
    article("plain", "The membership of Sweden", title="A needle here", speaker=["Ann Needle", "Bob"]),
    article("long", LONG),
    article("hostile", HOSTILE, title=HOSTILE),
    article("accents", "Zürich membership’s"),
]


async def highlight(engine: SearchEngine, q: str, key: str, *fields: str, **crop: int) -> dict[str, str]:
    page = await engine.search("articles", Query(q=q, highlight=fields, crop=crop, limit=100))
    return next(hit.highlight for hit in page.hits if hit.document["id"] == key)


def marked(html: str) -> list[str]:
    return re.findall("<mark>(.*?)</mark>", html)


async def test_the_matching_words_are_marked(stocked: SearchEngine) -> None:
    assert await highlight(stocked, "membership sweden ", "plain", "body") == {
        "body": "The <mark>membership</mark> of <mark>Sweden</mark>"
    }


async def test_a_word_with_typos_is_marked_as_it_is_printed(stocked: SearchEngine) -> None:
    html = (await highlight(stocked, "membrship ", "plain", "body"))["body"]
    assert html == "The <mark>membership</mark> of Sweden"


async def test_of_a_prefix_what_was_typed_is_marked(stocked: SearchEngine) -> None:
    assert (await highlight(stocked, "memb", "plain", "body"))["body"] == "The <mark>memb</mark>ership of Sweden"


async def test_folded_words_are_marked_in_full(stocked: SearchEngine) -> None:
    assert (await highlight(stocked, "zurich ", "accents", "body"))["body"].startswith("<mark>Zürich</mark> ")


async def test_a_phrase_is_one_mark(stocked: SearchEngine) -> None:
    html = (await highlight(stocked, '"membership of sweden"', "plain", "body"))["body"]
    assert html == "The <mark>membership of Sweden</mark>"


async def test_fields_without_a_match_come_as_they_are_and_unknown_ones_not_at_all(stocked: SearchEngine) -> None:
    found = await highlight(stocked, "membership", "plain", "title", "standfirst")
    assert found == {"title": "A needle here"}


async def test_a_list_is_one_text(stocked: SearchEngine) -> None:
    assert await highlight(stocked, "needle ", "plain", "speaker") == {"speaker": "Ann <mark>Needle</mark>, Bob"}


async def test_nothing_is_highlighted_that_was_not_asked_for(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(q="needle"))
    assert all(hit.highlight == {} for hit in page.hits)
    assert all(not key.startswith("_") for hit in page.hits for key in hit.document)


@pytest.mark.parametrize("q", ["needle", "script", "mark", "amp", "alert needle", "", "q"])
async def test_a_hostile_document_stays_text(stocked: SearchEngine, q: str) -> None:
    html = await highlight(stocked, q, "hostile", "title", "body")
    for text in html.values():
        bare = text.replace("<mark>", "").replace("</mark>", "")
        assert "<" not in bare
        assert ">" not in bare
        assert unescape(bare) == HOSTILE
        assert text.count("<mark>") == text.count("</mark>") > 0 or not q


async def test_the_document_itself_is_untouched(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(q="needle script", highlight=("body",), crop={"body": 2}))
    assert page.hits[0].document["body"] == HOSTILE


async def test_a_crop_keeps_the_words_around_the_match(stocked: SearchEngine) -> None:
    html = (await highlight(stocked, "needle", "long", "body", body=9))["body"]
    assert marked(html) == ["needle"]
    assert html.startswith("…")
    assert html.endswith("…")
    assert 7 <= len(re.findall(r"\w+", unescape(html.replace("mark>", "")))) <= 11


async def test_a_crop_shows_the_beginning_where_nothing_matches(stocked: SearchEngine) -> None:
    page = await stocked.search("articles", Query(highlight=("body",), crop={"body": 5}, limit=100))
    html = next(hit.highlight["body"] for hit in page.hits if hit.document["id"] == "long")
    assert html.startswith("before0 before1 before2")
    assert html.endswith("…")


async def test_a_short_text_is_not_cropped(stocked: SearchEngine) -> None:
    html = (await highlight(stocked, "sweden ", "plain", "body", body=50))["body"]
    assert html == "The membership of <mark>Sweden</mark>"


@pytest.mark.parametrize(
    "bad",
    [
        {"highlight": ("published",)},
        {"highlight": ("*",)},
        {"crop": {"body": 3}},
        {"highlight": ("body",), "crop": {"body": 0}},
    ],
    ids=["not searchable", "star", "crop without highlight", "crop to nothing"],
)
async def test_what_can_not_be_highlighted_is_rejected(stocked: SearchEngine, bad: dict[str, object]) -> None:
    with pytest.raises(SearchRejected):
        await stocked.search("articles", Query(q="x", **bad))  # type: ignore[arg-type]


@settings(max_examples=10)
@given(
    bodies=st.lists(
        st.lists(
            st.sampled_from(["needle", "<b>", "&", '"', "'", "\ue000", "\ue001", "</mark>", "x", "é"]), max_size=12
        ).map(" ".join),
        min_size=1,
        max_size=8,
    )
)
async def test_any_text_comes_back_whole_with_its_marks_paired(engine: SearchEngine, bodies: list[str]) -> None:
    await engine.write("quotes", put=[quote(f"q{number}", text) for number, text in enumerate(bodies)])
    page = await engine.search("quotes", Query(q="needle", highlight=("text",), limit=100))
    expected = {f"q{number}" for number, text in enumerate(bodies) if "needle" in text}
    assert expected <= set(ids(page))
    for hit in page.hits:
        html = hit.highlight["text"]
        pieces = re.split("(<mark>|</mark>)", html)
        assert pieces[1::2] == ["<mark>", "</mark>"] * (len(pieces) // 4)
        assert unescape("".join(pieces[::2])) == hit.document["text"]
        assert "<" not in "".join(pieces[::2])
