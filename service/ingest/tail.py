"""What stands under and inside an article on a raw page: boxes, sidebars, sign-offs, buttons, captions."""

from __future__ import annotations

import re

from service.ingest.agencies import credited_agency, described_agency, sign_off_agency
from service.ingest.boilerplate import is_boilerplate
from service.ingest.bylines import read_byline
from service.ingest.credits import can_be_captioned_by, is_caption, is_credit
from service.ingest.dates import read_date_line
from service.ingest.headings import heading_kind
from service.ingest.outlets import is_masthead, reprint_outlet, stated_outlet
from service.ingest.page import Line, Page
from service.ingest.sections import is_breadcrumb, is_section_label
from service.ingest.shape import OPENING_MARKS, ends_in_ellipsis, ends_sentence, is_prose, letters, words
from service.ingest.truncation import is_cut_notice

_DESCRIBED_AUTHOR = re.compile(r"((?:[A-Z][\w.’'-]+\s){1,3}[A-Z][\w.’'-]+)\s+(?:is|was)\s+(?:an?|the)\b")
_CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
_CREDIT_LINE = re.compile(
    r".{2,100}? contributed (?:to|reporting)\b.{0,60}|"
    r"\(?(?:additional )?(?:reporting|writing|editing|compiled|edited|translated|written|report) by\b.*",
    re.IGNORECASE,
)
_RELATED_SHARE = 0.4
_FEWEST_HEADLINES = 3
_REACH = 200  # lines: no sidebar is longer, and a hostile page must not be searched again and again
_MOST_ROUNDS = 10


def strip_tail(lines: list[Line], page: Page) -> list[Line]:
    """The article's lines without what stands under them; what that says of it is noted in `page`."""
    lines = _cut_boxes(lines, page)
    for _ in range(_MOST_ROUNDS):
        count = len(lines)
        lines = _strip_last_lines(lines, page)
        lines = _strip_sidebar(lines)
        if len(lines) == count:
            break
    return lines


def strip_within(lines: list[Line]) -> list[Line]:
    """The article's lines without the buttons, calls, advertisements, captions and credits between them."""
    kept: list[Line] = []
    for line in lines:
        if is_credit(line.text):
            kept.append(line)
            over = _is_caption_over(kept, len(kept) - 1)
            del kept[-2 if over else -1 :]
        elif not (is_boilerplate(line.text) or is_caption(line.text)):
            kept.append(line)
    return kept


def _is_caption_over(lines: list[Line], credit: int) -> bool:
    """Whether the line over the credit at index `credit` is its caption. The article's first line never is."""
    if credit < 2:
        return False
    line = lines[credit - 1]
    if line.block != lines[credit].block or not can_be_captioned_by(line.text):
        return False
    return not ends_sentence(line.text) or lines[credit - 2].block != line.block


def _cut_boxes(lines: list[Line], page: Page) -> list[Line]:
    """Cut at an author's box or the readers' comments, and take out lists of other stories."""
    kept: list[Line] = []
    prose_before, skipping = 0, False
    for at, line in enumerate(lines):
        kind = heading_kind(line.text)
        if kind in ("about", "comments") and kept and _prose_words(lines[at + 1 :]) <= prose_before:
            if kind == "about":
                _note_author(lines[at + 1 :], page)
            break
        prose = is_prose(line.text)
        if kind == "related" and kept:
            skipping = True
        elif skipping and not prose and line.text[0] not in OPENING_MARKS and not is_cut_notice(line.text):
            continue
        else:
            skipping = False
            kept.append(line)
            prose_before += words(line.text) if prose else 0
    return kept


def _prose_words(lines: list[Line]) -> int:
    return sum(words(line.text) for line in lines if is_prose(line.text))


def _note_author(box: list[Line], page: Page) -> None:
    for line in box[-4:]:
        page.reprinted_from = page.reprinted_from or reprint_outlet(line.text)
    texts = [line.text for line in box[:6]]
    agency = described_agency(texts)
    if agency:
        page.agency = page.agency or agency
        return
    for text in texts:
        found = _DESCRIBED_AUTHOR.match(text)
        if found:
            page.add_authors([found[1]])
            return


def _strip_last_lines(lines: list[Line], page: Page) -> list[Line]:
    end = len(lines)
    while end > max(1, len(lines) - _REACH):
        text = lines[end - 1].text
        if is_cut_notice(text):
            page.truncated = True
        elif is_credit(text) and not sign_off_agency(text) and not stated_outlet(text):
            if _is_caption_over(lines, end - 1):
                end -= 1
        elif not _note_closing(text, page):
            break
        end -= 1
    return lines[:end]


def _note_closing(text: str, page: Page) -> bool:
    """Note what a line under the article says; False if the line is the article's own."""
    reprint, stated = reprint_outlet(text), stated_outlet(text)
    page.reprinted_from = page.reprinted_from or reprint
    if sign_off_agency(text) or _CREDIT_LINE.fullmatch(text) or stated or _is_rights_line(text):
        page.agency = page.agency or credited_agency(text)
        page.outlet = page.outlet or stated
        return True
    if (
        reprint
        or is_boilerplate(text)
        or is_caption(text)
        or is_section_label(text)
        or is_breadcrumb(text)
        or is_masthead(text)
    ):
        return True
    if heading_kind(text) == "related" or (page.title and letters(text) == letters(page.title)):
        return True
    dated = read_date_line(text, page.latest)
    if dated and not dated.rest:
        if dated.labelled:
            page.add_date(dated.dated, labelled=True)
        return True
    byline = read_byline(text)
    if byline:
        page.add_authors(byline.authors)
        page.agency = page.agency or byline.agency
    return byline is not None


def _is_rights_line(text: str) -> bool:
    lowered = text[:12].lower()
    return len(text) <= 300 and lowered.startswith(("©", "(c)", "copyright"))


def _strip_sidebar(lines: list[Line]) -> list[Line]:
    """Without the teasers of other stories at the end: lines that trail off, or headlines that share few words."""
    start = len(lines)
    teasers: list[int] = []
    reach = max(1, len(lines) - _REACH)
    while start > reach and (_is_teaser(lines[start - 1].text) or is_boilerplate(lines[start - 1].text)):
        start -= 1
        if _is_teaser(lines[start].text):
            teasers.append(start)
    if teasers:
        first = teasers[-1]
        article = _content_words(lines[:first])
        related = _shares(lines[first].text, article)
        if len(teasers) > 1 and related and not _shares(" ".join(lines[at].text for at in teasers[:-1]), article):
            first = teasers[-2]  # the article's own last line trails off too
        if first != teasers[0] or not related:
            return lines[:first]
    return _strip_foreign_headlines(lines)


def _strip_foreign_headlines(lines: list[Line]) -> list[Line]:
    start = len(lines)
    while start > max(1, len(lines) - _REACH) and _is_bare_headline(lines[start - 1].text):
        start -= 1
    if len(lines) - start < _FEWEST_HEADLINES or not lines[start - 1].text.endswith((".", "”", '"', "’")):
        return lines
    article = _content_words(lines[:start])
    own = sum(_shares(line.text, article) for line in lines[start:])
    return lines if own * 3 > len(lines) - start else lines[:start]


def _is_teaser(text: str) -> bool:
    return ends_in_ellipsis(text) and words(text) >= 4 and text[0] not in OPENING_MARKS and words(text) <= 60


def _is_bare_headline(text: str) -> bool:
    return 4 <= words(text) <= 20 and text[0].isupper() and text[-1].isalnum()


def _content_words(lines: list[Line]) -> set[str]:
    return {word for line in lines for word in _CONTENT_WORD.findall(line.text.lower())}


def _shares(text: str, article: set[str]) -> bool:
    found = set(_CONTENT_WORD.findall(text.lower()))
    return len(found & article) >= _RELATED_SHARE * len(found) if found else True
