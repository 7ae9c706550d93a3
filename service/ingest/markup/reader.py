"""From a page's markup to the article: each field by its own module, the body's lines as those of raw text."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from service.ingest.markup.agreement import squashed
from service.ingest.markup.article import article_text
from service.ingest.markup.document import Document
from service.ingest.markup.headlines import headline
from service.ingest.markup.moments import modified, published
from service.ingest.markup.people import credited
from service.ingest.markup.refusal import refuse_lists, refuse_what_is_no_article
from service.ingest.markup.site import is_company, site_name
from service.ingest.markup.standfirsts import standfirst
from service.ingest.page import Line, Page, split_lines
from service.ingest.standfirst import body_with_standfirst
from service.ingest.text import read_lines
from service.ingest.unreadable import Unreadable
from service.ingest.urls import canonical_url

_TOP = 4  # lines, in which a standfirst may be repeated


class ReadPage(NamedTuple):
    """What of a page has no place in `Page`: its body, canonical address and declared language (ISO 639)."""

    body: str
    url: str | None
    language: str | None


def read_html(markup: str, page: Page) -> ReadPage:
    """The article on a page; what else is found goes into `page`.

    Raises `Unreadable` at "/html" when the page holds no article: an error page, a cookie or login wall, a front page.
    """
    document = Document(_parsed(markup))
    refuse_lists(document)
    linked, metas = document.linked, document.metas
    stated_names = [*metas.all("og:site_name"), *linked.site_names()]
    stated_names += metas.all("application-name", "apple-mobile-web-app-title", "citation_journal_title")
    stated_names += metas.all("dc.publisher", "publisher")
    site = site_name(stated_names, document)
    names = [name for name in dict.fromkeys([page.given_outlet, site, *stated_names]) if name]

    page.add_date(published(document, page.latest), labelled=True)
    page.modified = modified(document, page.dated, page.latest)
    page.section = linked.text("articleSection") or metas.first("article:section", "parsely-section", "section")
    people = credited(document, names)
    page.add_authors(people.authors)
    page.agency = people.agency
    above = standfirst(document)
    body = article_text(document)
    found = headline(document, names, body)
    lines = [Line(line.text, line.block + 1) for line in split_lines(body)]
    if above:
        lines = [line for at, line in enumerate(lines) if at > _TOP or squashed(line.text) != squashed(above)]
    if found:
        page.given_title = page.given_title or found.title
        lines.insert(0, Line(page.given_title, 0))
    text = read_lines(lines, page)
    if above:
        text = _with_standfirst(above, text, page)
    if found:
        page.title = found.title
    behind_title = found.outlet if found else None
    page.outlet = (behind_title if not site or is_company(site) else None) or site or page.outlet
    refuse_what_is_no_article(document, text)
    return ReadPage(text, _url(document), _language(document))


def _with_standfirst(above: str, text: str, page: Page) -> str:
    """The body when the page shows a standfirst: what was taken for one at its top is the article's after all."""
    if page.standfirst and squashed(page.standfirst) != squashed(above) and not text.startswith(page.standfirst):
        text = f"{page.standfirst}\n\n{text}"
    page.standfirst = above
    return body_with_standfirst(above, text)


def _parsed(markup: str) -> Any:
    # Imported late: it takes 0.8 s, which a service that is given text or JSON need not pay.
    from trafilatura import load_html

    tree = load_html(markup)
    if tree is None:
        raise Unreadable("/html", "has no article in it")
    return tree


def _url(document: Document) -> str | None:
    """The canonical address; None if the page gives none that is whole."""
    links = [str(link).strip() for link in document.tree.xpath("//link[@rel='canonical']/@href")]
    for link in [*links, *document.metas.all("og:url"), *document.linked.texts("url")]:
        if link.startswith(("http://", "https://")):
            try:
                return canonical_url(link)
            except Unreadable:  # the page's own mistake is no fault of who sent it
                continue
    return None


def _language(document: Document) -> str | None:
    stated = [
        *document.tree.xpath("/html/@lang|//html/@lang"),
        *document.linked.texts("inLanguage"),
        *document.metas.all("og:locale", "content-language"),
    ]
    codes = (re.split(r"[-_]", str(each).strip().lower())[0] for each in stated)
    return next((code for code in codes if re.fullmatch(r"[a-z]{2,3}", code)), None)
