"""Authors, from byline lines: names only, without roles, places, agencies and desks."""

from __future__ import annotations

import re
from typing import NamedTuple

from service.ingest.agencies import canonical_agency
from service.ingest.outlets import is_outlet
from service.ingest.sections import is_section_label

_BY = re.compile(
    r"\(?(?:(?:(?:written|words|story|report(?:ed|ing)?|analysis|opinion|review|compiled|posted|published"
    r"|created|interview|text|article|column)\s+)?by\s*:?"
    r"|authors?\s*:|words\s*:|reporter\s*:)\s+(?P<who>\S.*)$",
    re.IGNORECASE,
)
_SPLIT = re.compile(r"\s*(?:,\s*and\s|,|;|\band\b|&|\bwith\b|\|| [/•·–—-] )\s*")
_NAME = re.compile(
    r"(?:(?:Dr|Prof|Sir|Dame|Lord|Mr|Mrs|Ms)\.?\s)?[^\W\d_a-zß-ÿ][\w.’'-]*(?:\s(?:de|da|di|del|della|der|den"
    r"|van|von|bin|ibn|al|el|la|le|ten|ter|dos|du|af|av|y|e)){0,2}"
    r"(?:\s[^\W\d_a-zß-ÿ][\w.’'-]*(?:\s(?:de|da|di|del|van|von|der|bin|al))?){1,4}"
)
_ROLE = re.compile(
    r"\b(?:editors?|correspondents?|reporters?|staff|writers?|desk|bureau|agenc(?:y|ies)|admin(?:istrator)?"
    r"|team|newsroom|news|columnists?|contributors?|journalists?|producers?|analyst"
    r"|web|digital|online|media|service|editorial|special|senior|chief|political|guest|post|press|publisher"
    r"|author|freelance|wires?|board|university|professor|director|photographer|presenter|trainee)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:[(<].*|@\S+.*|\S+@\S+.*|\b(?:in|for|of|from|at|on|via|reporting|updated|published|posted|is|was)\b.*)$"
)
_LONGEST = 200
_MOST_WORDS = 30


class Byline(NamedTuple):
    """Whom a byline names: persons, and the agency if it names one."""

    authors: list[str]
    agency: str | None


def read_byline(line: str) -> Byline | None:
    """What a line says that is a byline and nothing else; None for any other line ("By then the war was over.")."""
    if len(line) > _LONGEST:
        return None
    found = _BY.match(line)
    if not found or len(line.split()) > _MOST_WORDS:
        return None
    byline = _read_names(found["who"].rstrip(") "))
    if byline.authors or byline.agency:
        return byline if not line.endswith(".") or len(line.split()) < 8 else None
    is_desk = bool(_ROLE.search(found["who"])) or is_outlet(found["who"]) or len(found["who"].split()) == 1
    return byline if is_desk and not line.endswith(".") and len(line.split()) <= 8 else None


def read_names_with_role(line: str) -> Byline | None:
    """A byline without "By": "Jane Doe, Brussels correspondent". A role must stand behind the name."""
    if len(line) > 100 or line[-1] in ".:?!":
        return None
    name, separator, role = re.sub(r"\s+[|–—-]\s+", ", ", line).partition(", ")
    if (
        not separator
        or not _NAME.fullmatch(name)
        or _ROLE.search(name)
        or not _ROLE.search(role)
        or len(role.split()) > 6
    ):
        return None
    return Byline([name], None)


def is_person(text: str) -> bool:
    """Whether the whole text reads as one person's name: two to five capitalised words that are no desk or section."""
    return bool(_NAME.fullmatch(text)) and not _ROLE.search(text) and not is_section_label(text) and not is_outlet(text)


def has_role(text: str) -> bool:
    """Whether a word of the text names a role, a desk or a team, as no person's name does."""
    return bool(_ROLE.search(text))


def _read_names(who: str) -> Byline:
    authors: list[str] = []
    agency: str | None = None
    for part in _SPLIT.split(who):
        bare = _TAIL.sub("", part).strip(" .,:")
        named = canonical_agency(bare)
        if named:
            agency = agency or named
        elif bare and is_person(bare) and not (authors and is_outlet(part)):
            authors.append(bare)
        elif (authors or agency) and bare and not _ROLE.search(part):
            break
    return Byline(list(dict.fromkeys(authors)), agency)
