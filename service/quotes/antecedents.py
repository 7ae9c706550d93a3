"""Who `he`, `she`, `who` and `the alliance chief` are: each resolved to a person named in the article."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache

from service.quotes.lexicon import PREPOSITIONS
from service.quotes.mentions import Mention
from service.quotes.nouns import PERSON_HEADS
from service.quotes.offices import holder_of, named_after
from service.quotes.page import Page
from service.quotes.people import Entity
from service.quotes.weights import ANTECEDENT_WEIGHTS, weigh

# How many earlier mentions a pronoun is compared with.
_MEMORY = 20
_FAR = 12
_NEAR = 8
_INDEFINITE = frozenset(("a", "an", "one", "another"))
_INNER = frozenset(("of", "in", "at", "from", "with", "for", "to", "on"))
# How many words `in the Norlandic delegation` may have before its own mention ends.
_INSIDE = 3

Watch = Callable[[Page, Mention, list[Mention], list[Entity]], None]


def resolve(page: Page, mentions: list[Mention], entities: list[Entity], watch: Watch | None = None) -> None:
    """Set `entity` on pronouns and on definite descriptions, in reading order; what stays unknown keeps -1."""
    seen: list[Mention] = []
    for index, mention in enumerate(mentions):
        if mention.kind == "pronoun" and mention.gender:
            mention.stands_for = _nameless(page, mention, mentions[max(0, index - _NEAR) : index], entities)
            if mention.stands_for is None:
                if watch:
                    watch(page, mention, seen, entities)
                _resolve_pronoun(page, mention, seen, entities)
        elif mention.kind == "pronoun":
            _resolve_neutral(page, mention, mentions[max(0, index - _NEAR) : index], seen, entities)
        elif mention.kind == "nominal" and not mention.plural and not mention.body:
            mention.entity = named_after(page, mention, mentions[index + 1 : index + 3])
            if mention.entity >= 0:
                entities[mention.entity].person = True
                entities[mention.entity].gender = entities[mention.entity].gender or mention.gender
            else:
                mention.entity = holder_of(page, mention, seen, entities)
        if mention.entity >= 0 and not entities[mention.entity].body:
            seen.append(mention)
            if len(seen) > 4 * _MEMORY:
                del seen[: 3 * _MEMORY]


def _nameless(page: Page, pronoun: Mention, before: list[Mention], entities: list[Entity]) -> Mention | None:
    """Return the `neighbour` of `A neighbour came out. “It was loud,” she said.`: who spoke or began the sentence last,
    when nobody has been named since. The data never marks such a person, so this is a rule.
    """
    for earlier in reversed(before):
        if pronoun.sentence - earlier.sentence > 1:
            return None
        if earlier.kind == "pronoun":
            if earlier.gender == pronoun.gender:
                return earlier.stands_for
            continue
        if earlier.entity >= 0:
            if not entities[earlier.entity].body and entities[earlier.entity].gender in (None, pronoun.gender):
                return None
            continue
        fits = earlier.gender in (None, pronoun.gender) and not earlier.plural and not earlier.body
        if fits and _is_introduced(page, earlier):
            return earlier
    return None


def _is_introduced(page: Page, mention: Mention) -> bool:
    """`A neighbour` at the head of a clause, or `said one visitor`; not what Holt is in `Holt, a Republican`."""
    opens, head = page.tokens[mention.first], page.tokens[mention.last]
    if opens.low not in _INDEFINITE or head.low not in PERSON_HEADS:
        return False
    if "," in opens.gap and page.tokens[mention.first - 1].capital:
        return False
    return mention.subject_of >= 0 or mention.inverted_of >= 0 or mention.fronted


def _resolve_neutral(
    page: Page, mention: Mention, before: list[Mention], seen: list[Mention], entities: list[Entity]
) -> None:
    if mention.name == "who":
        _resolve_who(page, mention, before[-2:], seen)
    elif mention.name in ("it", "they") and (mention.subject_of >= 0 or mention.inverted_of >= 0):
        _resolve_body(mention, before, entities)


def _resolve_who(page: Page, mention: Mention, before: list[Mention], seen: list[Mention]) -> None:
    """`who` stands for what it follows; in `a person in the delegation, who …` for the person."""
    if before and before[-1].last >= mention.first - 2:
        nominal = before[-1]
        outer = before[0]
        inner = page.tokens[outer.last + 1].low in _INNER and nominal.first - outer.last <= _INSIDE
        if len(before) > 1 and inner and outer.kind == "nominal" and not outer.body:
            nominal = outer
        if nominal.kind == "nominal" and nominal.entity < 0:
            mention.stands_for = nominal
            return
    if seen and seen[-1].last >= mention.first - 8 and seen[-1].sentence == mention.sentence:
        mention.entity, mention.entity_score = seen[-1].entity, 0.8


def _resolve_body(mention: Mention, before: list[Mention], entities: list[Entity]) -> None:
    """`It said` is the body, `they said` the people that began a sentence just before."""
    for earlier in reversed(before):
        if mention.sentence - earlier.sentence > 1:
            return
        if not earlier.fronted:
            continue
        if earlier.kind == "nominal" and (earlier.plural if mention.plural else earlier.body):
            mention.stands_for = earlier
            return
        if earlier.kind == "name" and earlier.entity >= 0 and not mention.plural:
            entity = entities[earlier.entity]
            if entity.body or (entity.gender is None and not entity.person):
                mention.entity, mention.entity_score = earlier.entity, 0.6
                return


def _resolve_pronoun(page: Page, mention: Mention, seen: list[Mention], entities: list[Entity]) -> None:
    """Weigh the persons named before; softmax over them gives `entity_score`."""
    best, best_score, scores = -1, -math.inf, []
    for earlier, names in options(page, mention, seen, entities):
        score = weigh(names, ANTECEDENT_WEIGHTS)
        scores.append(score)
        if score > best_score:
            best, best_score = earlier.entity, score
    if best >= 0:
        mention.entity = best
        mention.entity_score = 1.0 / sum(math.exp(score - best_score) for score in scores)


def options(
    page: Page, pronoun: Mention, seen: list[Mention], entities: list[Entity]
) -> list[tuple[Mention, list[str]]]:
    """Return the persons that `pronoun` can stand for, each by its latest mention, the latest first, with features."""
    here = pronoun.sentence
    groups: dict[int, list[Mention]] = {}
    speaker = -1
    for earlier in reversed(seen[-_MEMORY:]):
        if here - earlier.sentence > _FAR:
            break
        if speaker < 0 and (earlier.subject_of >= 0 or earlier.inverted_of >= 0):
            speaker = earlier.entity
        entity = entities[earlier.entity]
        if entity.gender in (None, pronoun.gender) and not entity.is_place:
            groups.setdefault(earlier.entity, []).append(earlier)
    known = sum(1 for index in groups if entities[index].gender)
    most = max((entities[index].count for index in groups), default=0)
    found = []
    for rank, (index, mentions) in enumerate(groups.items()):
        names = _describe(page, pronoun, mentions[0], entities[index], rank)
        names += _describe_all(pronoun, mentions, rank)
        if index == speaker:
            names += ["spoke", f"spoke:{'cued' if pronoun.subject_of >= 0 or pronoun.inverted_of >= 0 else 'plain'}"]
        if entities[index].gender:
            names.append(f"known:{min(known, 3)}")
        names.append("foremost" if entities[index].count == most else "lesser")
        found.append((mentions[0], names))
    return found


def _describe(page: Page, pronoun: Mention, earlier: Mention, entity: Entity, rank: int) -> list[str]:
    """Features of the latest mention of a person."""
    token = page.tokens[earlier.last]
    distance = pronoun.sentence - earlier.sentence
    speaks = earlier.subject_of >= 0 or earlier.inverted_of >= 0
    apart = page.tokens[pronoun.first].paragraph - page.tokens[earlier.first].paragraph
    fronted = "front" if pronoun.fronted else "inner"
    names = [
        *_distance_names(min(distance, 5), min(apart, 3), min(rank, 4), fronted, earlier.kind),
        f"gender:{'known' if entity.gender else 'unknown'}",
        f"{'person' if entity.person else 'thing'}:{'full' if ' ' in entity.name else 'lone'}",
        f"count:{1 if entity.count == 1 else 2 if entity.count < 4 else 4 if entity.count < 9 else 9}",
    ]
    if speaks:
        names += ["speaks", f"speaks:{min(distance, 2)}"]
    if earlier.fronted:
        names += ["fronted", f"fronted:{min(distance, 2)}", f"fronted:{fronted}"]
    if token.possessive:
        names += ["possessive", f"possessive:{min(distance, 1)}"]
    if earlier.modifier:
        names.append("modifier")
    if earlier.first and page.tokens[earlier.first].gap == " ":
        low = page.tokens[earlier.first - 1].low
        if low in PREPOSITIONS:
            names += ["oblique", f"oblique:{min(distance, 1)}", f"after:{low}"]
    if distance == 0 and earlier.kind == "name" and speaks and pronoun.subject_of >= 0:
        names.append("rival")
    return names


@lru_cache(maxsize=1024)
def _distance_names(distance: int, apart: int, rank: int, fronted: str, kind: str) -> tuple[str, ...]:
    return (
        f"distance:{distance}",
        f"distance:{min(distance, 2)}:{fronted}:{kind}",
        f"apart:{apart}",
        f"apart:{min(apart, 2)}:rank{min(rank, 2)}",
        f"rank:{rank}",
        f"rank:{min(rank, 2)}:{min(distance, 2)}",
        f"kind:{kind}",
    )


def _describe_all(pronoun: Mention, mentions: list[Mention], rank: int) -> list[str]:
    """Features of all recent mentions of a person: how many, and where the last one stood that opens a sentence."""
    here = pronoun.sentence
    names = [f"named:{min(len(mentions), 4)}", f"named:{min(len(mentions), 3)}:rank{min(rank, 2)}"]
    front = next((m for m in mentions if m.fronted), None)
    names.append(f"front:{min(here - front.sentence, 3) if front else 'never'}")
    speech = next((m for m in mentions if m.subject_of >= 0 or m.inverted_of >= 0), None)
    names.append(f"speech:{min(here - speech.sentence, 3) if speech else 'never'}")
    if any(m.kind == "pronoun" for m in mentions):
        names.append("resumed")
    return names
