"""Invented articles and what other outlets make of them: cut, updated, reworded, printed under a disclaimer."""

from __future__ import annotations

import random

_WORDS = """
harbour council bridge engineer winter budget mayor report tide ferry market school nurse strike court judge witness
river valley storm boat crew letter minister border treaty herring fleet island doctor ward night union office table
number window station driver railway ticket summer museum painting thief guard camera street
""".split()  # noqa: SIM905 - a list of a line for each would be long

DISCLAIMER = (
    "The opinions printed on these pages are those of their authors alone and neither the publisher nor the editors "
    "take any responsibility for what readers make of them at home, at work or anywhere else in the valley."
)


def story(seed: int, paragraphs: int = 5, words: int = 40) -> str:
    """An article that shares no run of words with one of another seed."""
    dice = random.Random(seed)
    return "\n\n".join(" ".join(_word(dice) for _ in range(words)).capitalize() + "." for _ in range(paragraphs))


def paragraph(seed: int, words: int = 40) -> str:
    """One paragraph."""
    return story(seed, 1, words)


def reworded(text: str, every: int, seed: int = 0) -> str:
    """The text with one word of so many replaced."""
    dice = random.Random(seed)
    return " ".join(_word(dice) if number % every == every - 1 else word for number, word in enumerate(text.split(" ")))


def cut(text: str, share: float) -> str:
    """The beginning of a text."""
    return text[: int(len(text) * share)]


def _word(dice: random.Random) -> str:
    return f"{dice.choice(_WORDS)}{dice.choice(['', 's', 'ed', 'ing'])}"
