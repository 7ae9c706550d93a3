"""The head of a raw page: everything over the article's first paragraph."""

from __future__ import annotations

import re

from service.ingest.agencies import canonical_agency
from service.ingest.bylines import is_person, read_byline, read_names_with_role
from service.ingest.dates import read_date_line
from service.ingest.kinds import Kind, is_date_line, kinds_of
from service.ingest.outlets import SEPARATOR, is_outlet, reprint_outlet, shortest_name, split_title, stated_outlet
from service.ingest.page import Line, Page
from service.ingest.sections import is_section_label, section_of
from service.ingest.shape import OPENING_MARKS, is_headline, is_prose, letters, words

_REACH = 60  # lines: a page whose article starts later has no head that could be told from it
_LONGEST_STANDFIRST = 60
_SHORTEST_STANDFIRST = 6
_LONGEST_KICKER = 3  # words: a line over the title that names its subject
_LOOK_AHEAD = 5
_CLOCK = re.compile(r"\d{1,2}[:.]\d\d\b")
_BULLETS = "•-–*▪● "


def read_head(lines: list[Line], page: Page) -> list[Line]:
    """Note what the head says in `page`, and give the article's lines."""
    kinds = kinds_of(lines[:_REACH], page)
    end = _end_of_head(lines, kinds, page)
    if end is None:
        return _read_without_prose(lines, kinds, page)
    kinds = kinds[:end]
    title_at = _find_title(lines, kinds, page)
    if title_at is not None:
        _take_title(lines, title_at, end, page)
    _note_names_and_dates(lines, kinds, title_at, page)
    _note_labels(lines, kinds, page)
    return _take_standfirst(lines, kinds, title_at, page) + lines[end:]


def _end_of_head(lines: list[Line], kinds: list[Kind], page: Page) -> int | None:
    """The index of the article's first line; None if the page has no prose.

    A paragraph over the byline or the date is the standfirst, so that the head goes on to the next one.
    """
    first = next((at for at, kind in enumerate(kinds) if kind is Kind.PROSE), None)
    if first is None or Kind.HEADLINE not in kinds[:first]:
        return first
    if kinds[first - 1] is Kind.DATE and _is_timeline(lines, first, page):
        return first - 1
    reach = range(first + 1, min(first + _LOOK_AHEAD, len(kinds)))
    mark = next((at for at in reach if kinds[at] in (Kind.DATE, Kind.BYLINE)), None)
    if mark is None or (kinds[mark] is Kind.DATE and _is_timeline(lines, mark, page)):
        return first
    paragraphs = [lines[at].text for at in range(first, mark) if kinds[at] is Kind.PROSE]
    if len(paragraphs) > 2 or max(map(words, paragraphs)) > _LONGEST_STANDFIRST:
        return first
    return next((at for at in range(mark, len(kinds)) if kinds[at] is Kind.PROSE), first)


def _is_timeline(lines: list[Line], start: int, page: Page) -> bool:
    """Whether dates stand between the paragraphs after `start`, as headings of what happened on each day."""
    window = lines[start + 1 : start + _REACH]
    for before, line, after in zip(window, window[1:], window[2:], strict=False):
        if len(line.text) < 40 and is_prose(before.text) and is_prose(after.text) and is_date_line(line.text, page):
            dated = read_date_line(line.text, page.latest)
            if dated and dated.dated and not dated.labelled:
                return True
    return False


def _find_title(lines: list[Line], kinds: list[Kind], page: Page) -> int | None:
    headlines = [at for at, kind in enumerate(kinds) if kind is Kind.HEADLINE]
    candidates = [at for at in headlines if is_headline(lines[at].text) or is_prose(lines[at].text)]
    folded = [letters(line.text) for line in lines[: len(kinds)]]
    given = [at for at in headlines if page.given_title and folded[at] == letters(page.given_title)]
    long = [at for at in candidates if words(lines[at].text) > _LONGEST_KICKER]
    repeated = [at for at in long if folded.count(folded[at]) > 1]
    if candidates and len(long) == 1 and words(lines[candidates[0]].text) == _LONGEST_KICKER:
        long = candidates  # one line under it is rather its standfirst
    return next(iter(given + repeated + long + candidates), None)


def _take_title(lines: list[Line], at: int, end: int, page: Page) -> None:
    head = lines[:end]
    twins = frozenset(letters(line.text) for line in head) - {letters(lines[at].text)}
    sample = "\n".join(line.text for line in lines[end : end + 200])
    split = split_title(lines[at].text, sample, twins, page.given_outlet)
    page.title, outlet, section = split
    own = frozenset([letters(page.title)])
    for line in head:
        if line.text != lines[at].text and _repeats(line.text, page.title):
            twin = split_title(line.text, sample, own, page.given_outlet)
            outlet, section = outlet or twin.outlet, section or twin.section
    page.outlet, page.section = page.outlet or outlet, page.section or section


def _note_names_and_dates(lines: list[Line], kinds: list[Kind], title_at: int | None, page: Page) -> None:
    for at, kind in enumerate(kinds):
        text = lines[at].text
        if kind is Kind.DATE:
            line = read_date_line(text, page.latest)
            if line:
                page.add_date(line.dated, labelled=line.labelled)
                _note_names(line.rest, page)
        elif kind is Kind.BYLINE:
            _note_names(text, page)
        elif kind is Kind.NOISE:
            page.reprinted_from = page.reprinted_from or reprint_outlet(text)
            page.outlet = page.outlet or stated_outlet(text)
        elif (
            kind is Kind.HEADLINE and at != title_at and is_person(text) and Kind.DATE in kinds[max(0, at - 1) : at + 2]
        ):
            page.add_authors([text])
            kinds[at] = Kind.BYLINE


def _note_names(text: str, page: Page) -> None:
    byline = (read_byline(text) or read_names_with_role(text)) if text else None
    if byline:
        page.add_authors(byline.authors)
        page.agency = page.agency or byline.agency
    elif canonical_agency(text):
        page.agency = page.agency or canonical_agency(text)
    elif is_outlet(text):
        page.outlet = page.outlet or shortest_name(text)
    elif text and is_section_label(text):
        page.section = page.section or section_of(text)
    elif is_person(text):
        page.add_authors([text])


def _note_labels(lines: list[Line], kinds: list[Kind], page: Page) -> None:
    for line, kind in zip(lines, kinds, strict=False):
        if kind is Kind.MASTHEAD:
            page.outlet = page.outlet or shortest_name(line.text)
        elif kind is Kind.LABEL:
            page.section = page.section or section_of(line.text)


def _take_standfirst(lines: list[Line], kinds: list[Kind], title_at: int | None, page: Page) -> list[Line]:
    """Set the standfirst, if there is a title; give the lines of the head that are neither that nor anything known."""
    if title_at is None:
        return [line for line, kind in zip(lines, kinds, strict=False) if kind in (Kind.HEADLINE, Kind.PROSE)]
    prose = [line.text for line, kind in zip(lines, kinds, strict=False) if kind is Kind.PROSE]
    page.standfirst = " ".join(prose) or None
    left_over: list[Line] = []
    for line, kind in zip(lines[title_at + 1 :], kinds[title_at + 1 :], strict=False):
        if kind is not Kind.HEADLINE or _repeats(line.text, page.title or ""):
            continue
        long = words(line.text) >= _SHORTEST_STANDFIRST
        if long and page.standfirst is None and not line.text.endswith(":"):
            page.standfirst = line.text.lstrip(_BULLETS)
        elif long or _is_content(line.text):
            left_over.append(line)
    return left_over


def _repeats(text: str, title: str) -> bool:
    """Whether a line is the title again, with or without the outlet behind it."""
    return letters(text) == letters(title) or (text.startswith(title) and bool(SEPARATOR.match(text[len(title) :])))


def _is_content(text: str) -> bool:
    """Whether a short line under a title is the article's: a sentence, a speaker's name, a quote, a time of day."""
    return (
        (text.endswith((":", ".")) and " " in text)
        or bool(_CLOCK.match(text))
        or any(mark in text for mark in OPENING_MARKS)
    )


def _read_without_prose(lines: list[Line], kinds: list[Kind], page: Page) -> list[Line]:
    """A page of short lines only: its first headline is the title, and every other line that is not noise stays."""
    kept = [at for at, kind in enumerate(kinds) if kind in (Kind.HEADLINE, Kind.MASTHEAD)]
    rest = lines[len(kinds) :]
    if kept and len(kept) + len(rest) > 1 and is_headline(lines[kept[0]].text):
        _take_title(lines, kept.pop(0), len(kinds), page)
    _note_names_and_dates(lines, kinds, None, page)
    return [lines[at] for at in kept] + rest
