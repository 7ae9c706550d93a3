"""Reader of HTML pages: the article by trafilatura, its metadata from what the page says to machines."""

from __future__ import annotations

import re
from typing import Any

from service.ingest.agencies import canonical_agency
from service.ingest.bylines import is_person, read_byline
from service.ingest.cleanup import clean, clean_line
from service.ingest.outlets import is_outlet, shortest_name, split_title
from service.ingest.page import Line, Page, split_lines
from service.ingest.shape import is_prose, letters, words
from service.ingest.structured import Structured
from service.ingest.text import read_lines
from service.ingest.unreadable import Unreadable
from service.ingest.urls import canonical_url

_ERROR_TITLE = re.compile(
    r"(?:\W*(?:error )?(?:404|403|410|429|500|502|503)\b.*|.{0,40}\b(?:page|article|content"
    r"|story) (?:not found|unavailable|does not exist|doesn.t exist)\b.*|not found"
    r"|access (?:to .* )?denied.*"
    r"|just a moment\W*|attention required.*|are you (?:a )?(?:human|robot).*|verify(?:ing)? you are.*"
    r"|service unavailable|forbidden|before you continue.*|please enable (?:js|javascript|cookies).*)",
    re.IGNORECASE,
)
_LONGEST_ERROR = 150
_FEWEST_WORDS = 25


def read_html(markup: str, page: Page) -> tuple[str, str | None, str | None]:
    """The article's body, its canonical URL and its declared language; the rest of what is found goes into `page`.

    Raises `Unreadable` at "/html" when the page holds no article: an error page, a cookie or login wall.
    """
    # Imported late: it takes 0.8 s, which a service that is given text or JSON need not pay.
    from trafilatura import bare_extraction, load_html

    tree = load_html(markup)
    if tree is None:
        raise Unreadable("/html", "has no article in it")
    found = Structured(tree)
    title, site = found.title(), found.outlet()
    body = _body(bare_extraction(markup, include_comments=False, include_tables=False, with_metadata=False))
    _note(found, page)
    split = split_title(title, body, frozenset(), page.given_outlet or site) if title else None
    lines = [Line(line.text, line.block + 1) for line in split_lines(body)]
    if split:
        page.given_title = page.given_title or split.title
        lines.insert(0, Line(page.given_title, 0))
    text = read_lines(lines, page)
    page.title = split.title if split else page.title
    page.outlet = _site(site) or (split.outlet if split else None) or page.outlet
    _refuse_error_page(title or "", text)
    return text, _url(found.url()), found.language()


def _body(document: Any) -> str:
    """Paragraphs apart by an empty line; the items of a list stay together."""
    text = getattr(document, "text", None) or ""
    return clean(re.sub(r"\n(?!- )", "\n\n", text))


def _note(found: Structured, page: Page) -> None:
    page.add_date(found.published(page.latest), labelled=True)
    page.section = found.section()
    authors: list[str] = []
    for name in found.authors():
        byline = read_byline(name if name.lower().startswith("by ") else f"By {name}")
        agency = canonical_agency(name) or (byline.agency if byline else None)
        page.agency = page.agency or agency
        if byline and byline.authors:
            authors += byline.authors
        elif not agency and is_person(name):
            authors.append(name)
    page.add_authors(list(dict.fromkeys(authors)))


def _site(name: str | None) -> str | None:
    """The site's name without its slogan: "The Wexmouth Herald | News from the coast" gives the first part."""
    if not name:
        return None
    parts = [part.strip() for part in re.split(r"\s+[|–—:·-]\s+", name) if part.strip()]
    chosen = next((part for part in parts if is_outlet(part)), parts[0] if parts else name)
    return shortest_name(clean_line(chosen))


def _url(url: str | None) -> str | None:
    try:
        return canonical_url(url) if url else None
    except Unreadable:  # the page's own mistake is no fault of who sent it
        return None


def _refuse_error_page(title: str, text: str) -> None:
    lines = text.split("\n")
    count = words(text)
    if (count < _LONGEST_ERROR and _ERROR_TITLE.fullmatch(title)) or (
        count < _FEWEST_WORDS and not any(map(is_prose, lines))
    ):
        raise Unreadable("/html", "has no article in it")
    if count < _LONGEST_ERROR and _ERROR_TITLE.fullmatch(lines[0]) and letters(lines[0]) != letters(title):
        raise Unreadable("/html", "has no article in it")
