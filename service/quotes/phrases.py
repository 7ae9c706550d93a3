"""The whole phrase of a source without a name: `a spokesman` read on to `a spokesman for the ministry`."""

from __future__ import annotations

from service.quotes.lexicon import AUXILIARY, CALENDAR, DETERMINERS, words
from service.quotes.mentions import Mention
from service.quotes.page import Page, Token
from service.quotes.verbs import SAY

# How many words are read on at most.
_REACH = 12
# Words that go on with a phrase after its head.
_ATTACH = words(
    """
    of for from at with in by close familiar near inside behind on about to within representing involved
    supporting opposed linked named called calling
    """
)
# After the reporting verb these begin something else more often: `said a spokesman on Tuesday`.
_LOOSE = words("on by about to in at with near inside behind within")
_END = words(
    """
    who whom which that when while as after before because and but or if then last this next yesterday today
    tonight earlier later early late during since until told adding noting according referring
    """
)


def phrase_of(page: Page, mention: Mention) -> str:
    """Return the mention with the prepositional phrases that go with it, up to its verb."""
    last = mention.last
    verb = mention.subject_of
    if not page.tokens[last].possessive:
        last = _before_verb(page.tokens, mention, verb) if verb > last else _read_on(page.tokens, mention)
    end = page.tokens[last].end if last > mention.last else mention.end
    return page.text[mention.start : end]


def _before_verb(tokens: list[Token], mention: Mention, verb: int) -> int:
    """The subject ends where its verb begins, adverbs and helping verbs aside."""
    last = verb - 1
    if last - mention.last > _REACH:
        return mention.last
    while last > mention.last and (tokens[last].low in AUXILIARY or tokens[last].low.endswith("ly")):
        last -= 1
    for index in range(mention.last + 1, last + 1):
        low = tokens[index].low
        if low in _END or low in CALENDAR or tokens[index].gap not in (" ", "-"):
            return index - 1 if index - 1 == mention.last or tokens[index - 1].low not in _ATTACH else index - 2
    return last if last == mention.last or tokens[mention.last + 1].low in _ATTACH else mention.last


def _read_on(tokens: list[Token], mention: Mention) -> int:
    """No verb follows: the phrase goes on over `of` and its like, to a stop, a mark or a new clause."""
    last = index = mention.last
    while index + 1 < min(len(tokens), mention.last + _REACH):
        index += 1
        token = tokens[index]
        if token.gap not in (" ", "-") or token.first:
            break
        if token.low in _END or token.low in CALENDAR or token.low in SAY or token.low in AUXILIARY:
            break
        if index == mention.last + 1 and not _attaches(tokens, index):
            break
        if index > mention.last + 1 and token.low in _LOOSE and not _attaches(tokens, index):
            break
        if token.low not in _ATTACH and token.low not in DETERMINERS:
            last = index
    return last


def _attaches(tokens: list[Token], index: int) -> bool:
    """`for the ministry` does, `in a statement` and `on Tuesday` do not; `in` needs a name of something after it."""
    low = tokens[index].low
    if low not in _ATTACH:
        return False
    if low not in _LOOSE:
        return True
    return any(t.capital and t.low not in CALENDAR and t.gap == " " for t in tokens[index + 1 : index + 3])
