"""What holds for any text at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from service.quotes import extract

SIGNS = [
    "“",
    "”",
    '"',
    "''",
    "‘",
    "’",
    "'",
    "«",
    "»",
    " ",
    "\n",
    "\n\n",
    ".",
    ", ",
    ": ",
    "—",
    "(",
    ")",
    "…",
    "\x01",
    "s’",
]
WORDS = [
    "said",
    "he",
    "she",
    "who",
    "Mara Holt",
    "HOLT:",
    "the ministry",
    "told",
    "according to",
    "of",
    "U.S.",
    "Mr. ",
    "it",
]
PIECES = st.lists(st.sampled_from([*SIGNS, *WORDS]), max_size=60).map("".join)


# Lone surrogates, combining and reordering characters too: whatever a string can hold.
ANY = st.text(st.characters(), max_size=300)
DEEP = st.lists(st.sampled_from(SIGNS), min_size=20, max_size=150).map("word ".join)


@given(st.one_of(PIECES, ANY, DEEP))
@settings(max_examples=600, deadline=None)
def test_spans_are_exact_sorted_and_apart_in_any_text(text: str) -> None:
    found = extract(text)
    edge = 0
    for quote in found:
        assert edge <= quote.start < quote.end <= len(text)
        assert text[quote.start : quote.end] == quote.text
        assert 0.0 <= quote.confidence <= 1.0
        assert (quote.speaker is None) == (quote.speaker_type is None)
        for span in (quote.mention, quote.cue):
            assert span is None or text[span.start : span.end] == span.text
        edge = quote.end
    assert [q.utterance for q in found] == sorted(q.utterance for q in found)


@given(st.one_of(PIECES, DEEP), st.one_of(PIECES, DEEP))
@settings(max_examples=100, deadline=None)
def test_a_text_gives_the_same_quotes_whatever_was_read_before(text: str, other: str) -> None:
    found = extract(text)
    extract(other)
    assert extract(text) == found
