from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.models import Span
from service.quotes.sentences import REACH, around


def span(body: str, text: str) -> Span:
    start = body.index(text)
    return Span(text, start, start + len(text))


@pytest.mark.parametrize(
    ("body", "quote", "others", "context"),
    [
        ("It rained. “We stay,” said Una Morrow, the owner. They left.", "We stay", ["said", "Una Morrow"],
         "“We stay,” said Una Morrow, the owner."),
        ("She called it “a row of wet biscuits”.\n\nNobody laughed.", "a row of wet biscuits", ["She", "called"],
         "She called it “a row of wet biscuits”."),
        ("Gov. Holt of St. Mary said “no way” to it. Others did not.", "no way", ["Holt"],
         "Gov. Holt of St. Mary said “no way” to it."),
        ("Holt sat down. “It is over.” They wept.", "It is over.", [], "“It is over.”"),
        ("Holt sat down. “It is over.” They wept.", "It is over.", ["Holt"], "Holt sat down. “It is over.”"),
        ("Holt spoke.\n\n“It is over,” he added.", "It is over", ["Holt"], "“It is over,” he added."),
    ],
)  # fmt: skip
def test_the_sentence_reaches_to_whoever_is_named_nearby(
    body: str, quote: str, others: list[str], context: str
) -> None:
    assert around(body, span(body, quote), [span(body, other) for other in others]).text == context


def test_a_long_sentence_is_cut_between_words() -> None:
    body = f"{'alpha ' * 100}“we stay” {'omega ' * 100}"
    found = around(body, span(body, "we stay"), ())
    assert re.fullmatch(r"(alpha )+“we stay”( omega)+", found.text)
    assert len(found.text) <= 2 * REACH + len("we stay")


@given(st.text(st.sampled_from("aB .”“\n!é🙂"), max_size=400), st.integers(0, 400), st.integers(0, 60))
@settings(max_examples=100)
def test_in_any_text_it_is_exact_and_holds_the_quote(body: str, start: int, length: int) -> None:
    start = min(start, len(body))
    end = min(start + length, len(body))
    found = around(body, Span(body[start:end], start, end), ())
    assert body[found.start : found.end] == found.text
    assert max(0, start - REACH) <= found.start <= start <= end <= found.end <= end + REACH
