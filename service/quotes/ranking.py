"""Each quote's source: the candidate with the highest sum of weights, in reading order."""

from __future__ import annotations

import math
from collections.abc import Callable

from msgspec import Struct

from service.quotes.candidates import Candidate, Context, Nearby
from service.quotes.features import describe, describe_none
from service.quotes.mentions import Mention
from service.quotes.page import Page
from service.quotes.people import Entity
from service.quotes.weights import SOURCE_WEIGHTS, weigh

# How many runners-up are kept.
_LIKELIEST = 3

# How likely a signature names the source.
_SIGNED = 0.97

Watch = Callable[[Context, list[Candidate], list[list[str]]], Mention | None]


class Choice(Struct, gc=False):
    """The source chosen for one quote (None: nobody) and the probability that the weights give it.

    `likeliest` holds the mentions with the highest probability, the best first.
    """

    mention: Mention | None
    place: str
    probability: float
    relation: str
    likeliest: list[Mention]


def rank(
    page: Page, contexts: list[Context], mentions: list[Mention], entities: list[Entity], watch: Watch | None = None
) -> list[Choice]:
    """Choose a source for every quote of `contexts`; each choice is seen by the next.

    `watch` is shown each quote with its candidates and the features of nobody and of each of them; training reads them.
    """
    nearby = Nearby(page, mentions)
    choices: list[Choice] = []
    previous: Mention | None = None
    earlier: Context | None = None
    for context in contexts:
        relation = relate(context, earlier, previous)
        candidates = nearby.around(context, previous)
        options = [describe_none(context, relation)]
        options += [describe(page, context, c, previous, relation, entities) for c in candidates]
        choice = _choose(candidates, options, relation)
        choices.append(choice)
        told = watch(context, candidates, options) if watch else None
        previous, earlier = told or choice.mention or previous, context
    return choices


def relate(context: Context, earlier: Context | None, previous: Mention | None) -> str:
    """Name how far the quote before stands: `none` when there is none with a known source."""
    if earlier is None or previous is None:
        return "none"
    if earlier.sentence == context.sentence:
        return "sentence"
    distance = context.paragraph - earlier.paragraph
    return "paragraph" if distance == 0 else "above" if distance == 1 else "far"


def _choose(candidates: list[Candidate], options: list[list[str]], relation: str) -> Choice:
    if candidates and candidates[0].place == "signed":
        return Choice(candidates[0].mention, "signed", _SIGNED, relation, [candidates[0].mention])
    scores = [weigh(names, SOURCE_WEIGHTS) for names in options]
    best_score = max(scores)
    best = scores.index(best_score)
    probability = 1.0 / sum(math.exp(score - best_score) for score in scores)
    order = sorted(range(1, len(scores)), key=lambda i: -scores[i])
    likeliest = [candidates[i - 1].mention for i in order[:_LIKELIEST]]
    if best == 0:
        return Choice(None, "", probability, relation, likeliest)
    chosen = candidates[best - 1]
    return Choice(chosen.mention, chosen.place, probability, relation, likeliest)
