"""The way through the room: page, sources, filter, ranking, speakers."""

from __future__ import annotations

from service.models import FoundQuote, Kind, Span
from service.quotes.candidates import Context
from service.quotes.mentions import Mention
from service.quotes.page import Page, read_page
from service.quotes.ranking import Choice, rank
from service.quotes.roles import Roles
from service.quotes.scare import reported
from service.quotes.sources import find_sources
from service.quotes.speakers import confidence_of, method_of, names_of, speaker_of

# A fragment that starts with a capital is a clause from this many words on.
_CLAUSE = 3
# Below this confidence nobody is named: between it and 0.5 already less than half are right (docs/quotes.md).
UNSURE = 0.35


def extract(text: str) -> list[FoundQuote]:
    """Return the quotes of `text` with their speakers, sorted by start.

    Offsets are code points in `text`, and `text[quote.start:quote.end] == quote.text` always: the words as printed
    between the outermost marks, without the marks and without a comma before the closing one.
    """
    page = read_page(text)
    if not page.quotes:
        return []
    mentions, entities = find_sources(page)
    kept = reported(page, mentions)
    choices = rank(page, kept, mentions, entities)
    roles = Roles(page, mentions)
    found: list[FoundQuote] = []
    utterance = -1
    for at, (context, choice) in enumerate(zip(kept, choices, strict=True)):
        previous = choices[at - 1] if at else None
        runs_on = at > 0 and not page.quotes[kept[at - 1].index].closed and kept[at - 1].index == context.index - 1
        if not _goes_on(choice, previous, runs_on=runs_on):
            utterance += 1
        quote = page.quotes[context.index]
        speaker, speaker_type = speaker_of(page, choice.mention, entities)
        method = method_of(choice, previous, runs_on=runs_on)
        confidence = confidence_of(choice, method) if speaker else 0.0
        if confidence < UNSURE:
            speaker, speaker_type = None, None
        found.append(
            FoundQuote(
                text=text[quote.start : quote.end],
                kind=_kind(page, context, interrupted=bool(found) and found[-1].utterance == utterance),
                start=quote.start,
                end=quote.end,
                speaker=speaker,
                speaker_type=speaker_type,
                role=roles.of(choice.mention) if speaker_type == "person" else None,
                mention=_mention_span(text, choice.mention),
                cue=_cue_span(page, context, choice.mention),
                method=method,
                confidence=confidence,
                utterance=utterance,
                candidates=names_of(page, choice, entities),
            )
        )
    return found


def _goes_on(choice: Choice, previous: Choice | None, *, runs_on: bool) -> bool:
    """Tell whether the quote is more of the utterance before: the same words name the source of both."""
    if previous is None or choice.mention is not previous.mention:
        return False
    return runs_on or (choice.mention is not None and choice.relation in ("sentence", "paragraph", "above"))


def _kind(page: Page, context: Context, *, interrupted: bool) -> Kind:
    """A quote is direct when it is a sentence, or goes on with one that the reporter interrupted."""
    quote = page.quotes[context.index]
    words = len(page.text[quote.start : quote.end].split())
    if context.direct:
        return "direct" if words >= _CLAUSE or context.lead != "word" else "partial"
    return "direct" if interrupted and context.lead == "comma" and words >= _CLAUSE else "partial"


def _mention_span(text: str, mention: Mention | None) -> Span | None:
    return Span(text[mention.start : mention.end], mention.start, mention.end) if mention else None


def _cue_span(page: Page, context: Context, mention: Mention | None) -> Span | None:
    """Return the reporting words: those the mention is tied to, else the nearest of the sentence."""
    if mention is None:
        return None
    tokens = page.tokens
    if mention.according and mention.first:
        first = max(0, mention.first - 2) if tokens[mention.first - 1].low == "to" else mention.first - 1
        return Span(
            page.text[tokens[first].start : tokens[mention.first - 1].end],
            tokens[first].start,
            tokens[mention.first - 1].end,
        )
    for index in (mention.subject_of, mention.inverted_of, context.cue_after, context.cue_before):
        if index >= 0:
            return Span(tokens[index].text, tokens[index].start, tokens[index].end)
    return None
