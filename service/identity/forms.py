"""The forms of a printed name by which speakers are known: two names with one form are one speaker.

A form depends on the name alone, never on what is stored: who came first, and what else is there, changes nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from service.identity.bodies import words
from service.identity.given_names import given_name
from service.identity.ids import ascii_words, keeps_its_sound, slug
from service.identity.romanisation import (
    fold_adjective,
    fold_arabic,
    fold_slavic,
    join_servant,
    shows_arabic,
    without_article,
)

_HONORIFICS = words("mr mrs ms miss mx dr sir dame prof professor rev")
_ARTICLES = ("the ", "a ", "an ")
_INITIALS = re.compile(r"\b([A-Z])([A-Z])(?= )")


def exact_form(name: str) -> str:
    """The name as printed, white space aside."""
    return "=" + " ".join(name.split())


@lru_cache(maxsize=20_000)
def folded_form(name: str) -> str:
    """The name without what papers write differently: case, diacritics, hyphens, dots, honorifics, romanisation.

    Initials, `Jr.` and every other word stay: without them two people would be one.

    >>> folded_form("Volodymyr Zelenskyy") == folded_form("Vladimir Zelensky")
    True
    >>> folded_form("George W. Bush") == folded_form("George H.W. Bush")
    False
    """
    name = " ".join(name.split())
    if not all(map(keeps_its_sound, name)) or not ascii_words(name):
        return "~" + slug(name)
    spaced = name if name.isupper() else _INITIALS.sub(r"\1 \2", name)  # JK Rowling, but not AL GORE
    parts = ascii_words(spaced)
    while len(parts) > 2 and parts[0] in _HONORIFICS:
        parts = parts[1:]
    if len(parts) > 1 and parts[0] == "the":
        parts = parts[1:]
    return "~" + " ".join(_one_spelling(parts) if len(parts) > 1 else map(fold_adjective, parts))


def local_form(name: str) -> str:
    """The form of a source without a name of its own, inside one article: `a spokesman` and `the spokesman` are one."""
    low = " ".join(name.split()).casefold()
    for article in _ARTICLES:
        low = low.removeprefix(article)
    return "~" + slug(low)


def _one_spelling(parts: list[str]) -> list[str]:
    parts = join_servant(parts)
    known = given_name(parts[0])
    family = known[1] if known else None
    if family == "slavic":
        rest = [fold_slavic(word) for word in parts[1:]]
    elif family == "arabic" or parts[0] == "abdul" or shows_arabic(parts):
        rest = [_arabic(word) for word in without_article(parts)[1:]]
    else:
        rest = [fold_adjective(word) for word in parts[1:]]
    return [known[0] if known else parts[0], *rest]


def _arabic(word: str) -> str:
    known = given_name(word)
    return known[0] if known else fold_arabic(word)
