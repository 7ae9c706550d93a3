"""What speaks for and against a candidate, as named features: the ranking only adds up their weights."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from service.quotes.candidates import Candidate, Context
from service.quotes.followers import CONJUNCTIONS
from service.quotes.lexicon import OBLIQUE, PREPOSITIONS
from service.quotes.mentions import Mention
from service.quotes.page import BLANK, Page
from service.quotes.people import Entity
from service.quotes.subjects import is_passive
from service.quotes.verbs import CALL, SAY

# How many combinations of a kind keep their names: more than are ever seen.
_KEPT = 4096
_RELATIVE = frozenset(("that", "which", "whom"))


def describe(
    page: Page,
    context: Context,
    candidate: Candidate,
    previous: Mention | None,
    relation: str,
    entities: list[Entity],
) -> list[str]:
    """Return the names of the features that hold for one candidate of one quote.

    `previous` is the source of the quote before, `relation` where that quote stands: `sentence`, `paragraph`, `above`
    (the paragraph before), `far` or `none`.
    """
    mention, place, form = candidate.mention, candidate.place, context.form
    kind = _kind(mention)
    rank, subject = min(candidate.rank, 3), min(candidate.subject, 3)
    names = [
        *_place_names(place, form, kind, rank, context.lead, subject, "outdone" if candidate.outdone else "free"),
        *_distance_features(page, context, mention, place),
        *_cue_features(page, context, candidate),
        *_shape_features(page, mention, place),
    ]
    if place == "above":
        names.append(f"above:{form}:{'opens' if context.opens else 'inside'}")
        names.append(f"above:{'colon' if _colon(page, mention, context) else 'stop'}")
    if place in ("left", "last", "above"):
        names.append(f"{place}:{'direct' if context.direct else 'partial'}")
    names += _history_features(context, mention, previous, relation, form)
    if mention.entity >= 0:
        count = entities[mention.entity].count
        names.append("count:1" if count == 1 else "count:2" if count < 4 else "count:4" if count < 9 else "count:9")
        names.append("entity:body" if entities[mention.entity].body else "entity:person")
        speaks = entities[mention.entity].speaks
        names.append("silent" if speaks == 0 else "speaks:1" if speaks < 3 else "speaks:3")
        names.append(f"count:{place}:{'1' if count == 1 else '2' if count < 4 else '4'}")
    if mention.kind == "name" and mention.name.rpartition(" ")[2].lower() in context.names:
        names += ["spoken", f"spoken:{place}"]
    return names


@lru_cache(maxsize=_KEPT)
def _place_names(place: str, form: str, kind: str, rank: int, lead: str, subject: int, rival: str) -> tuple[str, ...]:
    """Where the mention stands among the others."""
    return (
        place,
        f"{place}:{form}",
        f"kind:{kind}",
        f"{place}:{kind}",
        f"{place}:rank{rank}",
        f"{place}:{kind}:rank{rank}",
        f"{place}:{form}:rank{rank}",
        f"{place}:lead:{lead}",
        f"{place}:subject{subject}:{form}",
        f"{place}:{rival}:{kind}",
    )


def _distance_features(page: Page, context: Context, mention: Mention, place: str) -> tuple[str, ...]:
    """How many words and how many other quotes stand between the mention and the quote."""
    if mention.first >= context.token:
        words = mention.first - context.token
        between = bisect_right(page.quote_token, mention.first) - 1 - context.index
    else:
        words = context.token - mention.last - 1
        between = context.index - bisect_right(page.quote_token, mention.last)
    far = "0" if words == 0 else "1" if words == 1 else "2" if words < 4 else "4" if words < 9 else "9"
    return _distance_names(place, far, 0 if between < 0 else min(between, 3))


@lru_cache(maxsize=_KEPT)
def _distance_names(place: str, far: str, between: int) -> tuple[str, ...]:
    side = place if place in ("left", "right") else "else"
    return f"words:{side}:{far}", f"between:{place}:{between}"


def describe_none(context: Context, relation: str) -> list[str]:
    """Return the features of the answer that nobody in sight said it."""
    return ["none", f"none:{context.form}", f"none:{relation}", f"none:{'direct' if context.direct else 'partial'}"]


def _kind(mention: Mention) -> str:
    if mention.kind == "name":
        return "headline" if mention.headline else "name"
    if mention.kind == "nominal":
        return "body" if mention.body else "plural" if mention.plural else "nominal"
    return mention.name


def _colon(page: Page, mention: Mention, context: Context) -> bool:
    end = page.paragraphs[context.paragraph - 1].end
    return page.text[max(0, end - 1) : end] == ":"


def _cue_features(page: Page, context: Context, candidate: Candidate) -> list[str]:
    """How the mention is tied to the reporting verbs of the quote's sentence, or to others."""
    mention, place = candidate.mention, candidate.place
    names = []
    if mention.according:
        names.append(f"according:{place}")
    if mention.label:
        names.append(f"label:{place}")
    if place in ("left", "right"):
        names += _tie_features(page, context, mention, context.cue_before, context.gap_before, "before")
        names += _tie_features(page, context, mention, context.cue_after, context.gap_after, "after")
    if mention.subject_of < 0 and mention.inverted_of < 0:
        names.append(f"uncued:{place}")
        if context.cue_before >= 0 and place == "left":
            if page.tokens[context.cue_before].low.endswith("ing"):
                names.append(f"ing:{mention.then}:{'front' if mention.fronted else 'inner'}")
            names.append("uncued:ing" if page.tokens[context.cue_before].low.endswith("ing") else "uncued:verb")
            names.append("uncued:beyond" if mention.first > context.cue_before else "uncued:hither")
        return names
    cues = (context.cue_before, context.cue_after)
    if mention.subject_of >= 0 and mention.subject_of not in cues:
        rival = "outdone" if candidate.outdone else "free"
        names += [f"subject:other:{place}", f"subject:other:{_strength(page, mention.subject_of)}:{rival}"]
    if mention.inverted_of >= 0 and mention.inverted_of not in cues:
        names.append(f"inverted:other:{place}")
    return names


def _tie_features(page: Page, context: Context, mention: Mention, cue: int, gap: int, side: str) -> list[str]:
    if cue < 0:
        return []
    names = []
    near = "touch" if gap <= 1 else "near" if gap <= 4 else "far"
    if mention.subject_of == cue and is_passive(page.tokens, cue):
        names += ["passive", f"passive:{side}"]
    elif mention.subject_of == cue:
        strength = _strength(page, cue)
        names += [
            f"subject:{side}",
            f"subject:{side}:{near}:{strength}",
            f"subject:{side}:{near}:{context.lead}",
            f"subject:{side}:{mention.kind}",
            f"verb:{side}:{page.tokens[cue].low}",
        ]
        if mention.apposed:
            names.append("subject:apposed")
    if mention.inverted_of == cue:
        names += [f"inverted:{side}", f"inverted:{side}:{near}"]
    return names


def _strength(page: Page, verb: int) -> str:
    return "say" if page.tokens[verb].low in SAY else "call"


def _shape_features(page: Page, mention: Mention, place: str) -> list[str]:
    """How the mention stands in its own sentence."""
    names = []
    if page.tokens[mention.last].possessive:
        names.append("possessive")
    if mention.modifier:
        names.append("modifier")
    names += [f"then:{mention.then}", f"{place}:then:{mention.then}"]
    if mention.fronted:
        names.append(f"fronted:{place}")
    elif mention.first:
        after = _what_precedes(page, mention)
        if after:
            names.append(f"after:{after}")
    return names


def _what_precedes(page: Page, mention: Mention) -> str:
    gap = page.tokens[mention.first].gap
    if gap != " ":
        return "quote" if BLANK in gap else "comma" if "," in gap else ""
    low = page.tokens[mention.first - 1].low
    if low in _RELATIVE and mention.subject_of >= 0 and page.tokens[mention.subject_of].low in CALL:
        return "relative"  # `a step that Holt called …`
    if low in OBLIQUE:
        return "oblique"
    if low in PREPOSITIONS or low in CONJUNCTIONS:
        return low
    return "verb" if low in SAY else "word"


def _history_features(
    context: Context, mention: Mention, previous: Mention | None, relation: str, form: str
) -> list[str]:
    if previous is None:
        return []
    if mention is previous:
        return ["same", f"same:{relation}", f"same:{relation}:{form}", f"same:{relation}:{context.lead}"]
    if mention.entity >= 0 and mention.entity == previous.entity:
        return ["again", f"again:{relation}", f"again:{form}"]
    return []
