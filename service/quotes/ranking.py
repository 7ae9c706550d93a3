"""Each quote's source: the candidate with the highest sum of weights, in reading order."""

from __future__ import annotations

import math
from dataclasses import dataclass

from service.quotes.candidates import Candidate, Context, Nearby
from service.quotes.features import describe, describe_none
from service.quotes.mentions import Mention
from service.quotes.page import Page
from service.quotes.people import Entity
from service.quotes.weights import SOURCE_WEIGHTS


@dataclass(slots=True)
class Choice:
    """The source chosen for one quote (None: nobody) and the probability that the weights give it."""

    mention: Mention | None
    place: str
    probability: float
    relation: str


def rank(page: Page, contexts: list[Context], mentions: list[Mention], entities: list[Entity]) -> list[Choice]:
    """Choose a source for every quote of `contexts`; each choice is seen by the next."""
    nearby = Nearby(page, mentions)
    choices: list[Choice] = []
    previous: Mention | None = None
    earlier: Context | None = None
    for context in contexts:
        relation = relate(context, earlier, previous)
        candidates = nearby.around(context, previous)
        choice = _choose(page, context, candidates, previous, relation, entities)
        choices.append(choice)
        previous, earlier = choice.mention or previous, context
    return choices


def relate(context: Context, earlier: Context | None, previous: Mention | None) -> str:
    """Name how far the quote before stands: `none` when there is none with a known source."""
    if earlier is None or previous is None:
        return "none"
    if earlier.sentence == context.sentence:
        return "sentence"
    distance = context.paragraph - earlier.paragraph
    return "paragraph" if distance == 0 else "above" if distance == 1 else "far"


def _choose(
    page: Page,
    context: Context,
    candidates: list[Candidate],
    previous: Mention | None,
    relation: str,
    entities: list[Entity],
) -> Choice:
    none = sum(SOURCE_WEIGHTS.get(name, 0.0) for name in describe_none(context, relation))
    scores = [none]
    best, best_score = None, none
    for candidate in candidates:
        names = describe(page, context, candidate, previous, relation, entities)
        score = sum(SOURCE_WEIGHTS.get(name, 0.0) for name in names)
        scores.append(score)
        if score > best_score:
            best, best_score = candidate, score
    probability = 1.0 / sum(math.exp(score - best_score) for score in scores)
    if best is None:
        return Choice(None, "", probability, relation)
    return Choice(best.mention, best.place, probability, relation)
