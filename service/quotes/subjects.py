"""Who is the subject of a reporting verb: right before it, or over a bracket, an apposition, a relative clause."""

from __future__ import annotations

from service.quotes.lexicon import AUXILIARY, CALENDAR, words
from service.quotes.mentions import Mention
from service.quotes.page import BLANK, Token
from service.quotes.verbs import SAY

# How far a subject can be from its verb over an apposition, a relative clause or a bracket, in words.
_APPOSITION = 40
_RELATIVE = 14
_BRACKET = 10
# How many adverbs and helping verbs may stand before the verb.
ADVERBS = 5
_DAYS = CALENDAR | words("week month year night morning afternoon evening")
_AT_DAYS = words("on last this late early earlier")
_STEPS = 2
_LINKS = frozenset(("of", "for", "from", "at", "with", "in"))
_BE = frozenset(("was", "were", "been", "being", "is", "are", "be"))
# Words after which a new clause begins.
_OPENERS = words("and but that as when while if because although though whether then")


def link_subject(tokens: list[Token], mentions: list[Mention], owner: list[int], verb: int) -> None:
    """Note the token `verb` on the mention that is its subject, where there is one."""
    at, who = verb, False
    for _ in range(ADVERBS):
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
    going = tokens[verb].low.endswith("ing")
    if ")" in tokens[at].gap and not going:
        at = _before_bracket(tokens, at)
    gap, before = tokens[at].gap, owner[at - 1]
    if before >= 0 and BLANK not in gap and mentions[before].name == "who" and at >= 2 and owner[at - 2] >= 0:
        _mark(mentions[owner[at - 2]], verb, apposed=True)
    if before >= 0 and not tokens[at - 1].possessive and BLANK not in gap and ("," not in gap or who or "(" in gap):
        _link_beside(tokens, mentions, owner, verb, at)
        return
    apposed = before >= 0 and _is_apposed(tokens, mentions, owner, before)
    if any(c in gap for c in ",—–)") and (apposed or not going):
        _link_over_apposition(tokens, mentions, owner, verb, at)


def _link_beside(tokens: list[Token], mentions: list[Mention], owner: list[int], verb: int, at: int) -> None:
    """The mention ends right before token `at`, from which only adverbs and brackets lead to the verb."""
    gap, mention = tokens[at].gap, mentions[owner[at - 1]]
    if "(" in gap and not _begins_clause(tokens, mention):
        _link_over_apposition(tokens, mentions, owner, verb, at)
    elif mention.last == at - 1:
        outer = _link_over_relative(tokens, mentions, owner, verb, mention.first)
        if outer and mention.name == "it":
            return  # `one of those who made it said`
        _mark(_head_of(tokens, mentions, owner, owner[at - 1]), verb, apposed="," in gap or ")" in gap)


def is_passive(tokens: list[Token], verb: int) -> bool:
    """`was branded`, `has often been told`: its subject is spoken of or to."""
    if not tokens[verb].low.endswith(("ed", "told", "given", "seen", "written")):
        return False
    return any(t.low in _BE for t in tokens[max(0, verb - 2) : verb])


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
    nearest = -1
    for index in range(at - 1, max(at - _APPOSITION, 0), -1):
        token, before = tokens[index], owner[index - 1]
        if token.first or BLANK in token.gap:
            break
        if before < 0 or tokens[index - 1].possessive or not any(c in token.gap for c in ",—–("):
            continue
        if mentions[before].last == index - 1:
            if _begins_clause(tokens, mentions[before]):
                nearest = before
                break
            nearest = before if nearest < 0 else nearest
    if nearest >= 0:
        _mark(_head_of(tokens, mentions, owner, nearest), verb, apposed=True)


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
