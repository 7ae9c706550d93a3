"""The authors of a page: persons only, from the source that names them best; agencies are told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from service.ingest.agencies import canonical_agency
from service.ingest.bylines import has_role, is_person, read_byline
from service.ingest.markup.agreement import squashed
from service.ingest.markup.document import Document
from service.ingest.markup.elements import hints, text_of

_AUTHOR_METAS = ("author", "byl", "parsely-author", "sailthru.author", "dc.creator", "dcterms.creator", "article:author")
_BYLINE_CLASS = re.compile(r"(?:^|[\s_-])(?:by-?lines?|authors?|writer|reporter|contributors?)(?:$|[\s_-])|byline|author-?name", re.IGNORECASE)
_NO_NAME = re.compile(r"https?:|www\.|@|\.(?:com|org|net)\b|[\d_/\\{}<>]")
_SCRIPT_WITHOUT_SPACES = re.compile(r"[぀-ヿ㐀-鿿가-힯]{2,8}")
_TITLE_IN_NAME = re.compile(r"\s*(?:記者|编辑|記事|기자|특파원)$")
_SPLIT = re.compile(r"\s*(?:;|\||、|，|・(?=\w+ ))\s*")
_RIGHTS = re.compile(r"copyright|\(c\)|©|\d{4}|all rights reserved.*", re.IGNORECASE)
_BY = re.compile(r"(?:(?:written|words|story|reported|analysis|posted|published)\s+)?(?:by|von|par|por|di|door|av|af)\b[\s:]*(?=(?-i:[^\W\d_a-z]))|authors?\s*:\s*|reporter\s*:\s*", re.IGNORECASE)
_MARKED = (
    "//*[@itemprop='author' or @property='schema:author' or @property='author' or @rel='author']"
    "|//*[contains(concat(' ',@class,' '),' vcard ')]//*[contains(concat(' ',@class,' '),' fn ')]"
)
_PROFILES = "//a[" + " or ".join(f"contains(@href,'/{name}/')" for name in ("author", "authors", "profile", "by", "people", "staff")) + "]"
_BYLINE_TAGS = ("a", "span", "div", "p", "address", "li", "h3", "h4", "h5", "h6", "em", "strong", "cite", "section", "small", "td")
_REACH = 120  # elements under the headline
_LONGEST_BYLINE = 200
_MOST_ELEMENTS = 30
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
    own |= {squashed(_RIGHTS.sub("", text)) for text in document.metas.all("copyright", "rights", "dcterms.rightsholder")}
    agency: str | None = None
    sources = []
    for source in _machine_readable(document):
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
    for source in _visible(document):
        found = _persons(source, own)
        agency = agency or found.agency
        if found.authors:
            return Credited(found.authors[:_MOST_AUTHORS], agency)
    return Credited([], agency)


def _machine_readable(document: Document) -> Iterator[list[tuple[str, bool]]]:
    metas = document.metas
    yield from document.linked.people()
    for name in _AUTHOR_METAS:
        yield [(value, False) for value in metas.all(name)]
    for number in "12":
        if (metas.first(f"twitter:label{number}") or "").lower() in ("written by", "by", "author"):
            yield [(value, False) for value in metas.all(f"twitter:data{number}")]
    for name, values in metas.ending_in("author", "authors", "byline", "byline_name"):
        if name not in _AUTHOR_METAS and not name.startswith(("twitter", "fb")):
            yield [(value, False) for value in values]


def _visible(document: Document) -> Iterator[list[tuple[str, bool]]]:
    """Names in the page itself: microdata and `rel=author`, what its class calls a byline, "By …" under the headline."""
    yield from _groups(document.of_article(document.tree.xpath(_MARKED)))
    tagged = document.tree.iter(*_BYLINE_TAGS)
    classed = [each for each in tagged if _BYLINE_CLASS.search(hints(each))]
    yield from _groups(document.of_article(classed)[:_MOST_ELEMENTS])
    yield from _groups(document.of_article(document.tree.xpath(_PROFILES))[:_MOST_ELEMENTS])
    for element in document.after_headline(_REACH, *_BYLINE_TAGS):
        text = text_of(element)
        if len(text) <= _LONGEST_BYLINE and _BY.match(text):
            yield [(text, False)]
    yield from _groups(document.tree.xpath("//address//a[@rel='author']|//article//a[@rel='author']"))


def _groups(elements: list[Any]) -> Iterator[list[tuple[str, bool]]]:
    """The elements' names, those under one parent together: one byline."""
    groups: dict[Any, list[tuple[str, bool]]] = {}
    for element in elements:
        named = element.xpath("(.//*[@itemprop='name'])[1]")
        if element.get("itemprop") == "author" and named:
            text = named[0].get("content") or text_of(named[0])
        else:
            text = element.get("content") or text_of(element)
        if text and len(text) <= _LONGEST_BYLINE:
            groups.setdefault(element.getparent(), []).append((text, False))
    yield from groups.values()


def _persons(source: list[tuple[str, bool]], own: set[str]) -> Credited:
    authors: list[str] = []
    agency: str | None = None
    for text, is_said_person in source:
        for part in _SPLIT.split(_BY.sub("", text)):
            bare = _TITLE_IN_NAME.sub("", part).strip()
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
