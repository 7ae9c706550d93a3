"""What holds for any text at all."""

from __future__ import annotations

import time

import pytest
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


@given(st.one_of(PIECES, st.text(max_size=300)))
@settings(max_examples=400, deadline=None)
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


@pytest.mark.parametrize(
    "piece",
    [
        "“word ",
        '"',
        "'a ",
        "“word\n\n",
        "“a ‘b ",
        "he said “Yes we can,” ",
        "Alpha ",
        "Bob, ",
        "“ab cd”, ",
        "Name said ",
    ],
)
def test_time_grows_with_the_length_and_not_with_its_square(piece: str) -> None:
    """Eight times the text in far less than the 64 times that a quadratic scan takes; wide, for busy machines."""

    def seconds(size: int) -> float:
        text = (piece * (size // len(piece) + 1))[:size] + "\n\n“We came,” Mara Holt said."
        best = float("inf")
        for _ in range(2):
            started = time.process_time()
            extract(text)
            best = min(best, time.process_time() - started)
        return best

    small = seconds(8_000)
    assert seconds(64_000) < 30 * small + 0.05
