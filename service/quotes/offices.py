"""Who holds an office: `the alliance chief`, resolved by the roles known of a person, or by the name beside it."""

from __future__ import annotations

from service.quotes.lexicon import DETERMINERS, TITLES
from service.quotes.mentions import Mention
from service.quotes.nouns import BROAD_HEADS, HEADS, PERSON_HEADS
from service.quotes.page import BLANK, Page
from service.quotes.people import Entity

_OFFICES = TITLES | PERSON_HEADS.keys()
# Offices of those whom papers call chief or leader for short.
_TOP = frozenset(("secretary-general", "director-general", "chairman", "chairwoman", "commissioner"))
# How many words may stand between an office and the comma before its holder's name, and between comma and name.
_PLACE = 7
_TITLE = 3


def holder_of(page: Page, mention: Mention, seen: list[Mention], entities: list[Entity]) -> int:
    """Return the person whose known offices fit `the NATO chief`, -1 when nobody's or several persons' do.

    Broad words (official, leader, chief) fit whoever holds any office, the one named last first; a place or body
    before them must then fit too when it is known of anybody.
    """
    if page.tokens[mention.first].low != "the" or not mention.roles:
        return -1
    head, extra = mention.roles[-1], set(mention.roles[:-1]) - {"top", "then", "former", "new"}
    latest = list(dict.fromkeys(m.entity for m in reversed(seen)))
    wanted = set(head.split("-"))
    holders = [i for i in latest if _fits(mention, entities[i]) and wanted <= entities[i].roles]
    if holders:
        fitting = [i for i in holders if extra <= entities[i].roles]
        return _foremost(fitting, entities) if fitting else holders[0] if len(holders) == 1 else -1
    if head in BROAD_HEADS:
        office = [i for i in latest if _fits(mention, entities[i]) and entities[i].roles & _OFFICES]
        fitting = [i for i in office if extra & entities[i].roles]
        return _foremost(fitting, entities) if fitting else office[0] if len(office) == 1 else -1
    if head in _TOP:
        chiefs = [i for i in latest if _fits(mention, entities[i]) and entities[i].roles & BROAD_HEADS]
        return chiefs[0] if len(chiefs) == 1 and not extra else -1
    return -1


def _foremost(fitting: list[int], entities: list[Entity]) -> int:
    """Of several who hold such an office the one named last, when nobody is named more often; else nobody."""
    return fitting[0] if entities[fitting[0]].count == max(entities[i].count for i in fitting) else -1


def named_after(page: Page, mention: Mention, following: list[Mention]) -> int:
    """Return the person of `its author, Mara Holt, says` or `the mayor of Rockport, the priest Oren Vask`; else -1."""
    at, tokens = mention.last + 1, page.tokens
    while at < len(tokens) and at - mention.last <= _PLACE and tokens[at].gap in (" ", "-"):
        at += 1
    if at >= len(tokens) or tokens[at].gap != ", " or tokens[mention.last].possessive:
        return -1
    name = next((m for m in following if m.kind == "name" and not m.body and m.first >= at), None)
    if name is None or name.entity < 0 or name.first - at > _TITLE or not _closes(page, name):
        return -1
    between = tokens[at : name.first]
    fits = all((t.low in DETERMINERS or t.low in HEADS or t.low in TITLES) and BLANK not in t.gap for t in between)
    return name.entity if fits else -1


def _closes(page: Page, name: Mention) -> bool:
    """Tell whether a comma or the end comes after the name; a verb would make it the subject of its own clause."""
    if page.tokens[name.last].possessive:
        return False
    if name.last + 1 >= len(page.tokens):
        return True
    after = page.tokens[name.last + 1]
    return after.first or after.gap[:1] in (",", ")", ";") or BLANK in after.gap


def _fits(mention: Mention, entity: Entity) -> bool:
    return not entity.body and (mention.gender is None or entity.gender in (None, mention.gender))
