"""Where a page names its authors: what it says to machines, and bylines that it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from service.ingest.markup.document import Document
from service.ingest.markup.elements import hints, text_of

_AUTHOR_METAS = (
    "author",
    "byl",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "dcterms.creator",
    "article:author",
)
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|writer|reporter|contributors?)(?:$|[\s_-])|byline|author-?name", re.IGNORECASE
)
_MARKED = (
    "//*[@itemprop='author' or @property='schema:author' or @property='author' or @rel='author']"
    "|//*[contains(concat(' ',@class,' '),' vcard ')]//*[contains(concat(' ',@class,' '),' fn ')]"
)
_PROFILES = (
    "//a["
    + " or ".join(f"contains(@href,'/{name}/')" for name in ("author", "authors", "profile", "by", "people", "staff"))
    + "]"
)
_BYLINE_TAGS = (
    "a",
    "span",
    "div",
    "p",
    "address",
    "li",
    "h3",
    "h4",
    "h5",
    "h6",
    "em",
    "strong",
    "cite",
    "section",
    "small",
    "td",
)
_REACH = 120  # elements under the headline
_LONGEST_BYLINE = 200
_MOST_ELEMENTS = 30
BY = re.compile(
    r"^(?:(?:(?:written|words|story|reported|analysis|posted|published)\s+)?(?:by|von|par|por|di|door|av|af)\b[\s:]*"
    r"(?=(?-i:[^\W\d_a-z]))|authors?\s*:\s*|reporter\s*:\s*)",
    re.IGNORECASE,
)
"""What opens a byline, in a few languages."""

Source = list[tuple[str, bool]]
"""Texts of one byline, each with whether it is said to name a person."""


def stated_sources(document: Document) -> Iterator[Source]:
    """What the page says to machines: JSON-LD, then `<meta>`s by name, then any that ends in "author"."""
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


def shown_sources(document: Document) -> Iterator[Source]:
    """What the page shows: microdata and `rel=author`, bylines by their class, "By …" under the headline."""
    yield from _groups(document.of_article(document.tree.xpath(_MARKED)))
    tagged = document.tree.iter(*_BYLINE_TAGS)
    classed = [each for each in tagged if _BYLINE_CLASS.search(hints(each))]
    yield from _groups(document.of_article(classed)[:_MOST_ELEMENTS])
    yield from _groups(document.of_article(document.tree.xpath(_PROFILES))[:_MOST_ELEMENTS])
    for element in document.after_headline(_REACH, *_BYLINE_TAGS):
        text = text_of(element)
        if len(text) <= _LONGEST_BYLINE and BY.match(text):
            yield [(text, False)]
    yield from _groups(document.tree.xpath("//address//a[@rel='author']|//article//a[@rel='author']"))


def _groups(elements: list[Any]) -> Iterator[Source]:
    """The elements' names, those under one parent together: one byline."""
    groups: dict[Any, Source] = {}
    for element in elements:
        named = element.xpath("(.//*[@itemprop='name'])[1]")
        if element.get("itemprop") == "author" and named:
            text = named[0].get("content") or text_of(named[0])
        else:
            text = element.get("content") or text_of(element)
        if text and len(text) <= _LONGEST_BYLINE:
            groups.setdefault(element.getparent(), []).append((text, False))
    yield from groups.values()
