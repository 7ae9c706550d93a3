"""The authors of a page: persons only, from the source that names them best; agencies are told apart."""

from __future__ import annotations

import re
from typing import NamedTuple

from service.ingest.agencies import canonical_agency
from service.ingest.bylines import has_role, is_person, read_byline
from service.ingest.markup.agreement import squashed
from service.ingest.markup.bylines import BY, Source, shown_sources, stated_sources
from service.ingest.markup.document import Document

_NO_NAME = re.compile(r"https?:|www\.|@|\.(?:com|org|net)\b|[\d_/\\{}<>]")
_SCRIPT_WITHOUT_SPACES = re.compile(r"[぀-ヿ㐀-鿿가-힯]{2,8}")
_BEHIND_NAME = re.compile(r"\s*(?:記者|기자|특파원|\([^()]*\))$")
_SPLIT = re.compile(r"\s*(?:;|\||、|，|・(?=\w+ ))\s*")
_RIGHTS = re.compile(r"copyright|\(c\)|©|\d{4}|all rights reserved.*", re.IGNORECASE)
_MOST_AUTHORS = 15


class Credited(NamedTuple):
    """Whom a page credits."""

    authors: list[str]
    agency: str | None


def credited(document: Document, site_names: list[str]) -> Credited:
    """The persons and the agency that a page names as its article's authors.

    The first source that names a person wins; one that names the same and more, among the machine-readable, goes
    before it.
    """
    own = {squashed(name) for name in site_names}
    own |= {
        squashed(_RIGHTS.sub("", text)) for text in document.metas.all("copyright", "rights", "dcterms.rightsholder")
    }
    agency: str | None = None
    sources = []
    for source in stated_sources(document):
        found = _persons(source, own)
        agency = agency or found.agency
        if found.authors:
            sources.append(found.authors)
    if sources:
        best = sources[0]
        for other in sources[1:]:
            if set(map(squashed, best)) < set(map(squashed, other)) and len(other) <= _MOST_AUTHORS:
                best = other
        return Credited(best[:_MOST_AUTHORS], agency)
    for source in shown_sources(document):
        found = _persons(source, own)
        agency = agency or found.agency
        if found.authors:
            return Credited(found.authors[:_MOST_AUTHORS], agency)
    return Credited([], agency)


def _persons(source: Source, own: set[str]) -> Credited:
    authors: list[str] = []
    agency: str | None = None
    for text, is_said_person in source:
        for part in _SPLIT.split(BY.sub("", text)):
            bare = _BEHIND_NAME.sub("", part).strip()
            if not bare or _is_name_of(bare, own):
                continue
            named = canonical_agency(bare)
            if named:
                agency = agency or named
            elif _NO_NAME.search(bare) is None and _reads_as_person(bare, is_said_person):
                authors.append(bare)
            else:
                byline = read_byline(f"By {bare}")
                authors += [name for name in byline.authors if not _is_name_of(name, own)] if byline else []
                agency = agency or (byline.agency if byline else None)
    unique = {squashed(name): name for name in reversed(authors)}
    return Credited(list(dict.fromkeys(unique[squashed(name)] for name in authors)), agency)


def _reads_as_person(name: str, is_said: bool) -> bool:
    if is_person(name) or _SCRIPT_WITHOUT_SPACES.fullmatch(name.replace(" ", "")):
        return True
    return is_said and 1 < len(name.split()) <= 5 and not has_role(name) and "," not in name and name[0].isupper()


def _is_name_of(name: str, own: set[str]) -> bool:
    folded = squashed(name)
    return not folded or folded in own or folded.removeprefix("the") in own
