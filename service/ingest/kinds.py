"""What each line in the head of a raw page is."""

from __future__ import annotations

from enum import Enum, auto

from service.ingest.agencies import canonical_agency, dateline_agency
from service.ingest.boilerplate import is_boilerplate
from service.ingest.bylines import is_person, read_byline, read_names_with_role
from service.ingest.credits import can_be_captioned_by, is_caption, is_credit
from service.ingest.dates import read_date_line
from service.ingest.headings import heading_kind
from service.ingest.outlets import is_masthead, is_outlet, reprint_outlet, stated_outlet
from service.ingest.page import Line, Page
from service.ingest.sections import is_breadcrumb, is_section_label
from service.ingest.shape import is_prose, is_title_case, letters, words

_LONGEST_LABEL = 400
_LONGEST_PUNCTUATED_TITLE = 25
_LONGEST_PLACE = 3
_ENOUGH_PROSE = 5  # the head is over by then: a title and two paragraphs of standfirst may read as prose


class Kind(Enum):
    """What a line of the head is. A headline is any short line that is nothing else."""

    NOISE = auto()
    CREDIT = auto()
    CAPTION = auto()
    DATE = auto()
    BYLINE = auto()
    LABEL = auto()
    MASTHEAD = auto()
    HEADLINE = auto()
    PROSE = auto()


def kinds_of(lines: list[Line], page: Page) -> list[Kind]:
    """The kind of each line down to the fifth paragraph, first by itself, then by those around it."""
    kinds: list[Kind] = []
    for line in lines:
        kinds.append(_kind(line.text, page))
        if kinds.count(Kind.PROSE) == _ENOUGH_PROSE:
            break
    prose = next((at for at, kind in enumerate(kinds) if kind is Kind.PROSE), len(kinds))
    is_first = all(
        kind is not Kind.HEADLINE or words(line.text) <= 3 for kind, line in zip(kinds[:prose], lines, strict=False)
    )
    if is_first and prose + 1 < len(kinds) and _is_punctuated_title(lines[prose].text, lines[prose + 1].text):
        kinds[prose] = Kind.HEADLINE
    first = next((at for at, kind in enumerate(kinds) if kind in (Kind.HEADLINE, Kind.PROSE)), len(kinds))
    for at in range(1, len(kinds)):
        if kinds[at] is Kind.CREDIT:
            _settle_credit(lines, kinds, at, first)
    last_headline = max(
        (at for at in range(len(kinds)) if kinds[at] is Kind.HEADLINE and words(lines[at].text) > 2), default=-1
    )
    for at, kind in enumerate(kinds):
        if kind is Kind.MASTHEAD and at > last_headline:
            kinds[at] = Kind.HEADLINE
    return kinds


def is_date_line(text: str, page: Page) -> bool:
    """Whether the line is a date with nothing beside it but a name, a place, a section or an outlet."""
    line = read_date_line(text, page.latest)
    if line is None:
        return False
    rest = line.rest
    if not rest or read_byline(rest) or is_section_label(rest) or is_outlet(rest) or canonical_agency(rest):
        return True
    is_place = words(rest) <= _LONGEST_PLACE and rest[0].isupper() and rest.replace(",", "").replace(" ", "").isalpha()
    return is_place or is_person(rest)


def _kind(text: str, page: Page) -> Kind:
    if page.given_title and letters(text) == letters(page.given_title):
        return Kind.HEADLINE
    if len(text) > _LONGEST_LABEL:
        return Kind.PROSE
    if reprint_outlet(text) or stated_outlet(text):
        return Kind.NOISE
    if is_credit(text):
        return Kind.CREDIT
    if is_caption(text):
        return Kind.CAPTION
    if is_date_line(text, page):
        return Kind.DATE
    if read_byline(text) or read_names_with_role(text) or canonical_agency(text):
        return Kind.BYLINE
    return _kind_of_text(text)


def _kind_of_text(text: str) -> Kind:
    if is_boilerplate(text) or heading_kind(text):
        return Kind.NOISE
    if is_section_label(text) or is_breadcrumb(text):
        return Kind.LABEL
    if is_masthead(text):
        return Kind.MASTHEAD
    return Kind.PROSE if is_prose(text) else Kind.HEADLINE


def _is_punctuated_title(text: str, after: str) -> bool:
    """Whether a first line that ends as a sentence is a title: a question, capitals all over, a dateline after it."""
    if words(text) > _LONGEST_PUNCTUATED_TITLE or text[0] in '“"«':
        return False
    return text[-1] in "?!" or is_title_case(text) or dateline_agency(after) is not None


def _settle_credit(lines: list[Line], kinds: list[Kind], at: int, first: int) -> None:
    """Find the caption over a credit. An agency's bare name is a byline, unless it stands under a caption."""
    over = at - 1
    same_block = lines[over].block == lines[at].block
    if canonical_agency(lines[at].text) and (over == first or not same_block or kinds[over] is not Kind.HEADLINE):
        kinds[at] = Kind.CREDIT if kinds[over] is Kind.CAPTION else Kind.BYLINE
        return
    if kinds[over] not in (Kind.HEADLINE, Kind.PROSE) or not same_block or not can_be_captioned_by(lines[over].text):
        return
    prose = kinds.index(Kind.PROSE) if Kind.PROSE in kinds else len(kinds)
    if over == first:  # over the title, unless it is the title itself
        is_one = Kind.HEADLINE in kinds[at:prose]
    else:
        is_one = kinds[over] is Kind.HEADLINE or lines[over - 1].block != lines[over].block
    if is_one:
        kinds[over] = Kind.CAPTION
