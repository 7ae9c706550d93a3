"""From what was handed in to a draft: the right reader, then what was given over what was found."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from service.ingest.cleanup import clean, clean_line, is_binary
from service.ingest.dates import EARLIEST, Dated, latest_day, parse_given
from service.ingest.language import detect_language
from service.ingest.page import Page
from service.ingest.text import read_text
from service.ingest.truncation import breaks_off
from service.ingest.unreadable import Unreadable
from service.ingest.urls import canonical_url
from service.models import ArticleIn, Draft


class _Read(NamedTuple):
    body: str
    url: str | None = None
    language: str | None = None


def read(article_in: ArticleIn, *, today: date | None = None) -> Draft:
    """The article in `article_in`, clean, with what is given and, where nothing is, what its page says.

    Pure: nothing is fetched or stored. `today` is the last day that a page may be dated (default: the day it is now at
    UTC+14). Raises `Unreadable` with the pointer of the field at fault.
    """
    field = _content_field(article_in)
    content: str = getattr(article_in, field)
    if is_binary(content):
        raise Unreadable(f"/{field}", "is binary, not text")
    title, outlet = _given(article_in, "title"), _given(article_in, "outlet")
    agency, section = _given(article_in, "agency"), _given(article_in, "section")
    authors = [_not_blank(name, f"/authors/{at}") for at, name in enumerate(article_in.authors)]
    given_date = _given_date(article_in.published_at, "/published_at", today)
    given_change = _given_date(article_in.modified_at, "/modified_at", today)
    url = canonical_url(article_in.url) if article_in.url is not None else None
    page = Page(latest=today or latest_day(), given_title=title, given_outlet=outlet)
    found = _read_content(field, content, page)
    if not any(character.isalpha() for character in found.body):
        raise Unreadable(f"/{field}", "has no article in it" if field == "html" else "has no readable text")
    dated, changed = given_date or page.dated, given_change or page.modified
    return Draft(
        body=found.body,
        title=title or page.title,
        standfirst=page.standfirst,
        outlet=outlet or page.outlet or page.reprinted_from,
        agency=agency or page.agency,
        authors=authors or page.authors,
        section=section or page.section,
        language=article_in.language or detect_language(found.body) or found.language,
        url=url or found.url,
        external_id=_given(article_in, "external_id"),
        published_at=dated.when if dated else None,
        published_precision=dated.precision if dated else None,
        modified_at=changed.when if changed else None,
        truncated=page.truncated,
    )


def _read_content(field: str, content: str, page: Page) -> _Read:
    if field == "text":
        return _Read(read_text(content, page))
    if field == "html":
        from service.ingest.markup import read_html  # late: its parsers take most of a second to import

        return _Read(*read_html(content, page))
    body = clean(content)
    lines = [line for line in body.split("\n") if line]
    page.truncated = bool(lines) and breaks_off(lines[-1].strip(), lines[-13:-1])
    return _Read(body)


def _content_field(article_in: ArticleIn) -> str:
    given = [name for name in ("text", "html", "body") if getattr(article_in, name) is not None]
    if not given:
        raise Unreadable("/text", "is missing: one of text, html and body is needed")
    if len(given) > 1:
        raise Unreadable(f"/{given[1]}", f"may not stand beside {given[0]}: only one of text, html and body")
    return given[0]


def _given(article_in: ArticleIn, name: str) -> str | None:
    value = getattr(article_in, name)
    return None if value is None else _not_blank(value, f"/{name}")


def _not_blank(value: str, pointer: str) -> str:
    cleaned = clean_line(value)
    if not cleaned:
        raise Unreadable(pointer, "is blank")
    return cleaned


def _given_date(text: str | None, pointer: str, today: date | None) -> Dated | None:
    if text is None:
        return None
    dated = parse_given(text)
    if dated is None:
        raise Unreadable(pointer, "is not an RFC 3339 date or date-time")
    if dated.when.year < EARLIEST:  # no newspaper is older, and such dates can't be moved between zones
        raise Unreadable(pointer, f"is before {EARLIEST}")
    if dated.when.date() > (today or latest_day()) + timedelta(days=1):
        raise Unreadable(pointer, "is in the future")
    return dated
