"""The outlet's name from what a page calls its site and its publisher: no slogan, and no domain if a name is there."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from service.ingest.cleanup import clean_line
from service.ingest.markup.agreement import squashed
from service.ingest.markup.document import Document
from service.ingest.markup.elements import text_of
from service.ingest.outlets import is_outlet, shortest_name

_SLOGAN = re.compile(r"\s+[|–—:·•»-]\s+|\s*[|»]\s*|:\s+")
_DOMAIN = re.compile(
    r"(?:https?://)?(?:www\.)?([\w-]+(?:\.[\w-]+)*?)\.(?:[a-z]{2,3}\.[a-z]{2}|[a-z]{2,10})(?:/\S*)?", re.IGNORECASE
)
_ENDING = re.compile(r"(\w \w{3,})\.(?:com?\.[a-z]{2}|com|net|org|[a-z]{2})$")  # "The Wexmouth Herald.co.uk"
_LEGAL = re.compile(
    r",?\s+(?:ltd|limited|inc|llc|plc|gmbh|eg|ag|s\.?a\.?|media group|website|homepage|online edition|l\.?p\.?)\.?$",
    re.IGNORECASE,
)
# A company owns papers; its name is an outlet's only where the page has no other.
_COMPANY = re.compile(r"\b(?:Group|Publishing|Publications|Publishers|Holdings?|Corporation|Company|Communications)\b")
_NO_NAME = re.compile(
    r"blogger|wordpress|blogspot|medium|substack|facebook|website|home(?:page)?|news|none|null", re.IGNORECASE
)
_LONGEST = 60


def site_name(candidates: list[str], document: Document) -> str | None:
    """The outlet's name from the names that a page gives itself, in order of trust; None if none is a name.

    A domain or a name run together ("thewexmouthherald") gives way to the same name as the page prints it elsewhere.
    A page that gives itself no name has the one that it prints of its address or its handle.
    """
    tree = document.tree
    names = [name for name in map(_bare, candidates) if name]
    if not names:
        stems = {squashed(_stem(each)).removeprefix("the") for each in _addresses(document)}
        return next((name for name in _printed_names(tree) if squashed(name).removeprefix("the") in stems), None)
    names.sort(key=lambda name: (_is_domain(name), is_company(name)))  # stable: trust decides the rest
    stem = squashed(_stem(names[0])).removeprefix("the")
    if not _DOMAIN.fullmatch(names[0]) and not names[0].islower():
        return shortest_name(names[0])
    same = (name for name in [*names, *_printed_names(tree)] if squashed(name).removeprefix("the") == stem)
    better = next((name for name in same if not name.islower() and not _is_domain(name)), None)
    return shortest_name(better or names[0])


def is_company(name: str) -> bool:
    """Whether a name is that of a company that owns papers, rather than of a paper."""
    return bool(_COMPANY.search(name))


def _bare(name: str) -> str | None:
    """A name without its slogan, its legal form and what is no name at all."""
    parts = [part.strip() for part in _SLOGAN.split(clean_line(name).lstrip("@ ")) if part.strip()]
    chosen = next((part for part in parts if is_outlet(part)), parts[0] if parts else "")
    chosen = _ENDING.sub(r"\1", _LEGAL.sub("", chosen)).strip(" ,.")
    return None if not chosen or len(chosen) > _LONGEST or _NO_NAME.fullmatch(chosen) else chosen


def _is_domain(name: str) -> bool:
    return bool(_DOMAIN.fullmatch(name)) and (name.islower() or "//" in name or name.lower().startswith("www."))


def _stem(name: str) -> str:
    found = _DOMAIN.fullmatch(name)
    return found[1] if found else name


def _addresses(document: Document) -> list[str]:
    links = [*document.tree.xpath("//link[@rel='canonical']/@href"), *document.metas.all("og:url")]
    handles = (handle.rstrip("/").rsplit("/", 1)[-1].lstrip("@") for handle in document.metas.all("twitter:site"))
    return [urlsplit(str(link)).netloc for link in links if "//" in link] + [handle for handle in handles if handle]


def _printed_names(tree: Any) -> list[str]:
    """Names as the page prints them: in pictures of its logo, in links to its front page, in its copyright line."""
    names = [
        str(text) for text in tree.xpath("//header//img/@alt|//img[contains(@class,'logo')]/@alt|//a[@href='/']/@title")
    ]
    names += [text_of(link) for link in tree.xpath("//a[@href='/']")[:5]]
    for text in tree.xpath("//footer//text()[contains(.,'©')]|//*[contains(@class,'copyright')]//text()")[:5]:
        names += re.split(r"[.,|(]|\d{4}", str(text).replace("©", ""))
    names += [part for title in tree.xpath("//title/text()")[:1] for part in _SLOGAN.split(str(title))]
    cleaned = (re.sub(r"\s*\blogo\b\s*", "", clean_line(name), flags=re.IGNORECASE) for name in names)
    return [name for name in cleaned if 0 < len(name) <= _LONGEST]
