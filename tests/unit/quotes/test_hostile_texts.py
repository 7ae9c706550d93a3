"""Texts that nobody would write cost no more, character for character, than those that somebody would."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

import pytest

from benchmarks.adversarial import KINDS, grown
from service.quotes import extract

_CHARS = 8_000
# Ends that weigh in a small text, and caches that fill, allow for a little more than twice.
_MOST = 2.5


def lines_run(text: str) -> int:
    """Return how many lines of Python `extract` goes through, each turn of a loop or comprehension one more."""
    count = 0

    def step(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        extract(text)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("kind", KINDS)
def test_twice_the_text_takes_at_most_two_and_a_half_times_the_steps(kind: str) -> None:
    half, whole = grown(KINDS[kind], _CHARS)
    assert lines_run(whole) <= _MOST * lines_run(half)


@pytest.mark.parametrize("kind", KINDS)
def test_a_quote_after_any_such_text_is_still_read_exactly(kind: str) -> None:
    text = grown(KINDS[kind], _CHARS)[1]
    for quote in extract(text):
        assert text[quote.start : quote.end] == quote.text


def test_quotes_stay_in_order_when_marks_too_deep_are_taken_for_apostrophes() -> None:
    text = "'x„y''““‚«‟“\"e ''«‘b 'b ‘y 'y“‛d 'b „\n\nMara Holt said: “It holds.”"
    found = extract(text)
    assert [quote.start for quote in found] == sorted(quote.start for quote in found)
    assert (found[-1].text, found[-1].speaker) == ("It holds.", "Mara Holt")
