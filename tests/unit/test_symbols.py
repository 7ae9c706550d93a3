"""Symbols and marks change places, and back again."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from search.symbols import MARKS, SYMBOLS, swapped, swapped_back

texts = st.text(st.sampled_from(SYMBOLS + MARKS + 'a"\\é⸂…‒') | st.characters(codec="utf-8"), max_size=12)


@given(text=texts)
def test_no_symbol_is_left_and_swapped_twice_a_text_is_what_it_was(text: str) -> None:
    assert swapped(swapped(text)) == text
    assert not set(swapped(text.translate(dict.fromkeys(map(ord, MARKS))))).intersection(SYMBOLS)


@given(held=st.lists(texts, max_size=3))
def test_an_answer_comes_back_with_the_texts_that_were_sent(held: list[str]) -> None:
    answer = msgspec.json.encode({"hits": [{"text": swapped(text)} for text in held]})
    assert msgspec.json.decode(swapped_back(answer)) == {"hits": [{"text": text} for text in held]}
