"""The weights hold names of features and common words, and nothing of the articles that they were fitted to."""

from __future__ import annotations

import json
import re
from pathlib import Path

from service.quotes import weights
from service.quotes.lexicon import (
    AUXILIARY,
    DETERMINERS,
    FUNCTION_WORDS,
    OBLIQUE,
    PREPOSITIONS,
    PRONOUNS,
    TITLES,
    words,
)
from service.quotes.nouns import HEADS
from service.quotes.scare import NAMING
from service.quotes.verbs import CALL, SAY

FILE = Path(weights.__file__).with_name("weights.json")
SOURCES = [
    FILE.with_name(f"{name}.py") for name in ("features", "scare", "antecedents", "candidates", "followers", "ranking")
]
SECTIONS = {"antecedent", "confidence", "prior", "quote", "source"}
METHODS = words(
    """
    continuation cue-subject nearby nominal other pronoun according-to title transcript previous-speaker slope
    offset
    """
)
COMMON = (FUNCTION_WORDS | AUXILIARY | DETERMINERS | PREPOSITIONS | OBLIQUE | PRONOUNS) | (
    TITLES | HEADS.keys() | SAY | CALL | NAMING
)


def test_every_part_of_a_feature_is_written_in_our_code_or_is_a_common_word_of_our_lists() -> None:
    ours = set(re.findall(r"[a-z]+", " ".join(p.read_text(encoding="utf-8") for p in SOURCES)))
    ours |= METHODS
    for section, values in json.loads(FILE.read_text(encoding="utf-8")).items():
        assert section in SECTIONS
        for key in values:
            for part in re.split(r"[:=]", key):
                word = re.sub(r"\d+$", "", part)
                assert not word or word in COMMON or word in ours, (section, key)


def test_weights_are_finite_numbers_of_two_digits() -> None:
    for section, values in json.loads(FILE.read_text(encoding="utf-8")).items():
        for value in values.values():
            assert value == round(value, 4 if section == "prior" else 2)
            assert abs(value) < 20
