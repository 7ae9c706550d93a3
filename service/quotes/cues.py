"""Reporting verbs and who stands at their side: the subject before, the name after, `according to`."""

from __future__ import annotations

from service.quotes.lexicon import AUXILIARY, CALENDAR, PREPOSITIONS, words
from service.quotes.mentions import Mention
from service.quotes.page import BLANK, Page, Token
from service.quotes.verbs import CALL, SAY

# How far a subject can be from its verb over an apposition, in words.
_APPOSITION = 40
_ADVERBS = 5
_BEFORE_NAME = 6
_RELATIVE = 14
_BRACKET = 10
_DAYS = CALENDAR | words("week month year night morning afternoon evening")
_AT_DAYS = words("on last this late early earlier")
_STEPS = 2
_OPENERS = words("and but that as when while if because although though whether then")
_LINKS = frozenset(("of", "for", "from", "at", "with", "in"))
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
            _link_subject(tokens, mentions, owner, index)
            if low in SAY and low not in _TRANSITIVE:
                _link_inverted(tokens, mentions, owner, index)
        elif _is_according(tokens, index):
            after = index + 1
            if after < len(owner) and owner[after] >= 0 and tokens[after].gap == " ":
                mentions[owner[after]].according = True


def _is_according(tokens: list[Token], index: int) -> bool:
    return tokens[index].low == "per" or (index > 0 and tokens[index - 1].low == "according")


def _link_subject(tokens: list[Token], mentions: list[Mention], owner: list[int], verb: int) -> None:
    at, who = verb, False
    for _ in range(_ADVERBS):
        if at == 0 or tokens[at].first or owner[at - 1] >= 0 or "," in tokens[at].gap or BLANK in tokens[at].gap:
            break
        low = tokens[at - 1].low
        if not (low in AUXILIARY or low.endswith("ly") or _is_day(tokens, at - 1)):
            _link_over_relative(tokens, mentions, owner, verb, at)
            return
        who = who or low in ("who", "which")
        at -= 1
    if at == 0 or tokens[at].first:
        return
    if ")" in tokens[at].gap and not tokens[verb].low.endswith("ing"):
        at = _before_bracket(tokens, at)
    gap, before = tokens[at].gap, owner[at - 1]
    if before >= 0 and BLANK not in gap and mentions[before].name == "who" and at >= 2 and owner[at - 2] >= 0:
        _mark(mentions[owner[at - 2]], verb, apposed=True)
    if before >= 0 and not tokens[at - 1].possessive and BLANK not in gap and ("," not in gap or who or "(" in gap):
        if "(" in gap and not _begins_clause(tokens, mentions[before]):
            _link_over_apposition(tokens, mentions, owner, verb, at)
        elif mentions[before].last == at - 1:
            outer = _link_over_relative(tokens, mentions, owner, verb, mentions[before].first)
            if outer and mentions[before].name == "it":
                return  # `one of those who made it said`
            _mark(_head_of(tokens, mentions, owner, before), verb, apposed="," in gap or ")" in gap)
        return
    going = tokens[verb].low.endswith("ing") and not (before >= 0 and _is_apposed(tokens, mentions, owner, before))
    if ("," in gap or "—" in gap or "–" in gap or ")" in gap) and not going:
        _link_over_apposition(tokens, mentions, owner, verb, at)


def _is_day(tokens: list[Token], index: int) -> bool:
    """`Holt on Friday said`, `Holt last week told`."""
    return tokens[index].low in _DAYS or (tokens[index].low in _AT_DAYS and tokens[index + 1].low in _DAYS)


def _before_bracket(tokens: list[Token], at: int) -> int:
    """`Holt (Ind., Saltgate) told`: return the first token inside the bracket that closes before token `at`."""
    for index in range(at - 1, max(at - _BRACKET, 0), -1):
        if "(" in tokens[index].gap and BLANK not in tokens[index].gap and not tokens[index].first:
            return index
    return at


def _head_of(tokens: list[Token], mentions: list[Mention], owner: list[int], index: int) -> Mention:
    """`a spokesman for the campaign said`: step back from the inner mention to the one it belongs to."""
    for _ in range(_STEPS):
        first = mentions[index].first
        if first > _STEPS and tokens[first].gap == " " and tokens[first - 1].low in ("the", "a", "an"):
            first -= 1  # `for the ministry`
        if first < 2 or tokens[first].gap != " " or tokens[first - 1].gap != " " or tokens[first - 1].low not in _LINKS:
            break
        outer = owner[first - 2]
        if outer < 0 or tokens[first - 2].possessive or mentions[outer].kind == "pronoun":
            break
        index = outer
    return mentions[index]


def _link_over_relative(tokens: list[Token], mentions: list[Mention], owner: list[int], verb: int, at: int) -> bool:
    """`one official who saw the exchange said`: look left for the mention that a relative clause hangs on."""
    for index in range(at - 1, max(at - _RELATIVE, 0), -1):
        token = tokens[index]
        if token.first or BLANK in token.gap or "," in token.gap or (index < at - 1 and token.low in SAY):
            return False
        if index == at - 1 and token.low in ("which", "that", "whom"):
            return False  # `the report, which Holt described as …`: it is Holt who describes
        if token.low in ("who", "which", "that") and token.gap == " " and owner[index - 1] >= 0:
            mention = mentions[owner[index - 1]]
            if mention.last == index - 1 and not tokens[index - 1].possessive:
                _mark(_head_of(tokens, mentions, owner, owner[index - 1]), verb, apposed=True)
                return True
            return False
    return False


def _link_over_apposition(tokens: list[Token], mentions: list[Mention], owner: list[int], verb: int, at: int) -> None:
    """`X, the deputy of Y, told …`: look left for the mention before a comma that began the clause, else for any."""
    nearest, at_owner = None, -1
    for index in range(at - 1, max(at - _APPOSITION, 0), -1):
        token = tokens[index]
        if token.first or BLANK in token.gap:
            break
        if any(c in token.gap for c in ",—–(") and owner[index - 1] >= 0 and not tokens[index - 1].possessive:
            mention = mentions[owner[index - 1]]
            if mention.last == index - 1:
                at_owner = owner[index - 1] if nearest is None else at_owner
                nearest = nearest or mention
                if _begins_clause(tokens, mention):
                    nearest, at_owner = mention, owner[index - 1]
                    break
    if nearest is not None:
        _mark(_head_of(tokens, mentions, owner, at_owner), verb, apposed=True)


def _is_apposed(tokens: list[Token], mentions: list[Mention], owner: list[int], index: int) -> bool:
    """`with its director, Ann Holt, calling it …`: tell the name after the noun phrase that `with` opens."""
    first = mentions[index].first
    if first < 2 or tokens[first].gap != ", " or owner[first - 1] < 0:
        return False
    outer = mentions[owner[first - 1]].first
    return outer > 0 and tokens[outer - 1].low == "with"


def _begins_clause(tokens: list[Token], mention: Mention) -> bool:
    """Tell whether a sentence or clause opens with the mention; `of Y` and `chairs Y` do not."""
    first = tokens[mention.first]
    if first.first or first.gap != " " or mention.first == 0:
        return True
    return tokens[mention.first - 1].low in _OPENERS


def _mark(mention: Mention, verb: int, *, apposed: bool) -> None:
    if mention.subject_of < 0 or not apposed:
        mention.subject_of, mention.apposed = verb, apposed


def _link_inverted(tokens: list[Token], mentions: list[Mention], owner: list[int], verb: int) -> None:
    opens = verb
    while opens and verb - opens < _ADVERBS and tokens[opens].gap == " " and tokens[opens - 1].low in AUXILIARY:
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
