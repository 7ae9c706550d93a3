"""Sources without a name: pronouns, and noun phrases such as `a spokesman` or `the ministry`."""

from __future__ import annotations

from service.quotes.lexicon import (
    AUXILIARY,
    DETERMINERS,
    FEMALE_PRONOUNS,
    FEMALE_WORDS,
    FUNCTION_WORDS,
    MALE_PRONOUNS,
    MALE_WORDS,
    PREPOSITIONS,
    PRONOUNS,
    TITLES,
    words,
)
from service.quotes.mentions import Gender, Mention
from service.quotes.nouns import BODY_HEADS, HEADS, PERSON_HEADS
from service.quotes.page import BLANK, Page, Token
from service.quotes.verbs import SAY

# How many words a phrase may have before its head.
_REACH = 7
_SHORT = 6
# Endings of nouns for people by what they do.
_AGENT = ("ist", "ists", "ician", "icians", "arian", "arians", "woman", "women", "sman", "smen", "person")
_AGENT_ENDS = frozenset(ending[-3:] for ending in _AGENT)
_PARTITIVE = words("one some many several two three four most both none few another each any")
_ABOUT = words("about nearly almost over roughly around")
_JOINTS = (" ", "-", "- ")
_BARRED = (
    PREPOSITIONS
    | PRONOUNS
    | words(
        """
    and or but that which when while if because has have had is was are were be
    """
    )
)
# Words that stand for a source on their own: `wrote another`, `some say`.
_STAND_INS = words(
    """
    another others one some many both critics most few everyone everybody someone somebody
    """
)


_OBJECTS = frozenset(("them", "us"))
_NOTED = _OBJECTS | PRONOUNS | HEADS.keys() | TITLES | SAY


def find_nominals(page: Page, taken: list[int]) -> list[Mention]:
    """Return pronouns and nominal sources in order. `taken[i]` is the index of the name that token i is in, or -1."""
    found: list[Mention] = []
    free_from = 0
    tokens = page.tokens
    for index in [i for i, t in enumerate(tokens) if t.low in _NOTED or t.low[-3:] in _AGENT_ENDS or "-" in t.low]:
        token = tokens[index]
        low = token.low
        if low in PRONOUNS:
            found += _unlisted_before(page, index, taken, free_from)
            found.append(_pronoun(index, token))
            free_from = index + 1
        elif low in _OBJECTS and _is_partitive(tokens, index):
            found.append(_nominal(page, index - 2, index))
            free_from = index + 1
        elif _is_head(token) or (low in TITLES and token.capital and taken[index] < 0):
            mention = _phrase(page, index, taken, free_from)
            if mention:
                while found and found[-1].last >= mention.first:
                    found.pop()  # `the paper` of `the paper’s editor`
                found.append(mention)
                free_from = index + 1 if not token.possessive else max(free_from, mention.first)
        elif low in SAY:
            mention = _unlisted(page, index, taken, free_from)
            if mention:
                found.append(mention)
                free_from = max(free_from, mention.last + 1)
    return found


def _is_head(token: Token) -> bool:
    low = token.low
    if low in HEADS or (not token.capital and len(low) > _SHORT and low.endswith(_AGENT)):
        return True
    return "-" in low and low.rpartition("-")[2] in PERSON_HEADS  # co-host


def _pronoun(index: int, token: Token) -> Mention:
    gender: Gender | None = None
    if token.low in MALE_PRONOUNS:
        gender = "m"
    elif token.low in FEMALE_PRONOUNS:
        gender = "f"
    name = token.low.replace("’", "'").split("'")[0]
    end = token.start + len(name)
    plural = token.low == "they"
    return Mention("pronoun", token.start, end, index, index, name, gender=gender, plural=plural, body=name == "it")


def _phrase(page: Page, head: int, taken: list[int], free_from: int) -> Mention | None:
    """Read the noun phrase that ends with the head at token `head`."""
    tokens = page.tokens
    token = tokens[head]
    if taken[head] >= 0:
        return None
    after = tokens[head + 1] if head + 1 < len(tokens) else None
    joined = after is not None and after.gap in _JOINTS and not token.possessive
    if after and joined and (taken[head + 1] >= 0 or after.low in HEADS or (after.low in TITLES and after.capital)):
        return None  # an office before a name, or the first half of a compound
    if after and joined and token.capital and after.low not in FUNCTION_WORDS and after.low not in SAY:
        return None  # `the Democratic candidate`: the head is yet to come
    start = _phrase_start(tokens, head, taken, free_from)
    if start is None:
        return None
    return _nominal(page, start, head)


def _phrase_start(tokens: list[Token], head: int, taken: list[int], free_from: int) -> int | None:
    start, unbroken, owned = head, True, -1
    for index in range(head - 1, max(free_from, head - _REACH) - 1, -1):
        if tokens[index + 1].gap not in _JOINTS or tokens[index + 1].first:
            break
        low = tokens[index].low
        if low in DETERMINERS:
            return _with_partitive(tokens, index, free_from)
        if low.isdigit() and HEADS.get(tokens[head].low, False):
            return index - 1 if index > free_from and tokens[index - 1].low in _ABOUT else index
        if tokens[index].possessive and taken[index] >= 0:
            return _name_start(taken, index, free_from)
        owned = index if tokens[index].possessive else owned
        if low in _BARRED or low in SAY:
            break
        unbroken = unbroken and (tokens[index].capital or low in TITLES or low in HEADS)
        start = index if unbroken else start
    return owned if owned >= 0 else _bare_start(tokens, head, start)


def _name_start(taken: list[int], index: int, free_from: int) -> int:
    while index > free_from and taken[index - 1] == taken[index]:
        index -= 1
    return index


def _bare_start(tokens: list[Token], head: int, start: int) -> int | None:
    """A phrase without determiner is a source when it opens with a capital or is plural."""
    plural = HEADS.get(tokens[head].low, False)
    if tokens[head].low in SAY and not (head + 1 < len(tokens) and tokens[head + 1].low in SAY):
        return None  # `Holt notes`, `the paper, Holt reports`
    if start < head and (tokens[start].capital or plural):
        return start
    return head if plural else None


def _with_partitive(tokens: list[Token], index: int, free_from: int) -> int:
    """`one of those advisers` begins at `one`."""
    if index - 2 >= free_from and tokens[index - 1].low == "of" and tokens[index - 2].low in _PARTITIVE:
        joined = tokens[index].gap == tokens[index - 1].gap == " "
        return index - 2 if joined else index
    return index


def _unlisted(page: Page, verb: int, taken: list[int], free_from: int) -> Mention | None:
    """Read `the tycoon said` and `wrote another`: a head that no list has, next to a reporting verb."""
    tokens = page.tokens
    after = verb + 1
    if after < len(tokens) and _stands_in(tokens, after) and (after + 1 == len(tokens) or tokens[after + 1].gap != " "):
        return _nominal(page, after, after)
    if BLANK in tokens[verb].gap and after < len(tokens) and tokens[after].low in DETERMINERS:
        return _follower(page, after, taken)
    head = verb - 1
    if head >= free_from and _stands_in(tokens, head) and tokens[verb].gap == " ":
        return _nominal(page, head, head)
    while head >= free_from and tokens[head + 1].gap == " " and _is_adverbial(tokens[head].low):
        head -= 1
    if head < free_from or tokens[head + 1].gap != " " or taken[head] >= 0 or tokens[head].low in _BARRED:
        return None
    for index in range(head - 1, max(free_from, head - _REACH) - 1, -1):
        low = tokens[index].low
        if tokens[index + 1].gap not in _JOINTS or low in _BARRED or low in SAY:
            return None
        if low in DETERMINERS:
            # `after his boat capsized said`: what ends so is a verb.
            verbal = tokens[head].low.endswith("ed") and index < head - 1
            return None if verbal else _nominal(page, index, head)
    return None


def _is_partitive(tokens: list[Token], index: int) -> bool:
    """`one of them`."""
    return index >= 2 and tokens[index - 1].low == "of" and tokens[index - 2].low in _PARTITIVE


def _unlisted_before(page: Page, who: int, taken: list[int], free_from: int) -> list[Mention]:
    """Read `trolls who called her …` and `a busybody who said …`: a head that no list has, before `who`."""
    tokens, head = page.tokens, who - 1
    if (
        tokens[who].low != "who"
        or head < free_from
        or taken[head] >= 0
        or tokens[who].gap != " "
        or tokens[head].capital
        or tokens[who].first
    ):
        return []
    low = tokens[head].low
    if low in HEADS or low in FUNCTION_WORDS or low in SAY or _is_head(tokens[head]):
        return []
    start = _phrase_start(tokens, head, taken, free_from)
    if start is None and low.endswith("s"):
        start = head
    return [] if start is None else [_nominal(page, start, head)]


def _follower(page: Page, start: int, taken: list[int]) -> Mention | None:
    """Read `“…,” said the 46-year-old.` from its determiner on; None when a listed head or a name is in it."""
    tokens = page.tokens
    head = start
    while head + 1 < len(tokens) and head - start < _REACH and tokens[head + 1].gap in _JOINTS:
        after = tokens[head + 1]
        if taken[head + 1] >= 0 or after.low in HEADS:
            return None
        if after.low in FUNCTION_WORDS or after.low in SAY:
            break
        head += 1
    return _nominal(page, start, head) if head > start else None


def _stands_in(tokens: list[Token], index: int) -> bool:
    return tokens[index].low in _STAND_INS and (tokens[index].first or tokens[index].gap == " ")


def _is_adverbial(low: str) -> bool:
    return low in AUXILIARY or low.endswith("ly")


def _nominal(page: Page, start: int, head: int) -> Mention:
    tokens = page.tokens
    low = tokens[head].low
    roles = tuple(tokens[i].low for i in range(start, head + 1) if tokens[i].low not in DETERMINERS)
    gender: Gender | None = None
    if low in MALE_WORDS or low.endswith("man"):
        gender = "m"
    elif low in FEMALE_WORDS or low.endswith("woman"):
        gender = "f"
    plural = HEADS.get(low, False)
    text = page.text[tokens[start].start : tokens[head].end]
    return Mention(
        "nominal", tokens[start].start, tokens[head].end, start, head, text, roles, gender, plural, low in BODY_HEADS
    )
