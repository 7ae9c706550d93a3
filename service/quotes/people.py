"""The persons and bodies of one article: mentions of the same one joined under its fullest name."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from service.quotes.lexicon import TITLES
from service.quotes.mentions import Gender, Mention
from service.quotes.names import split_name
from service.quotes.nouns import HEADS, PERSON_HEADS
from service.quotes.page import Page
from service.quotes.verbs import SAY

# How many words after `X, the …` are read as the office of X.
_APPOSITION = 9
_RELATIVE = frozenset(("who", "which", "whose", "whom", "that", "where", "when"))
_PREDICATE = frozenset(
    ("said", "says", "told", "tells", "has", "had", "is", "was", "were", "are", "will", "would", "also")
)
_PLACING = frozenset(("in", "at", "near", "across", "outside", "inside", "into", "throughout", "around", "within"))
# How many bearers of one surname an article can tell apart.
_NAMESAKES = 16


class Entity(Struct, gc=False):
    """One person or body. `name` is the fullest form seen, `words` its words, `roles` the office words that came with
    it (lower case).

    `count` is how often it is named, `speaks` how often it is the subject of a reporting verb, `located` how often it
    follows a preposition of place; `person` is set by evidence that it is one: an office, an honorific, speech.
    """

    name: str
    body: bool
    words: list[str]
    gender: Gender | None = None
    count: int = 0
    roles: set[str] = set()
    person: bool = False
    speaks: int = 0
    located: int = 0

    @property
    def is_place(self) -> bool:
        """Whether all that is told of it is that something is in it or at it."""
        return self.located == self.count > 0 and not (self.person or self.gender or self.roles)


def join_names(page: Page, mentions: list[Mention]) -> list[Entity]:
    """Give each name mention its entity, full names first, then surnames and given names by the nearest full one."""
    entities: list[Entity] = []
    by_surname: dict[str, list[int]] = {}
    by_given: dict[str, list[int]] = {}
    names = [(m, split_name(m.name)) for m in mentions if m.kind == "name"]
    for mention, words in names:
        if len(words) > 1 and not mention.headline:
            _join_full(mention, words, entities, by_surname, by_given)
    latest: dict[str, int] = {}
    for mention, words in names:
        if mention.entity >= 0:
            latest[words[-1]] = latest[words[0]] = mention.entity
        elif words:
            _join_short(mention, words, entities, by_surname, by_given, latest)
        _describe(page, mention, entities)
    return entities


def _join_full(
    mention: Mention,
    words: list[str],
    entities: list[Entity],
    by_surname: dict[str, list[int]],
    by_given: dict[str, list[int]],
) -> None:
    for index in by_surname.get(words[-1], [])[:_NAMESAKES]:
        entity = entities[index]
        known = entity.words
        if known[0] == words[0] or ((len(known[0]) == 1 or len(words[0]) == 1) and known[0][0] == words[0][0]):
            mention.entity = index
            entity.body = entity.body and mention.body
            if len(words) > len(known):
                entity.name, entity.words = mention.name, words
            return
    mention.entity = len(entities)
    entities.append(Entity(mention.name, mention.body, words))
    by_surname.setdefault(words[-1], []).append(mention.entity)
    by_given.setdefault(words[0], []).append(mention.entity)


def _join_short(
    mention: Mention,
    words: list[str],
    entities: list[Entity],
    by_surname: dict[str, list[int]],
    by_given: dict[str, list[int]],
    latest: dict[str, int],
) -> None:
    """`Mrs. Clinton`: of those who bear the name, one of her gender, the one named last, else the first one named."""
    key = words[-1]
    options = by_surname.get(key) or ([] if mention.roles else by_given.get(key)) or []
    persons = [i for i in options[:_NAMESAKES] if not entities[i].body] or options
    gender = mention.gender
    fitting = [i for i in persons[:_NAMESAKES] if gender is None or entities[i].gender in (None, gender)]
    if fitting:
        mention.entity = latest[key] if latest.get(key) in fitting else fitting[0]
        entities[mention.entity].body &= mention.body
        return
    mention.entity = len(entities)
    entities.append(Entity(mention.name, mention.body, words))
    by_surname.setdefault(key, []).append(mention.entity)
    latest[key] = mention.entity


def _describe(page: Page, mention: Mention, entities: list[Entity]) -> None:
    """Take over what stands beside the name: honorifics, offices, an apposition."""
    if mention.entity < 0:
        return
    entity = entities[mention.entity]
    entity.count += 1
    before = page.tokens[mention.first - 1] if mention.first else None
    if before and before.low in _PLACING and page.tokens[mention.first].gap == " ":
        entity.located += not page.tokens[mention.last].possessive
    if mention.headline:
        return  # `Holt Says Brandt` is no form of a name
    entity.gender = entity.gender or mention.gender
    for role in mention.roles:
        entity.roles.update(role.split("-"))
    if mention.inverted_of >= 0 or entity.gender or not TITLES.isdisjoint(mention.roles):
        entity.person = True
    _read_offices(page, mention.first, entity)
    if mention.last + 1 < len(page.tokens) and page.tokens[mention.last + 1].gap == ", ":
        _read_apposition(page, mention.last + 1, entity)


def _read_offices(page: Page, first: int, entity: Entity) -> None:
    """Take over the offices that stand before the name."""
    tokens = page.tokens
    index = first - 1
    for _ in range(4):
        if index < 0 or tokens[index + 1].gap not in (" ", "-", ", ") or tokens[index + 1].first:
            break
        low = tokens[index].low
        if tokens[index + 1].gap == ", " and low not in HEADS and low not in TITLES:
            break
        if low in TITLES or low in HEADS or tokens[index].capital:
            entity.roles.add(low)
        elif index < first - 1:
            break
        index -= 1


def _read_apposition(page: Page, start: int, entity: Entity) -> None:
    tokens = page.tokens
    sentence = tokens[start].sentence
    found = []
    for index in range(start, min(start + _APPOSITION, len(tokens))):
        token = tokens[index]
        if token.sentence != sentence or (index > start and token.gap not in (" ", "-")) or token.low in _RELATIVE:
            break
        found.append(token)
    if any(w.low in _PREDICATE or (w.low in SAY and w.low.endswith("ed")) for w in found):
        return  # `in Aspen, the mayor said`
    opens = tokens[start].low in ("the", "a", "an") or tokens[start].possessive or not tokens[start].capital
    if opens:
        entity.roles.update(w.low for w in found if w.low in TITLES or w.low in PERSON_HEADS or w.capital)


def learn_genders(page: Page, mentions: list[Mention], entities: list[Entity]) -> None:
    """Give persons of unknown gender that of the pronouns which follow them when no one else is near."""
    votes: dict[int, Counter[Gender]] = {}
    recent: Mention | None = None
    alone = False
    for mention in mentions:
        token = page.tokens[mention.first]
        if mention.kind == "name" and mention.entity >= 0 and not entities[mention.entity].body:
            if recent is not None and recent.entity != mention.entity:
                alone = page.tokens[recent.first].paragraph != token.paragraph
            else:
                alone = True
            recent = mention
        elif mention.kind == "pronoun" and mention.gender and recent is not None and alone:
            entity = entities[recent.entity]
            near = token.sentence - page.tokens[recent.first].sentence <= 1
            if near and (entity.person or (" " in entity.name and not entity.is_place)):
                votes.setdefault(recent.entity, Counter())[mention.gender] += 1
    for index, count in votes.items():
        if entities[index].gender is None:
            best, times = count.most_common(1)[0]
            if times > sum(count.values()) / 2:
                entities[index].gender = best
