"""Which quotes are one statement: the same words, as several outlets printed them."""

from __future__ import annotations

import re

from search.text import words
from service.identity.ids import digest

LONG = 12
"""From so many words on, the words alone say that it is the same statement, whoever an outlet names for them."""

_PART_OF_A_WORD = re.compile(r"(?<=\w)\[(\w+)\]|\[(\w+)\](?=\w)")
_INSERTED = re.compile(r"\[[^\[\]]*\]")


def statement(text: str, speaker_id: str | None) -> str | None:
    """What is the same for all printings of one statement, and None where the words are too few to tell.

    Compared are the words without case, accents and punctuation, dashes and ellipses included (`search.text`). What an
    editor put in brackets is left out, `[sic]` or `the [defence] ministry`; within a word it is read as part of it:
    `[W]e`. Fewer words than `LONG` are said by many, and are one statement only of one speaker: an id that is known
    across articles, else None.

    >>> statement("[W]e will … never surrender [sic]!", "ann") == statement("We will never surrender", "ann")
    True
    """
    printed = _INSERTED.sub(" ", _PART_OF_A_WORD.sub(lambda found: found[1] or found[2], text))
    said = words(printed)
    speaker = "" if len(said) >= LONG else speaker_id
    return None if speaker is None or not said else digest(speaker, *said)
