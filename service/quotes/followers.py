"""The word after a mention, as a class: what makes it look like the subject of a clause, or not."""

from __future__ import annotations

from service.quotes.lexicon import PREPOSITIONS, words
from service.quotes.mentions import Mention
from service.quotes.page import BLANK, Page
from service.quotes.verbs import CALL, SAY

_AUXILIARIES = words("has had have was is were are would will did does could should can may might also who")
CONJUNCTIONS = words("that and but when while as because if")
# Classes of a word that a subject goes before.
SUBJECT = frozenset(("say", "call", "past", "third", "comma")) | _AUXILIARIES


def note_followers(page: Page, mentions: list[Mention]) -> None:
    """Set `then`, `sentence` and `fronted` on every mention."""
    for mention in mentions:
        mention.then = _what_follows(page, mention)
        mention.sentence = page.tokens[mention.first].sentence
        mention.fronted = mention.first - page.sentence_tokens[mention.sentence][0] <= 1


def _what_follows(page: Page, mention: Mention) -> str:
    if mention.last + 1 >= len(page.tokens):
        return "end"
    after = page.tokens[mention.last + 1]
    if after.gap != " ":
        return "quote" if BLANK in after.gap else "comma" if "," in after.gap else "end" if after.first else "stop"
    low = after.low
    if low in SAY:
        return "say"
    if low in CALL:
        return "call"
    if low in PREPOSITIONS or low in _AUXILIARIES or low in CONJUNCTIONS:
        return low
    if low.endswith("ing") and not after.capital:
        return "going"
    return "past" if low.endswith("ed") else "third" if low.endswith("s") and not after.capital else "word"
