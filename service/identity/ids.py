"""Ids: slugs of names, an article's fingerprint, and the ids of articles, quotes and of speakers of one article."""

from __future__ import annotations

import re
from base64 import b32encode
from collections import Counter
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from unicodedata import name as script_name
from unicodedata import normalize

from anyascii import anyascii
from uuid_utils import uuid7

_APOSTROPHES = re.compile(r"['’‘ʼ`]")
_NOT_ALNUM = re.compile(r"[^a-z0-9]+")
_SLUG_LENGTH = 100
_LOCAL = "~"


def new_article_id() -> str:
    """A new id that sorts by time (UUIDv7, RFC 9562)."""
    return str(uuid7())


@lru_cache(maxsize=10_000)
def slug(name: str) -> str:
    """The id of a speaker or outlet by its name: ASCII, lower case, `-` between words; equal for equal names.

    Where letters do not tell names apart when they are written in ASCII (scripts other than Latin, Greek and Cyrillic),
    and where a long name is cut, a digest of the name does.

    >>> slug("James O’Brien"), slug("Łukasz Żak"), slug("Пётр")
    ('james-obrien', 'lukasz-zak', 'petr')
    """
    made = "-".join(ascii_words(name))
    if made and len(made) <= _SLUG_LENGTH and (name.isascii() or all(map(keeps_its_sound, name))):
        return made
    return f"{made[: _SLUG_LENGTH - 9].rstrip('-') or 'x'}-{digest(normalize('NFKC', name).casefold())[:8]}"


def ascii_words(name: str) -> list[str]:
    """The words of a name in ASCII and lower case, without apostrophes."""
    plain = anyascii(_APOSTROPHES.sub("", name)).replace("'", "").lower()
    return _NOT_ALNUM.sub(" ", plain).split()


def local_speaker_id(article_id: str, name: str, form: str) -> str:
    """The id of a source without a name of its own: it holds a `~`, as no slug does."""
    return f"{slug(name)}{_LOCAL}{digest(article_id, form)[:10]}"


def is_local(speaker_id: str) -> bool:
    """Whether this is the id of a source that belongs to one article."""
    return _LOCAL in speaker_id


def keeps_its_sound(character: str) -> bool:
    """Whether a character is still the same one when it is written in ASCII."""
    return (
        character.isascii()
        or not character.isalpha()
        or script_name(character, "").startswith(("LATIN", "GREEK", "CYRILLIC", "FEMININE", "MASCULINE"))
    )


def fingerprint(body: str, outlet_id: str | None) -> str:
    """Equal for the same words from the same outlet, whatever the white space and case."""
    words = " ".join(body.casefold().split())
    return digest(outlet_id or "", words)


def quote_ids(article_id: str, texts: Iterable[str]) -> list[str]:
    """The ids of an article's quotes, given their texts in order.

    An id depends on the words alone (and on how often they came before), not on where they stand, so that a quote
    keeps its id when the article around it is edited or read again by a better extractor.
    """
    seen: Counter[str] = Counter()
    ids = []
    for text in texts:
        words = " ".join(text.casefold().split())
        ids.append(digest(article_id, words, str(seen[words])))
        seen[words] += 1
    return ids


def digest(*parts: str) -> str:
    """The id that stands for these parts, in order; different parts have different ones."""
    made = blake2b("\x1f".join(parts).encode(), digest_size=15).digest()
    return b32encode(made).decode().lower()
