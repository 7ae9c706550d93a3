"""News agencies: their canonical short names, and where a page credits one with the text."""

from __future__ import annotations

import re
from collections.abc import Iterable

# The names that agencies print under their texts. The canonical name is the one that readers know, mostly the short.
_ALIASES = {
    "AFP": ("Agence France-Presse", "Agence France Presse", "AFP"),
    "Reuters": ("Thomson Reuters", "Reuters"),
    "AP": ("The Associated Press", "Associated Press", "AP"),
    "dpa": ("Deutsche Presse-Agentur", "dpa", "DPA"),
    "TASS": ("ITAR-TASS", "TASS"),
    "Xinhua": ("Xinhua News Agency", "Xinhua"),
    "PA": ("PA Media", "Press Association", "PA"),
    "EFE": ("Agencia EFE", "EFE"),
    "ANSA": ("ANSA",),
    "Bloomberg": ("Bloomberg News", "Bloomberg"),
    "Kyodo": ("Kyodo News", "Kyodo"),
    "Jiji": ("Jiji Press", "Jiji"),
    "Yonhap": ("Yonhap News Agency", "Yonhap"),
    "Interfax": ("Interfax",),
    "RIA Novosti": ("RIA Novosti", "Sputnik"),
    "Anadolu": ("Anadolu Agency", "Anadolu Ajansı", "Anadolu"),
    "UPI": ("United Press International", "UPI"),
    "PTI": ("Press Trust of India", "PTI"),
    "ANI": ("Asian News International", "ANI"),
    "IANS": ("Indo-Asian News Service", "IANS"),
    "AAP": ("Australian Associated Press", "AAP"),
    "The Canadian Press": ("The Canadian Press", "Canadian Press"),
    "APA": ("Austria Presse Agentur", "Austria Press Agency"),
    "Belga": ("Belga News Agency", "Belga"),
    "Ukrinform": ("Ukrinform",),
    "Bernama": ("Bernama", "BERNAMA"),
    "Antara": ("Antara News", "ANTARA"),
    "KCNA": ("Korean Central News Agency", "KCNA"),
    "IRNA": ("Islamic Republic News Agency", "IRNA"),
    "SANA": ("SANA",),
    "WAM": ("Emirates News Agency", "WAM"),
    "Lusa": ("Lusa News Agency", "Lusa"),
    "MTI": ("MTI",),
    "CTK": ("Czech News Agency", "ČTK", "CTK"),
    "PAP": ("Polish Press Agency", "PAP"),
    "Ritzau": ("Ritzau",),
    "NTB": ("NTB",),
}
_CANONICAL = {alias.casefold(): name for name, aliases in _ALIASES.items() for alias in aliases}
_ANY = "|".join(re.escape(alias) for aliases in _ALIASES.values() for alias in sorted(aliases, key=len, reverse=True))

# A place, maybe a date, then the agency: "BRUSSELS, June 29 (Reuters) - ", "MOSCOW, May 3. /TASS/. "
_DATELINE = re.compile(rf"[^\W\d_a-z][^()\n]{{0,60}}?[(/\[]({_ANY})[)/\]]\s*\.?\s*(?:-|–|—|:|\.|$|(?<=[/.])\s)")
# With no place before it: "(Reuters) - ", "AFP - "
_BARE_DATELINE = re.compile(rf"\(?({_ANY})\)?\s*(?:--?|–|—)\s+[^\W\d_a-z]")
_SIGN_OFF = re.compile(
    rf"[-–—(\[/*•\s]*(?:(?:source|from|agency|via|courtesy|with (?:inputs?|files|reporting) from"
    rf"|additional reporting (?:by|from)"
    rf"|by|provided by|distributed by"
    rf"|text by)\s*:?\s+(?:the\s+)?)?(?-i:({_ANY}))(?:\s*/\s*[\w. ]{{1,40}})?(?:\s*(?:,|and"
    rf"|&)\s*[\w. ]{{1,30}})?"
    r"[-–—)\]/*.\s]*",
    re.IGNORECASE,
)
_WITHIN = re.compile(
    rf"\b(?:additional reporting (?:by|from)|with (?:inputs?|files|reporting) from|(?:first "
    rf"|originally )?(?:provided|distributed|supplied|reported) by)"
    rf"\s+(?:the\s+)?(?-i:({_ANY}))\b",
    re.IGNORECASE,
)
_COPYRIGHT = re.compile(
    rf"(?:©|\(c\)|copyright)[\s©,()c]*(?:\d{{4}}(?:\s*[-–]\s*\d{{4}})?)?[\s,]*(?:by\s+)?(?:the\s+)?(?-i:({_ANY}))\b",
    re.IGNORECASE,
)
_ABOUT = re.compile(rf"(?:The\s+)?({_ANY})(?:\s*\([^)]{{1,30}}\))?(?:,[^,]{{1,40}},)?\s+(?:is|was)\s+(?:an?|the|one)\b")
_REPORTING = re.compile(
    rf"\(?(?:reporting|report|writing|editing) by\b.{{0,200}}?\b(?:for|of) (?:the\s+)?({_ANY})\b", re.IGNORECASE
)
_DATELINE_REACH = 140


def canonical_agency(name: str) -> str | None:
    """The canonical short name when `name` is an agency's, whole; else None."""
    bare = name.strip(" .()[]/—–-").casefold()
    return (
        _CANONICAL.get(bare) or _CANONICAL.get(bare.removeprefix("the ")) or _CANONICAL.get(bare.removesuffix(" staff"))
    )


def dateline_agency(lead: str) -> str | None:
    """The agency in the dateline that opens an article's first paragraph."""
    opening = lead[:_DATELINE_REACH]
    found = _DATELINE.match(opening) or _BARE_DATELINE.match(opening)
    return _CANONICAL[found[1].casefold()] if found else None


def sign_off_agency(line: str) -> str | None:
    """The agency of a line that is a sign-off and nothing more: "— AP", "Source: Reuters/ec", "(AFP)"."""
    found = _SIGN_OFF.fullmatch(line) if len(line) <= _DATELINE_REACH else None
    return _CANONICAL[found[1].casefold()] if found else None


def credited_agency(line: str) -> str | None:
    """The agency that a line after the article credits: a sign-off, a copyright line, "additional reporting by"."""
    signed = sign_off_agency(line)
    if signed:
        return signed
    for pattern in (_COPYRIGHT, _WITHIN, _REPORTING):
        found = pattern.search(line[:400])
        if found:
            return _CANONICAL[found[1].casefold()]
    return None


def described_agency(lines: Iterable[str]) -> str | None:
    """The agency that an "About the author" box describes: "Agence France-Presse (AFP) is a …"."""
    for line in lines:
        found = _ABOUT.match(line)
        if found:
            return _CANONICAL[found[1].casefold()]
        name = canonical_agency(line)
        if name:
            return name
    return None
