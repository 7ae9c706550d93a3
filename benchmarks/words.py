"""Invented words: as many as are wanted, each spelt in its own way, common ones short, used as often as in real text.

Word number n is English for the first few dozen (the words that every text is full of) and made of syllables after
that. How often a word is used falls with its number (Zipf's law), so that half of a text are the words of every text
and there is always a tail of rare ones: the vocabulary of a corpus grows with it, as it does in news.
"""

from __future__ import annotations

import random
from functools import cache
from itertools import accumulate

COMMON = (  # noqa: SIM905 — a list of 120 quoted words is no easier to read
    "the of and to a in that is for on with as was it be by are at this have from or had not but an they which we you"
    " were his her she he would there their will been has when who more no if out so said what up its about into than"
    " them can only other new some could time these two may then do first any my now such like our over me even most"
    " made after also did many before must through years where much your way well down should because each just those"
    " people how too state good very make world still own see work long get here between both life being under never"
    " day same another know while last might us great old year off come since against go came right used take three"
).split()

_ONSETS = "b b br c c ch d d dr f fl g gr h j k l l m m n n p p pl pr r r s s sh st t t th tr v w".split()  # noqa: SIM905
_VOWELS = ["a", "a", "e", "e", "i", "o", "u", "ai", "ea", "ou"]
_CODAS = ["", "", "", "", "l", "n", "r", "s", "t", "m", "nd", "ck"]
_ENDINGS = ["", "", "", "s", "ed", "ing", "er", "ly", "tion", "ment", "ness", "ity"]


@cache
def word(number: int) -> str:
    """Return word `number`; the same on every machine. Distinct numbers may rarely share a spelling."""
    if number < len(COMMON):
        return COMMON[number]
    dice = random.Random(number)
    syllables = 1 + (number > 400) * (dice.random() < 0.7) + (number > 4_000) * (dice.random() < 0.4)
    stem = "".join(dice.choice(_ONSETS) + dice.choice(_VOWELS) + dice.choice(_CODAS) for _ in range(syllables))
    return stem + dice.choice(_ENDINGS)


class Language:
    """A way to draw words by frequency out of `size` words."""

    def __init__(self, size: int, dice: random.Random) -> None:
        self._dice = dice
        self._numbers = range(size)
        self._weights = list(accumulate((rank + 2.7) ** -1.2 for rank in range(size)))

    def words(self, count: int) -> list[str]:
        """Return `count` words."""
        return [word(number) for number in self._dice.choices(self._numbers, cum_weights=self._weights, k=count)]

    def sentence(self, shortest: int = 6, longest: int = 24) -> str:
        """Return a sentence with a capital, sometimes a comma, and a full stop."""
        drawn = self.words(self._dice.randint(shortest, longest))
        if len(drawn) > 10 and self._dice.random() < 0.6:
            place = self._dice.randrange(3, len(drawn) - 3)
            drawn[place] += ","
        return " ".join(drawn).capitalize() + "."
