"""Mentions: the words outside quotes that can name a source. Names here; the other kinds in `nominals`."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from service.quotes.lexicon import (
    FEMALE_WORDS,
    FUNCTION_WORDS,
    HONORIFICS,
    MALE_WORDS,
    OFFICES,
    ORGANISATION_WORDS,
    PREPOSITIONS,
    STATES,
    TITLES,
    words,
)
from service.quotes.names import is_given_name
from service.quotes.nouns import HEADS
from service.quotes.page import BLANK, Page, Token
from service.quotes.runs import JOINTS, STOPPED, family_names, find_runs, is_initial_of, is_title_case
from service.quotes.verbs import SAY

Gender = Literal["m", "f"]
# A run of capitals longer than this is a headline or a list, not a name.
MAX_NAME = 8
# `D-N.Y.` is longer, `X-ray` is after a space.
_INITIALS = 2
# Offices that an honorific stands before: `Mr. President` names nobody.
_ADDRESSES = words("president vice-president speaker chairman chair secretary minister mayor ambassador justice judge")
# Words that begin a sentence or a caption, and yet end the names of bodies: `Judicial Watch`.
_CLOSING = words("watch first now source image click see today")
# How many words may stand between a body and the person whose office names it.
_OFFICE = 4
_NO_OFFICE = SAY | PREPOSITIONS
_DATELINE = frozenset("—–-(")


class Mention(Struct, gc=False):
    """A possible source at `text[start:end]`, tokens `first` to `last` (inclusive).

    `name` is the mention without titles; `roles` are the office words that go with it, in lower case. `body` marks
    what is no person. `entity` is the index of the person or body it stands for, -1 when that is itself.
    `subject_of` and `inverted_of` are the token indices of a reporting verb right after and right before it. `label`
    marks a name that opens its line before a colon, as in a transcript. `stands_for` is the source without a name that
    a pronoun takes up. `then` is the class of the word after it, as `followers` tells it. `fronted` tells that it opens
    its sentence, one word before it allowed.
    """

    kind: Literal["name", "pronoun", "nominal"]
    start: int
    end: int
    first: int
    last: int
    name: str
    roles: tuple[str, ...] = ()
    gender: Gender | None = None
    plural: bool = False
    body: bool = False
    modifier: bool = False
    headline: bool = False
    entity: int = -1
    entity_score: float = 0.0
    subject_of: int = -1
    apposed: bool = False
    inverted_of: int = -1
    according: bool = False
    label: bool = False
    stands_for: Mention | None = None
    then: str = ""
    sentence: int = -1
    fronted: bool = False


def find_names(page: Page) -> list[Mention]:
    """Return the capitalised runs of `page` that can be names, in order."""
    tokens = page.tokens
    runs = find_runs(tokens)
    titled = is_title_case(page)
    known = {
        tokens[i].low
        for first, last in runs
        for i in range(first, last + 1)
        if not tokens[i].first and not (titled and tokens[i].paragraph == 0)
    }
    family = family_names(tokens, runs)
    mentions = []
    for first, last in runs:
        mention = _read_run(page, first, last, known, family)
        if mention and titled and tokens[first].paragraph == 0:
            mention.headline = mention.headline or not known.issuperset(t.low for t in tokens[first : last + 1])
        if mention:
            mentions.append(mention)
    return mentions


def _read_run(page: Page, first: int, last: int, known: set[str], family: set[str]) -> Mention | None:
    tokens = page.tokens
    named = tokens[last].low in family and (last > first or _acts(tokens, last))
    first, last = _strip(tokens, first, last, named=named)
    if first > last or _is_tag(page, first, last):
        return None
    headline = last - first >= MAX_NAME
    start = min(_skip_titles(tokens, first, last), last if named else last + 1)
    if start > last or (start == last and _is_common(tokens[start], known)):
        return None
    if start == last and tokens[start].first and not _vouched(tokens, start, known):
        return None
    roles = tuple(tokens[i].low for i in range(first, start))
    words = [t.text for t in tokens[start : last + 1]]
    if tokens[start].low == "first" or (tokens[last].low in SAY and tokens[last].low not in known):
        return None
    end = tokens[last].end + (tokens[last].low in ("jr", "sr") and page.text.startswith(".", tokens[last].end))
    name = _without_nickname(page, start, last, end)
    return Mention(
        "name", tokens[first].start, tokens[last].end, first, last, name, roles, _gender(roles, words),
        body=_is_body(tokens, start, last), modifier=_modifies(tokens, last), headline=headline,
        label=page.text[tokens[last].end : tokens[last].end + 1] == ":" and tokens[first].first,
    )  # fmt: skip


def _without_nickname(page: Page, start: int, last: int, end: int) -> str:
    tokens, pieces, opened = page.tokens, [], page.tokens[start].start
    for index in range(start + 1, last + 1):
        if BLANK in tokens[index].gap:
            before = tokens[index - 1].end + tokens[index].gap.startswith(".")
            pieces.append(page.text[opened:before])
            opened = tokens[index].start
    return " ".join((*pieces, page.text[opened:end]))


def _strip(tokens: list[Token], first: int, last: int, *, named: bool) -> tuple[int, int]:
    """Take off the words at both ends that are part of no name; a family name at the end stays."""
    kept = last - 1 if named else last
    while first <= kept and tokens[first].low in FUNCTION_WORDS and not _is_initial(tokens, first, last):
        first += 1
    while last >= first and not named and _is_trailing(tokens, first, last):
        last -= 1
    return first, last


def _is_trailing(tokens: list[Token], first: int, last: int) -> bool:
    token = tokens[last]
    return token.low in FUNCTION_WORDS and not (last > first and (len(token.text) == 1 or token.low in _CLOSING))


def _modifies(tokens: list[Token], last: int) -> bool:
    """Tell `the Holt campaign` and `Monmouth University political scientist Ann Orr` from a name that stands alone."""
    if last + 1 >= len(tokens) or tokens[last].possessive or tokens[last + 1].gap not in JOINTS:
        return False
    low = tokens[last + 1].low
    if (low in HEADS or low in ORGANISATION_WORDS) and low not in SAY:
        return True
    for index in range(last + 1, min(len(tokens) - 1, last + _OFFICE)):
        token, after = tokens[index], tokens[index + 1]
        if token.gap not in JOINTS or token.capital or token.possessive or token.low in _NO_OFFICE:
            return False
        if (token.low.rpartition("-")[2] in HEADS or token.low in TITLES) and after.gap == " " and after.capital:
            return after.low not in FUNCTION_WORDS
    return False


def _is_tag(page: Page, first: int, last: int) -> bool:
    """Tell `(D-Md.)`, `Aspen, Colo.,` and a dateline such as `GENEVA (AP)` from a name."""
    token = page.tokens[first]
    if first == last and token.low.rstrip(".") in STATES and not token.first:
        return True
    if len(token.text) == 1 and (first == last or token.gap.endswith("(")):
        return True
    if token.text[1:2] == "-" and len(token.text) > _INITIALS and token.gap != " ":
        return True
    if token.gap.endswith("(") and page.text[page.tokens[last].end : page.tokens[last].end + 1] == ")":
        after = page.text[page.tokens[last].end + 1 : page.tokens[last].end + 3].strip()
        if after[:1] in _DATELINE and after:
            return True
    if not token.first or not all(page.tokens[i].text.isupper() for i in range(first, last + 1)):
        return False
    return page.text[page.tokens[last].end : page.tokens[last].end + 3].lstrip(" ,")[:1] in _DATELINE


def _is_initial(tokens: list[Token], first: int, last: int) -> bool:
    return first < last and len(tokens[first].text) == 1 and tokens[first + 1].gap == STOPPED


def _skip_titles(tokens: list[Token], first: int, last: int) -> int:
    """Return where the name begins after the titles that open the run; past `last` when all are titles."""
    if tokens[last].low in ORGANISATION_WORDS and tokens[last].low not in TITLES:
        return first
    end = last
    if tokens[last].low in TITLES and last > first:
        before = tokens[last - 1].low
        if is_given_name(before) or (before in HONORIFICS and tokens[last].low not in _ADDRESSES):
            end = last - 1  # Larry King, Mr. King
    start = first
    for index in range(first, end + 1):
        if tokens[index].low in TITLES and not (index > first and is_initial_of(tokens[index - 1], tokens[index])):
            start = index + 1
    if start > first and start < last and not tokens[start].capital and tokens[start].low == "of":
        start += 2  # Secretary of State J. K.
        while start < last and tokens[start].low in OFFICES:
            start += 1
    return start


def _is_common(token: Token, known: set[str]) -> bool:
    """Tell a lone capitalised word that is none: a plain noun or verb at the head of a sentence."""
    return token.first and (token.low in HEADS or token.low in ORGANISATION_WORDS) and token.low not in known


def _acts(tokens: list[Token], index: int) -> bool:
    """Tell `Will wrote` from `Will they come?`."""
    if not tokens[index].first or tokens[index].possessive:
        return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    return after is not None and (after.low in SAY or after.low in ("has", "had", "was", "is") or "," in after.gap)


def _vouched(tokens: list[Token], index: int, known: set[str]) -> bool:
    token = tokens[index]
    if token.low in known or token.possessive or not token.text[1:].islower():
        return True
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if after is None or token.low.endswith(("ing", "ly")):
        return False
    return after.low in SAY or after.low in ("has", "had", "was", "is", "also", "later", "then") or "," in after.gap


def _gender(roles: tuple[str, ...], words: list[str]) -> Gender | None:
    for role in roles:
        if role in MALE_WORDS:
            return "m"
        if role in FEMALE_WORDS:
            return "f"
    return is_given_name(words[0].lower()) if len(words) > 1 else None


def _is_body(tokens: list[Token], start: int, last: int) -> bool:
    if start == last:
        text = tokens[last].text
        return (len(text) > 1 and text.isupper() and len(text) <= 5) or tokens[last].low in ORGANISATION_WORDS
    if any(tokens[i].low == "of" for i in range(start, last)):
        return True
    return tokens[last].low in ORGANISATION_WORDS and not (start == last - 1 and is_given_name(tokens[start].low))
