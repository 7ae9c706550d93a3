"""Reader of raw page text: what a browser's "select all, copy" or a scraper's text field gives."""

from __future__ import annotations

import html
import re

from service.ingest.agencies import dateline_agency
from service.ingest.cleanup import clean
from service.ingest.dates import dateline_date
from service.ingest.head import read_head
from service.ingest.page import Line, Page, joined, split_lines
from service.ingest.standfirst import body_with_standfirst
from service.ingest.tail import strip_tail, strip_within
from service.ingest.truncation import breaks_off, without_cut_mark
from service.ingest.wrapping import unwrapped

_MOST_LINES = 20_000  # a text of more lines is no news page, and is not searched for one
_ENTITY = re.compile(r"&(?:[a-z]{2,8}\d?|#\d{2,6}|#x[0-9a-f]{2,5});", re.IGNORECASE)


def read_text(text: str, page: Page) -> str:
    """The article's body from the text of a whole page; what else the page says is noted in `page`.

    The body is empty only if the text has no line that is an article's.
    """
    text = clean(text)
    if _ENTITY.search(text):
        text = clean(html.unescape(text))
    return read_lines(unwrapped(split_lines(text)), page)


def read_lines(lines: list[Line], page: Page) -> str:
    """As `read_text`, of lines that are clean."""
    if not lines or len(lines) > _MOST_LINES:
        return joined(lines)
    body = strip_within(strip_tail(read_head(lines, page), page))
    if not body:
        return ""
    _note_dateline(body[0].text, page)
    last, marked = without_cut_mark(body[-1].text)
    page.truncated = page.truncated or marked or breaks_off(last, [line.text for line in body[-13:-1]])
    body[-1] = body[-1]._replace(text=last)
    if not last:
        body.pop()
    return body_with_standfirst(page.standfirst, joined(body))


def _note_dateline(lead: str, page: Page) -> None:
    page.agency = page.agency or dateline_agency(lead)
    if page.dated is None:
        page.add_date(dateline_date(lead, page.latest), labelled=False)
