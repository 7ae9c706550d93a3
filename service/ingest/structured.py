"""What an HTML page says of itself to machines: JSON-LD, OpenGraph and its kin, `<time>`.

Order of trust, first that has a value: JSON-LD of an article, `<meta>`, visible elements. For the time of publication a
source with a time of day and a zone goes before one that has only the same day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from service.ingest.cleanup import clean_line
from service.ingest.dates import Dated, parse_given, read_date_line

_ARTICLE_TYPE = re.compile(r"(?:\w*Article|BlogPosting|LiveBlogPosting|Report|\w*PressRelease|Review)$")
# In order of trust. The names are those of OpenGraph, schema.org, Parsely, Sailthru, Dublin Core and older habits.
_DATE_METAS = (
    *("article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished"),
    *("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date"),
    *("dcterms.date", "pubdate", "publishdate", "publish-date", "publication_date", "date"),
)
_TIME_ELEMENTS = "//time[@datetime]|//*[@itemprop='datePublished']"
_DATE_ELEMENTS = (
    "//*[" + " or ".join(f"contains(@class,'{name}')" for name in ("date", "publish", "timestamp", "byline")) + "]"
)
_DEEPEST = 12
_MOST_ELEMENTS = 40


class Structured:
    """The machine-readable part of a parsed page (`tree`: an lxml element). Every answer is clean text, or None."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._metas = _metas(tree)
        self._article = next(_articles(tree), {})

    def title(self) -> str | None:
        """The headline."""
        visible = [text for text in map(_text_of, [*self._tree.xpath("//h1"), *self._tree.xpath("//title")]) if text]
        stated = _first_text(self._article.get("headline")) or self._meta("og:title", "twitter:title")
        return stated or next(iter(visible), None)

    def outlet(self) -> str | None:
        """The site's or the publisher's name."""
        publisher = self._article.get("publisher")
        return (
            self._meta("og:site_name")
            or _name(publisher)
            or self._meta("application-name", "dc.publisher", "publisher")
        )

    def authors(self) -> list[str]:
        """Everything that stands where authors stand; not all of it are persons."""
        creators = self._article.get("author") or self._article.get("creator")
        names = [_name(each) for each in (creators if isinstance(creators, list) else [creators])]
        return [name for name in names if name] or [
            name for name in [self._meta("author", "byl", "parsely-author", "dc.creator", "sailthru.author")] if name
        ]

    def section(self) -> str | None:
        """The section."""
        return _first_text(self._article.get("articleSection")) or self._meta(
            "article:section", "parsely-section", "section"
        )

    def url(self) -> str | None:
        """The canonical address, as printed."""
        links = self._tree.xpath("//link[@rel='canonical']/@href")
        return next((str(link) for link in links if str(link).startswith("http")), None) or self._meta("og:url")

    def language(self) -> str | None:
        """The declared language, ISO 639."""
        declared = next(iter(self._tree.xpath("/html/@lang|//html/@lang")), None) or self._meta("og:locale") or ""
        code = re.split(r"[-_]", str(declared).strip().lower())[0]
        return code if re.fullmatch(r"[a-z]{2,3}", code) else None

    def published(self, latest: date) -> Dated | None:
        """When it was published. Midnight sharp stands for a missing time of day."""
        found = [dated for dated in map(_moment, self._date_texts()) if dated and dated.when.date() <= latest]
        if not found:
            return next(self._visible_dates(latest), None)
        exact = [dated for dated in found if abs(dated.when.date() - found[0].when.date()) <= timedelta(days=1)]
        exact.sort(
            key=lambda dated: (dated.precision != "minute", dated.when.tzinfo is None)
        )  # stable: trust decides ties
        return exact[0]

    def _date_texts(self) -> Iterator[str]:
        for key in ("datePublished", "dateCreated"):
            value = _first_text(self._article.get(key))
            if value:
                yield value
        for name in _DATE_METAS:
            if name in self._metas:
                yield self._metas[name]
        for element in self._tree.xpath(_TIME_ELEMENTS)[:1]:
            yield element.get("datetime") or element.get("content") or ""

    def _visible_dates(self, latest: date) -> Iterator[Dated]:
        for element in self._tree.xpath("//time|" + _DATE_ELEMENTS)[:_MOST_ELEMENTS]:
            text = _text_of(element)
            line = read_date_line(text, latest) if text else None
            if line and line.dated:
                yield line.dated

    def _meta(self, *names: str) -> str | None:
        return next((self._metas[name] for name in names if name in self._metas), None)


def _metas(tree: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in tree.xpath("//meta[@content]"):
        name = element.get("property") or element.get("name") or element.get("itemprop")
        content = clean_line(element.get("content"))
        if name and content:
            metas.setdefault(name.strip().lower(), content)
    return metas


def _articles(tree: Any) -> Iterator[dict[str, Any]]:
    for text in tree.xpath("//script[contains(@type,'ld+json')]/text()"):
        try:
            data = json.loads(str(text), strict=False)
        except (ValueError, RecursionError):
            continue  # a page's own mistake: other sources remain
        yield from _typed(data, _DEEPEST)


def _typed(data: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth == 0:
        return
    if isinstance(data, list):
        for each in data:
            yield from _typed(each, depth - 1)
    elif isinstance(data, dict):
        kinds = data.get("@type")
        if any(
            isinstance(kind, str) and _ARTICLE_TYPE.match(kind)
            for kind in (kinds if isinstance(kinds, list) else [kinds])
        ):
            yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement"):
            yield from _typed(data.get(key), depth - 1)


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        return next((name for name in map(_name, value) if name), None)
    return _first_text(value.get("name") if isinstance(value, dict) else value)


def _first_text(value: Any) -> str | None:
    if isinstance(value, list):
        value = next((each for each in value if isinstance(each, str)), None)
    return (clean_line(value) or None) if isinstance(value, str) else None


def _text_of(element: Any) -> str:
    return clean_line(str(element.text_content()))


def _moment(text: str) -> Dated | None:
    dated = parse_given(text)
    midnight = dated and not (dated.when.hour or dated.when.minute or dated.when.second)
    return Dated(dated.when.replace(tzinfo=None), "day") if dated and midnight else dated
