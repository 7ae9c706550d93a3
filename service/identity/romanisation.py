"""Spellings of one name that was not written in Latin letters, brought to one.

The rules are those by which the common romanisations differ: for Cyrillic BGN/PCGN, ISO 9, the Ukrainian national
system of 2010 and what papers print; for Arabic and Persian the vowels and doubled consonants that every paper writes
in its own way. They lose what tells some names apart, so each runs only where the name shows that it was romanised: by
its given name (`given_names.txt`) or an Arabic particle. Nothing is folded in "Peter Andersson" or "Jenny Han".
"""

from __future__ import annotations

import re

_ADJECTIVE = re.compile(r"(?<=sk|ck)(?:[iy]y?|[iy][ij]|yj)$")

_SLAVIC = [
    (re.compile(pattern), made)
    for pattern, made in (
        (r"w", "v"),  # Wladimir
        (r"x", "ks"),  # Maxim
        (r"kh", "h"),  # Khodorkovsky
        (r"enka$", "enko"),  # Lukashenka
        (r"sk(?:aya|aia|aja)$", "ska"),  # Zelenskaya, Zelenska
        (r"eyev", "eev"),  # Alekseyev
        (r"^[yji]e", "e"),  # Yeltsin
        (r"(?<=[bcdfghklmnprstvz])[yji]e", "e"),  # Medvedyev, Medvediev
        (r"[yj]", "i"),  # Tymoshenko, Yanukovych
        (r"i+$", "i"),  # Navalnyy, Navalnyi
        (r"i{2,}", "i"),
    )
]
_ARABIC = [
    (re.compile(pattern), made)
    for pattern, made in (
        (r"(?:ou|oo)", "u"),  # Nouri
        (r"ee", "i"),  # Saeed
        (r"(?:ei|ey|ay)", "ai"),  # Hussein, Husayn
        (r"o", "u"),
        (r"e", "i"),
        (r"q", "k"),  # Qasim
        (r"([b-df-hj-np-tv-z])\1", r"\1"),  # Sissi
        (r"ah$", "a"),
        (r"y$", "i"),
    )
]
_ABD = re.compile(r"\babd ?(?:[aeiu]l ?(?!lah?\b)|[aeu]r ?(?=r))")
_PARTICLES = {"al": "", "el": "", "ul": "", "bin": "bin", "ben": "bin", "ibn": "bin"}


def fold_adjective(word: str) -> str:
    """The ending of Zelensky, Zelenskyy, Zelenskiy, Zelenskij as one; a word without it stays as it is."""
    return _ADJECTIVE.sub("i", word) if len(word) > len("-sky") else word


def fold_slavic(word: str) -> str:
    """A word of a name from Cyrillic letters (ASCII, lower case)."""
    return _each(_SLAVIC, fold_adjective(word))


def fold_arabic(word: str) -> str:
    """A word of a name from Arabic letters (ASCII, lower case)."""
    return _each(_ARABIC, word)


def join_servant(words: list[str]) -> list[str]:
    """`abdel fattah`, `abd el fattah`, `abdelfattah` as `abdul fattah`; Abdullah is a name of its own."""
    return _ABD.sub("abdul ", " ".join(words)).split()


def without_article(words: list[str]) -> list[str]:
    """The words between first and last without the Arabic article, and `ben` and `ibn` as `bin`."""
    inside = [_PARTICLES.get(word, word) for word in words[1:-1]]
    return [words[0], *filter(None, inside), *words[1:][-1:]]


def shows_arabic(words: list[str]) -> bool:
    """Whether a word between first and last is an Arabic particle that no other language of the papers has."""
    return any(word in ("al", "ibn", "bin") for word in words[1:-1])


def _each(rules: list[tuple[re.Pattern[str], str]], word: str) -> str:
    for pattern, made in rules:
        word = pattern.sub(made, word)
    return word
