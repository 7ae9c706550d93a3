"""What a text calls the person it quotes: `NATO chief` before the name, `the mayor of Rockport` behind it."""

from __future__ import annotations

from collections.abc import Sequence

from service.quotes.lexicon import CALENDAR, DETERMINERS, FUNCTION_WORDS, HONORIFICS, TITLES
from service.quotes.mentions import Mention
from service.quotes.nouns import PERSON_HEADS
from service.quotes.page import Page, Token

# How many words a role has at most, before the name and behind it.
_BEFORE = 6
_BEHIND = 9
_JOINTS = (" ", "-")
_LINKS = frozenset(("of", "for", "and"))
_SHORT = frozenset(
    ("sen", "sens", "rep", "reps", "gov", "govs", "gen", "lt", "col", "maj", "capt", "sgt", "adm", "cmdr")
)


class Roles:
    """The offices and trades that a text prints beside its persons' names; each person is looked up once."""

    def __init__(self, page: Page, mentions: Sequence[Mention]) -> None:
        self._page = page
        self._found: dict[int, str | None] = {}
        self._names: dict[int, list[Mention]] = {}
        for one in mentions:
            if one.entity >= 0 and one.kind == "name" and not one.body:
                self._names.setdefault(one.entity, []).append(one)

    def of(self, mention: Mention | None) -> str | None:
        """Return the first role printed of the person a mention stands for, as printed."""
        if mention is None:
            return None
        entity = (mention.stands_for or mention).entity
        if entity not in self._found:
            printed = (_before(self._page, one) or _behind(self._page, one) for one in self._names.get(entity, ()))
            self._found[entity] = next(filter(None, printed), None)
        return self._found[entity]


def _before(page: Page, name: Mention) -> str | None:
    """`NATO chief Jens Stoltenberg`: titles and what they are of, up to the name itself."""
    tokens = page.tokens
    first, last = name.first, name.first + len(name.roles) - 1  # titles stand inside the mention, the rest before it
    while name.first - first < _BEFORE and first > 0 and tokens[first].gap in _JOINTS and not tokens[first].first:
        before = tokens[first - 1]
        fits = before.capital or before.low in TITLES or before.low in PERSON_HEADS
        if not fits or before.low in DETERMINERS or before.low in CALENDAR or before.low in FUNCTION_WORDS:
            break
        first -= 1
    return _printed(page, first, last)


def _behind(page: Page, name: Mention) -> str | None:
    """`Mara Holt, the mayor of Rockport,`: up to the next comma or the end of the sentence."""
    tokens = page.tokens
    first = name.last + 1
    if first >= len(tokens) or tokens[first].gap != ", " or tokens[first].first:
        return None
    if tokens[first].low in DETERMINERS or tokens[first].possessive:
        first += 1
    last = first
    while last + 1 < len(tokens) and last - first < _BEHIND and _goes_on(tokens, last + 1):
        last += 1
    closed = last + 1 >= len(tokens) or tokens[last + 1].first or tokens[last + 1].gap[:1] in (",", ")", ";")
    return _printed(page, first, last) if closed and first <= last < len(tokens) else None


def _goes_on(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if token.first or token.gap not in _JOINTS:
        return False
    return token.low not in FUNCTION_WORDS or token.low in _LINKS or token.low in DETERMINERS


def _printed(page: Page, first: int, last: int) -> str | None:
    """The words, if what they are about is an office or a trade, and not only an honorific."""
    words = page.tokens[first : last + 1]
    head = next((at for at, word in enumerate(words) if word.low in _LINKS and at), len(words)) - 1
    if head < 0 or not _is_role(words[head].low):
        return None
    end = words[-1].end + page.text.startswith(".", words[-1].end) * (words[-1].low in _SHORT)
    return " ".join(page.text[words[0].start : end].split())


def _is_role(low: str) -> bool:
    return (low in TITLES or low in PERSON_HEADS) and low not in HONORIFICS
