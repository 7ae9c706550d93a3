"""The outlet's name, where a page says it: behind or before the title, over it, in a copyright or reprint line."""

from __future__ import annotations

import re
from typing import NamedTuple

from service.ingest.agencies import canonical_agency
from service.ingest.sections import is_section_label
from service.ingest.shape import are_names, letters
from service.ingest.vocabulary import OUTLET_WORDS, OUTLETS, STRONG_OUTLET_WORDS

_WORD = "|".join(sorted(OUTLET_WORDS))
_STRONG = "|".join(sorted(STRONG_OUTLET_WORDS))
_DOMAIN = re.compile(
    r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|news|co\.\w\w|com\.\w\w|org\.\w\w|net\.\w\w"
    r"|[a-z]{2}|tv|eu|int)(?:/\w*)?",
    re.IGNORECASE,
)
_HAS_WORD = re.compile(rf"\b(?:{_WORD})\b")
_STANDS_ALONE = re.compile(rf"The (?:[A-Z][\w.’'-]+ ){{0,3}}(?:{_WORD})|(?:[A-Z][\w.’'-]+ ){{1,2}}(?:{_STRONG})")
_MOST_WORDS = 6
_LONGEST_TITLE_LINE = 400

SEPARATOR = re.compile(r"\s+(?:[|—–•·»‖]|-{1,2}|::)\s+|\s*\|\s*")
# "RT World News" is RT's world desk: what follows the outlet's own name is a section, and News.
_DESK = re.compile(
    r"\s+(?:(?:World|Business|Sports?|Politics|Political|Entertainment|UK|US|Europe|Asia|Africa|India|Russia"
    r"|International|National|Local|Top|Latest|Breaking)(?:\s+News)"
    r"|Russia & Former Soviet Union)$"
)
_NOT_A_NAME = frozenset(["the", "daily", "morning", "evening", "sunday", "weekly", "new", "top", "latest", "breaking"])

_REPRINT = re.compile(
    r"(?:this (?:article|story|piece|post|report|column|essay|interview) )?(?:was |has been |is "
    r"|were )?(?:first|originally|previously) (?:been )?(?:published|appeared|posted|printed|ran)"
    r" (?:by|in|on|at|with)\s+(?P<name>[^.;|()]{2,60}?)(?:\s+(?:on|in|at|under|and|as|here|where"
    r"|website)\b.*|,.*|[.;|(].*)?$",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\)"
    r"|copyright)[\s©,]*(?:\d{4}(?:\s*[-–]\s*\d{2,4})?)[\s,]*(?:by\s+)?(?P<name>[^.|,;()\d]{2,50}?)"
    r"(?:\s+(?:ltd|limited|inc|llc|plc|gmbh|all rights|media group|distributed)\b.*|[.|,;(].*)?$",
    re.IGNORECASE,
)
_PUBLISHED_BY = re.compile(r"(?:published|posted) by:?\s+(?P<name>[^.;|,()]{2,50})$", re.IGNORECASE)


def is_outlet(name: str) -> bool:
    """Whether `name` reads as an outlet's: well known, a domain, or a short proper name with a newspaper's word."""
    folded = name.casefold().replace("’", "'")
    if folded in OUTLETS or _DOMAIN.fullmatch(name):
        return True
    return (
        len(name.split()) in range(2, _MOST_WORDS + 1)
        and are_names(name)
        and bool(_HAS_WORD.search(name))
        and not is_section_label(name)
    )


def is_masthead(line: str) -> bool:
    """Whether a line over a title is an outlet's name. Stricter than `is_outlet`: headlines name papers too."""
    if len(line) > 50 or is_section_label(line):
        return False
    return line.casefold() in OUTLETS or bool(_DOMAIN.fullmatch(line) or _STANDS_ALONE.fullmatch(line))


def shortest_name(name: str) -> str:
    """The outlet's own name without its desk: "RT World News" gives "RT", "BBC News" stays."""
    bare = _DESK.sub("", name)
    return bare if bare != name and bare.casefold() not in _NOT_A_NAME and len(bare) > 1 else name


def reprint_outlet(line: str) -> str | None:
    """The outlet in "First published by …", "This article originally appeared in …"."""
    found = _REPRINT.match(line) if len(line) <= 240 else None
    return _checked(found["name"]) if found else None


def stated_outlet(line: str) -> str | None:
    """The outlet in a line after the article that is a copyright or "Published by" line."""
    if len(line) > 240:
        return None
    found = _COPYRIGHT.match(line) or _PUBLISHED_BY.match(line)
    return _checked(found["name"]) if found else None


class SplitTitle(NamedTuple):
    """A title by itself, and what stood behind or before it on its line."""

    title: str
    outlet: str | None
    section: str | None


def split_title(line: str, body: str, twins: frozenset[str], known: str | None) -> SplitTitle:
    """A title line without the outlet and sections behind or before it.

    A bar always sets a name off. A dash may also hold an attribution ("… – Politico"), so what is behind it must read
    as an outlet's name that the article does not itself cite. `twins` are the folded lines of the page: where one is
    this title without its ending, the ending is no part of it. `known` is the outlet that was given, if any.
    """
    title, names = line, []
    while cut := _cut_once(title, body, twins, known):
        title, name = cut
        names.append(name)
    outlet = next((name for name in names if not is_section_label(name) and (is_outlet(name) or are_names(name))), None)
    others = [name for name in names if name != outlet]
    section = next((name for name in others if is_section_label(name)), others[0] if others and outlet else None)
    return SplitTitle(title, shortest_name(outlet) if outlet else None, section)


def _cut_once(title: str, body: str, twins: frozenset[str], known: str | None) -> tuple[str, str] | None:
    breaks = list(SEPARATOR.finditer(title)) if len(title) < _LONGEST_TITLE_LINE else []
    if not breaks:
        return None
    last, first = breaks[-1], breaks[0]
    head, tail = title[: last.start()].strip(), title[last.end() :].strip()
    if head and _sets_off(tail, last[0], head, body, twins, known):
        return head, tail
    lead, rest = title[: first.start()].strip(), title[first.end() :].strip()
    if len(rest.split()) > 2 and _leads(lead, first[0]):
        return rest, lead
    return None


def _sets_off(tail: str, separator: str, head: str, body: str, twins: frozenset[str], known: str | None) -> bool:
    if not tail or len(tail.split()) > _MOST_WORDS or len(head.split()) < 2:
        return False
    if known and letters(known) in (letters(tail), letters(shortest_name(tail))):
        return True
    if letters(head) in twins or (is_section_label(tail) and "|" in separator):
        return True
    if "|" in separator or "»" in separator:
        return are_names(tail) or is_outlet(tail)
    return is_outlet(tail) and not _is_cited(shortest_name(tail), body)


def _leads(lead: str, separator: str) -> bool:
    return is_masthead(lead) or ("|" in separator and (is_section_label(lead) or is_outlet(lead)))


def _is_cited(name: str, body: str) -> bool:
    return body.count(name) > body.count(f"told {name}") + body.count(f"told the {name}")


def _checked(name: str) -> str | None:
    name = re.sub(r"^(?:the website of|our sister site|our partner|the)\s+", "", name.strip(" .,:–—-"))
    if (
        not name
        or canonical_agency(name)
        or is_section_label(name)
        or not are_names(name)
        or len(name.split()) > _MOST_WORDS
    ):
        return None
    return shortest_name(name)
