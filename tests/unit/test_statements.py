"""When two printed quotes are one statement."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.identity.statements import LONG, statement

SAID = "We will not wait for another winter, and the sea won’t wait for us – either"
SHORT = "We won’t wait"


@pytest.mark.parametrize(
    "printed",
    [
        SAID.upper(),
        SAID.replace("’", "'").replace("–", "-"),
        f"“{SAID}!”",
        SAID.replace(" for another", " … for another"),
        SAID.replace("wait for us", "wait [sic] for [all of] us"),
        SAID.replace("We", "[W]e").replace("another", "a[nother]"),
        SAID.replace(" ", "\u00a0\n"),
    ],
)
def test_marks_case_ellipses_and_what_editors_put_in_make_no_difference(printed: str) -> None:
    assert statement(printed, "ann") == statement(SAID, "ann") is not None


def test_another_word_is_another_statement() -> None:
    assert statement(SAID.replace("winter", "summer"), "ann") != statement(SAID, "ann")
    assert statement("we wait", "ann") != statement("wait we", "ann")


def test_many_words_are_one_statement_whoever_is_named_for_them() -> None:
    assert len({statement(SAID, speaker) for speaker in ("ann", "bob", None)}) == 1


def test_few_words_are_one_statement_of_one_speaker_only() -> None:
    assert statement(SHORT, "ann") == statement(SHORT.upper(), "ann") != statement(SHORT, "bob")
    assert statement(SHORT, None) is None


@pytest.mark.parametrize("text", ["", "…", "[…]", "[sic]", "“”"])
def test_no_words_are_no_statement(text: str) -> None:
    assert statement(text, "ann") is None


@given(text=st.text(), speaker=st.none() | st.text(max_size=5))
def test_any_text_has_a_key_that_fits_an_engine_or_none(text: str, speaker: str | None) -> None:
    key = statement(text, speaker)
    assert key is None or (key.isascii() and key.isalnum() and len(key) == 24)


def test_the_words_and_the_speaker_of_a_short_one_do_not_run_together() -> None:
    assert statement("bob said", "ann") != statement("said", "ann bob")
    assert statement(" ".join(["a"] * (LONG - 1)), "a") != statement(" ".join(["a"] * LONG), "a")
