"""From the chosen mention to the speaker, and the words that name the evidence."""

from __future__ import annotations

import math

from service.models import SpeakerType
from service.quotes.mentions import Mention
from service.quotes.page import Page
from service.quotes.people import Entity
from service.quotes.phrases import phrase_of
from service.quotes.ranking import Choice
from service.quotes.weights import CONFIDENCE_WEIGHTS

# Nothing is surer than this, nor less sure than its complement.
_FLOOR = 0.0005


def speaker_of(page: Page, mention: Mention | None, entities: list[Entity]) -> tuple[str | None, SpeakerType | None]:
    """Return the canonical name and type of a mention; a nominal source is its own words, an unknown pronoun None."""
    if mention is None:
        return None, None
    mention = mention.stands_for or mention
    if mention.entity >= 0:
        entity = entities[mention.entity]
        return _one_line(entity.name), "organisation" if entity.body else "person"
    if mention.kind == "pronoun":
        return None, None
    name = phrase_of(page, mention) if mention.kind == "nominal" else mention.name
    return _one_line(name), "organisation" if mention.body else "unnamed"


def method_of(choice: Choice, previous: Choice | None, *, runs_on: bool) -> str:
    """Name the evidence for a choice. `runs_on` tells that the quote before was not closed."""
    mention = choice.mention
    if mention is None:
        return "none"
    if choice.place == "signed":
        return "signature"
    if choice.place not in ("left", "right") and previous is not None and previous.mention is mention:
        return "continuation" if runs_on or choice.relation in ("paragraph", "above") else "previous-speaker"
    if mention.according:
        return "according-to"
    if mention.label:
        return "transcript"
    if mention.kind == "pronoun":
        return "pronoun"
    if mention.kind == "nominal":
        return "title" if mention.entity >= 0 else "nominal"
    return "cue-subject" if mention.subject_of >= 0 or mention.inverted_of >= 0 else "nearby"


def confidence_of(choice: Choice, method: str) -> float:
    """Return how likely the speaker is right: the probability of the mention, times that of the person it was resolved
    to, brought in line with how often such choices proved right on outlets that the weights had not seen.
    """
    mention = choice.mention
    if mention is None:
        return 0.0
    certainty = mention.entity_score or 1.0
    raw = min(max(choice.probability * certainty, _FLOOR), 1 - _FLOOR)
    slope = CONFIDENCE_WEIGHTS.get(f"{method}:slope", CONFIDENCE_WEIGHTS.get("other:slope", 1.0))
    offset = CONFIDENCE_WEIGHTS.get(f"{method}:offset", CONFIDENCE_WEIGHTS.get("other:offset", 0.0))
    return round(1 / (1 + math.exp(-slope * math.log(raw / (1 - raw)) - offset)), 3)


def names_of(page: Page, choice: Choice, entities: list[Entity]) -> list[str]:
    """Return the speakers that the likeliest mentions stand for, the best first, each once."""
    names = (speaker_of(page, mention, entities)[0] for mention in choice.likeliest)
    return list(dict.fromkeys(name for name in names if name))


def _one_line(name: str) -> str:
    return " ".join(name.split())
