"""What is said to have changed makes the one out of the other, and says nothing more."""

from __future__ import annotations

import random
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from service import differences
from service.models import Named, Quote
from tests.copies import story

_QUOTE = Quote(
    id="q", article_id="a", text="", kind="direct", start=0, end=0, speaker=None, mention=None, cue=None, method="none",
    confidence=0.5, utterance_id="q", statement_id=None, outlet=None, published_at=None, article_title=None,
    role=None, candidates=[], correction=None,
)  # fmt: skip


def quote(key: str, text: str, **known: Any) -> Quote:
    return msgspec.structs.replace(_QUOTE, id=key, text=text, **known)


bodies = st.text(st.sampled_from("ab \n“é"), max_size=40) | st.builds(
    lambda lines: "\n\n".join(lines), st.lists(st.sampled_from(["one two", "three", "four five six", ""]), max_size=8)
)


@given(bodies, bodies)
def test_hunks_put_in_their_places_make_one_body_the_other(old: str, new: str) -> None:
    hunks = differences.hunks(old, new)
    made, at = "", 0
    for hunk in hunks:
        assert old[hunk.old_start : hunk.old_start + len(hunk.old)] == hunk.old
        assert new[hunk.new_start : hunk.new_start + len(hunk.new)] == hunk.new
        assert hunk.old != hunk.new
        made += old[at : hunk.old_start] + hunk.new
        at = hunk.old_start + len(hunk.old)
    assert made + old[at:] == new
    assert (hunks == []) == (old == new)


def test_one_changed_word_in_a_long_text_is_one_small_hunk() -> None:
    old = story(1, paragraphs=200)
    at = old.index(" ", 9_000) + 1
    (hunk,) = differences.hunks(old, f"{old[:at]}zeppelin{old[old.index(' ', at) :]}")
    assert hunk.new.strip() == "zeppelin"


def test_two_huge_texts_without_a_common_word_are_one_hunk() -> None:
    dice = random.Random(1)
    one, other = (" ".join(str(dice.random()) for _ in range(100_000)) for _ in range(2))
    assert len(differences.hunks(one, other)) == 1


def test_a_quote_that_only_moved_has_not_changed() -> None:
    moved = differences.quotes([quote("1", "We wait", start=3)], [quote("1", "We wait", start=90, confidence=0.1)])
    assert moved == differences.QuoteChanges([], [], [])


def test_a_quote_with_another_speaker_or_kind_has_changed() -> None:
    ada, tom = Named("ada-vance", "Ada Vance"), Named("tom-quill", "Tom Quill")
    old = [quote("1", "We wait", speaker=ada), quote("2", "Nobody asked", kind="partial")]
    new = [quote("1", "We wait", speaker=tom), quote("2", "Nobody asked", kind="direct")]
    found = differences.quotes(old, new)
    assert [(one.fields, one.old.id) for one in found.changed] == [(["speaker"], "1"), (["kind"], "2")]
    assert (found.appeared, found.disappeared) == ([], [])


def test_a_reworded_quote_has_changed_and_is_no_other() -> None:
    old = [quote("1", "We cannot wait for another winter like the last"), quote("2", "It holds")]
    new = [
        quote("3", "We can not wait for another winter like this one", start=5),
        quote("4", "The sea has no opinion"),
    ]
    found = differences.quotes(old, new)
    assert [(one.old.id, one.new.id, one.fields) for one in found.changed] == [("1", "3", ["text"])]
    assert [one.id for one in found.appeared] == ["4"]
    assert [one.id for one in found.disappeared] == ["2"]


@given(st.lists(st.sampled_from("abcdef"), unique=True), st.lists(st.sampled_from("abcdef"), unique=True))
def test_every_quote_is_said_to_have_come_gone_or_stayed_once(before: list[str], after: list[str]) -> None:
    words = dict(zip("abcdef", ["we wait", "we waited", "no", "it holds well", "never", "we weighted"], strict=True))
    found = differences.quotes([quote(key, words[key]) for key in before], [quote(key, words[key]) for key in after])
    stayed = set(before) & set(after)
    gone = [one.id for one in found.disappeared] + [one.old.id for one in found.changed]
    come = [one.id for one in found.appeared] + [one.new.id for one in found.changed]
    assert sorted(gone) == sorted(set(before) - stayed)
    assert sorted(come) == sorted(set(after) - stayed)
