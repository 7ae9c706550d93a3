"""All possible sources of a page in reading order: found, tied to their verbs, joined to persons and bodies."""

from __future__ import annotations

from service.quotes.antecedents import Watch, resolve
from service.quotes.cues import link_cues
from service.quotes.followers import note_followers
from service.quotes.mentions import Mention, find_names
from service.quotes.nominals import find_nominals
from service.quotes.page import Page
from service.quotes.people import Entity, join_names, learn_genders


def find_sources(page: Page, watch: Watch | None = None) -> tuple[list[Mention], list[Entity]]:
    """Return the mentions of `page`, sorted, and the entities that they refer to by index.

    `watch` is shown every pronoun before it is resolved, with the mentions that it can stand for; training reads them.
    """
    names = find_names(page)
    taken = _owners(page, names)
    nominals = find_nominals(page, taken)
    inside = _owners(page, nominals)
    names = [m for m in names if inside[m.last] < 0]
    mentions = sorted(names + nominals, key=lambda m: m.first)
    note_followers(page, mentions)
    link_cues(page, mentions, _owners(page, mentions))
    entities = join_names(page, mentions)
    learn_genders(page, mentions, entities)
    resolve(page, mentions, entities, watch)
    for mention in mentions:
        if mention.entity >= 0 and (mention.subject_of >= 0 or mention.inverted_of >= 0):
            entities[mention.entity].speaks += 1
    return mentions, entities


def _owners(page: Page, mentions: list[Mention]) -> list[int]:
    """Return for every token the index of the mention it is in, -1 for none."""
    owner = [-1] * len(page.tokens)
    for index, mention in enumerate(mentions):
        for token in range(mention.first, mention.last + 1):
            owner[token] = index
    return owner
