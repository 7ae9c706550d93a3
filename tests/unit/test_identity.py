from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import identity


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Jens Stoltenberg", "jens-stoltenberg"),
        ("James O’Brien", "james-obrien"),
        ("James O'Brien", "james-obrien"),
        ("Łukasz Żak", "lukasz-zak"),
        ("  R T ", "r-t"),
    ],
)
def test_a_slug_is_the_name_in_plain_letters(name: str, slug: str) -> None:
    assert identity.slug(name) == slug


@given(st.text(min_size=1))
def test_any_name_has_a_slug_that_is_safe_in_a_url_a_path_and_a_filter(name: str) -> None:
    slug = identity.slug(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 100


def test_names_without_any_letter_keep_slugs_of_their_own() -> None:
    assert identity.slug("!!") != identity.slug("??")


def test_names_that_sound_alike_in_ascii_stay_apart() -> None:
    assert identity.slug("王伟报") != identity.slug("王薇报")
    assert identity.slug("a" * 200) != identity.slug("a" * 201)


def test_a_fingerprint_ignores_white_space_and_case_but_not_the_outlet() -> None:
    assert identity.fingerprint("One  two\nthree", "rt") == identity.fingerprint("one two three", "rt")
    assert identity.fingerprint("one two three", "rt") != identity.fingerprint("one two three", None)


def test_quotes_keep_their_ids_when_others_come_and_go() -> None:
    before = identity.quote_ids("a", ["first words", "second words"])
    after = identity.quote_ids("a", ["new words", "second words", "first words"])
    assert (before[0], before[1]) == (after[2], after[1])


def test_the_same_words_said_twice_are_two_quotes() -> None:
    first, second = identity.quote_ids("a", ["no comment", "no comment"])
    assert first != second


@given(st.lists(st.text(), max_size=20))
def test_ids_of_quotes_are_unique_in_an_article(texts: list[str]) -> None:
    assert len(set(identity.quote_ids("a", texts))) == len(texts)
