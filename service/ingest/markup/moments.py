"""When a page says that its article was published and last changed.

Every source is asked. Trust decides which day it is; a source that adds the time of day, or the zone, to that very
moment goes before one that lacks it: midnight stands for a missing time, and "09:13" beside "14:13+00:00" for 09:13 in
a zone five hours behind. The order of trust is in docs/reading-pages.md.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta

from service.ingest.dates import Dated, read_date_line
from service.ingest.markup.document import Document
from service.ingest.markup.elements import hints, text_of
from service.ingest.markup.timestamps import parse_moment

_PUBLISHED_METAS = (
    *("article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished"),
    *("parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created"),
    *("citation_publication_date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "date.available"),
    *("pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published_at", "published_time"),
    *("dc.date", "dcterms.date", "date", "dc.date.published", "ptime", "originalpublicationdate", "date.created"),
)
_MODIFIED_METAS = (
    *("article:modified_time", "og:article:modified_time", "og:updated_time", "article:modified", "datemodified"),
    *("dcterms.modified", "dc.date.modified", "date.modified", "last-modified", "lastmod", "date.updated", "moddate"),
)
_DATE_CLASS = re.compile(
    r"date|publish|time-?stamp|posted|byline|dateline|entry-meta|post-meta|article-meta|(?<![a-z])time(?![a-z])",
    re.IGNORECASE,
)
_MODIFIED_CLASS = re.compile(r"modif|updat|edited|changed", re.IGNORECASE)
_DATED = (
    "//*[@datetime or @data-datetime or @data-published or @itemprop='datePublished' or @property='datePublished'"
    " or @property='schema:datePublished']|//abbr[contains(@class,'published')][@title]"
)
_MOST_ELEMENTS = 60
_LONGEST_LINE = 160
_FARTHEST_ZONE = timedelta(hours=14)
_QUARTER = 900  # seconds: every zone is whole quarters of an hour from UTC


def published(document: Document, latest: date) -> Dated | None:
    """When it was published; `latest` is today, and nothing later is taken."""
    linked, metas = document.linked, document.metas
    texts = [*linked.texts("datePublished"), *metas.all(*_PUBLISHED_METAS), *_attributes(document)]
    texts += [text for text in [linked.page_text("datePublished")] if text]
    found = _not_later(map(parse_moment, texts), latest)
    settled = _settled(found)
    if settled and settled.precision == "minute" and settled.when.tzinfo:
        return settled
    found += _visible(document, latest)
    found += _not_later(map(parse_moment, [*linked.texts("dateCreated"), *linked.texts("coverageStartTime")]), latest)
    return _settled(found)


def modified(document: Document, since: Dated | None, latest: date) -> Dated | None:
    """When it was last changed, if that is later than `since`, its publication; None where nothing says so."""
    texts = [*document.linked.texts("dateModified"), *document.metas.all(*_MODIFIED_METAS)]
    changed = _settled(_not_later(map(parse_moment, texts), latest))
    return changed if changed and (since is None or _is_after(changed, since)) else None


def _settled(found: list[Dated]) -> Dated | None:
    """The first moment, with the time of day and the zone that other sources know for it."""
    if not found:
        return None
    chosen = found[0]
    if chosen.precision == "day":
        near = (each for each in found if abs(each.when.date() - chosen.when.date()) <= timedelta(days=1))
        chosen = next((each for each in near if each.precision == "minute"), chosen)
    if chosen.precision == "minute" and chosen.when.tzinfo is None:
        chosen = next((each for each in found if _gives_zone(each, chosen.when)), chosen)
    return chosen


def _gives_zone(other: Dated, naive: datetime) -> bool:
    """Whether another source has the same moment with a zone: whole quarters of an hour away, to the second."""
    if other.precision == "day" or other.when.tzinfo is None:
        return False
    apart = other.when.astimezone(UTC).replace(tzinfo=None, microsecond=0) - naive.replace(microsecond=0)
    seconds = apart.total_seconds()
    same_second = seconds % _QUARTER == 0 or (naive.second == 0 and seconds % _QUARTER == other.when.second)
    return abs(apart) <= _FARTHEST_ZONE and same_second


def _is_after(one: Dated, other: Dated) -> bool:
    if one.precision == "day" or other.precision == "day" or bool(one.when.tzinfo) != bool(other.when.tzinfo):
        return one.when.date() > other.when.date()
    return one.when > other.when


def _not_later(found: Iterable[Dated | None], latest: date) -> list[Dated]:
    return [each for each in found if each and each.when.date() <= latest]


def _attributes(document: Document) -> Iterator[str]:
    """The machine-readable dates of visible elements, those that are said to be the publication's first."""
    elements = document.of_article(document.tree.xpath(_DATED))
    elements.sort(key=lambda each: "published" not in f"{each.get('itemprop')}{each.get('property')}".lower())
    for element in elements[:4]:
        if not _MODIFIED_CLASS.search(f"{hints(element)} {element.get('itemprop')} {hints(element.getparent())}"):
            given = (element.get(name) for name in ("datetime", "content", "data-datetime", "data-published", "title"))
            yield next((text for text in given if text), None) or text_of(element)


def _visible(document: Document, latest: date) -> Iterator[Dated]:
    elements = document.tree.iter("time", "span", "div", "p", "li", "small", "em", "address", "td", "b", "font")
    dated = [each for each in elements if each.tag == "time" or _DATE_CLASS.search(hints(each))]
    for element in document.of_article(dated)[:_MOST_ELEMENTS]:
        text = text_of(element)
        line = read_date_line(text, latest) if len(text) < _LONGEST_LINE else None
        if line and line.dated:
            yield line.dated
