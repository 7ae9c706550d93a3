"""Runs of capitalised words, the stuff that names are made of, and what tells a name among them."""

from __future__ import annotations

from service.quotes.lexicon import (
    CALENDAR,
    FUNCTION_WORDS,
    ORGANISATION_WORDS,
    PARTICLES,
    SUFFIXES,
    TITLES,
)
from service.quotes.names import is_given_name
from service.quotes.page import BLANK, Page, Token
from service.quotes.verbs import SAY

# Nothing longer than this between marks is a nickname, in characters.
NICKNAME = 20
# What stands between the words of a name, and after an initial.
JOINTS = (" ", " & ")
STOPPED = ". "
# How many small words may stand inside a name on end: `van der`.
_PARTICLES = 4
_ARABIC = ("al-", "el-", "ul-", "ad-", "as-", "ibn-")
# A headline in title case has this share of capitals among its words of so many letters, and as many such words.
_SHARE, _LONG = 0.9, 4
_CONFUSABLE = (FUNCTION_WORDS | TITLES) - CALENDAR


def find_runs(tokens: list[Token]) -> list[tuple[int, int]]:
    """Return the first and the last token of each run, in order."""
    runs = []
    last, count = -1, len(tokens)
    for index in [i for i, token in enumerate(tokens) if token.capital]:
        if index <= last:
            continue
        last = index
        while (reach := _next_in_run(tokens, last, count)) > last:
            last = reach
        runs.append((index, last))
    return runs


def _next_in_run(tokens: list[Token], last: int, count: int) -> int:
    """Return the token up to which the run goes on after `last`, or `last` when it ends there."""
    here, after = tokens[last], last + 1
    if after >= count or here.possessive or tokens[after].first:
        return last
    token = tokens[after]
    if BLANK in token.gap:
        return after if nicknamed(here, token) else last
    if token.gap not in JOINTS:
        stopped = token.gap == STOPPED and token.capital
        if not (stopped and (len(here.text) == 1 or here.low in TITLES or here.low in SUFFIXES)):
            return last if not (token.gap == ", " and token.low in SUFFIXES) else after
    if token.capital or token.low.startswith(_ARABIC):
        return after
    if token.low == "of" and last and is_initial_of(tokens[last - 1], here):
        return last  # Peter T. King of Norland
    if token.low == "of" and not (here.low in TITLES or here.low in ORGANISATION_WORDS):
        return last
    while after < min(count, last + _PARTICLES) and (tokens[after].low in PARTICLES or tokens[after].low == "of"):
        after += 1
        if after < count and tokens[after].gap != " ":
            return last
    return after if after < count and after > last + 1 and tokens[after].capital else last


def nicknamed(given: Token, family: Token) -> bool:
    """Tell `Frank “Lefty” Orr`: nothing but a quote stands between a given name or initial and another capital."""
    before, quoted, after = family.gap.partition(BLANK)
    if not quoted or after.strip(BLANK) != " " or before not in (" ", ". ") or len(family.gap) > NICKNAME:
        return False
    first = is_given_name(given.low) is not None or (len(given.text) == 1 and given.capital)
    return first and given.capital and family.capital and not family.first and family.low not in SAY


def family_names(tokens: list[Token], runs: list[tuple[int, int]]) -> set[str]:
    """Return the family names of the page that are common words, too: `Al From`, `Billie Jean King`."""
    return {
        tokens[last].low
        for first, last in runs
        if last > first
        and tokens[last].low in _CONFUSABLE
        and (is_given_name(tokens[last - 1].low) or is_initial_of(tokens[last - 1], tokens[last]))
    }


def is_title_case(page: Page) -> bool:
    """Tell whether the first line is a headline in capitals, in which any word can look like a name."""
    if len(page.sentence_paragraph) < 2 or page.sentence_paragraph[1] == 0:
        return False  # a line of several sentences, or the only one
    _, closed = page.sentence_tokens[0]
    long = [t for t in page.tokens[:closed] if len(t.text) >= _LONG]
    return len(long) >= _LONG and sum(t.capital for t in long) >= _SHARE * len(long)


def is_initial_of(token: Token, after: Token) -> bool:
    """Tell the `T.` of `Peter T. King`."""
    return len(token.text) == 1 and token.capital and after.gap == STOPPED
