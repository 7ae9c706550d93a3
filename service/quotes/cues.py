"""Reporting verbs and who stands at their side: the subject before, the name after, `according to`."""

from __future__ import annotations

from service.quotes.lexicon import AUXILIARY, PREPOSITIONS, words
from service.quotes.mentions import Mention
from service.quotes.page import BLANK, Page, Token
from service.quotes.subjects import ADVERBS, is_passive, link_subject
from service.quotes.verbs import CALL, SAY

_BEFORE_NAME = 6
# Verbs whose follower is told, not telling.
_TRANSITIVE = words(
    """
    told tell tells telling reminded assured urged informed asking telling accused thanked
    """
)


_CUES = SAY | CALL
_ACCORDING = frozenset(("to", "per"))
_LINKING = _CUES | _ACCORDING


def link_cues(page: Page, mentions: list[Mention], owner: list[int]) -> None:
    """Note on each mention the reporting verb it is the subject of; `owner[i]` is the mention that token i is in."""
    tokens = page.tokens
    for index in [i for i, token in enumerate(tokens) if token.low in _LINKING]:
        low = tokens[index].low
        if low in _CUES:
            link_subject(tokens, mentions, owner, index)
            if _link_agent(tokens, mentions, owner, index):
                continue
            if low in SAY and low not in _TRANSITIVE:
                _link_inverted(tokens, mentions, owner, index)
        elif _is_according(tokens, index):
            after = index + 1
            if after < len(owner) and owner[after] >= 0 and tokens[after].gap == " ":
                mentions[owner[after]].according = True


def _link_agent(tokens: list[Token], mentions: list[Mention], owner: list[int], verb: int) -> bool:
    """`described by Holt as`, `branded “…” by her husband`: who speaks comes after `by`."""
    by = verb + 1
    if by + 1 >= len(tokens) or tokens[by].low != "by" or tokens[by].first or tokens[by + 1].gap != " ":
        return False
    agent = owner[by + 1]
    if agent >= 0 and mentions[agent].first == by + 1 and is_passive(tokens, verb):
        mentions[agent].inverted_of = verb
        return True
    return False


def _is_according(tokens: list[Token], index: int) -> bool:
    return tokens[index].low == "per" or (index > 0 and tokens[index - 1].low == "according")


def _link_inverted(tokens: list[Token], mentions: list[Mention], owner: list[int], verb: int) -> None:
    opens = verb
    while opens and verb - opens < ADVERBS and tokens[opens].gap == " " and tokens[opens - 1].low in AUXILIARY:
        opens -= 1
    if not (tokens[opens].first or "," in tokens[opens].gap or BLANK in tokens[opens].gap):
        return  # `they agree X will …`: X is what is said, not who says it
    after = verb + 1
    for _ in range(_BEFORE_NAME):
        if after >= len(tokens) or tokens[after].gap not in (" ", "-") or tokens[after].low in PREPOSITIONS:
            return
        if owner[after] >= 0 and not (
            mentions[owner[after]].modifier or tokens[mentions[owner[after]].last].possessive
        ):
            break
        after = mentions[owner[after]].last + 1 if owner[after] >= 0 else after + 1
    if after >= len(tokens) or owner[after] < 0:
        return
    mention = mentions[owner[after]]
    # `said he` is English after a quote only; elsewhere the pronoun opens what was said.
    if mention.first == after and (mention.kind != "pronoun" or BLANK in tokens[verb].gap):
        mention.inverted_of = verb
