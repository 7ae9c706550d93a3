"""Which mentions are weighed for a quote, and where each stands as seen from it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable

from msgspec import Struct

from service.quotes.followers import SUBJECT
from service.quotes.mentions import Mention
from service.quotes.page import BLANK, Page
from service.quotes.signatures import signature_of
from service.quotes.verbs import CALL, SAY
from service.quotes.weights import PRIOR_WEIGHTS

# Mentions kept on either side of a quote, and the words searched for its reporting verb.
_BEFORE, _AFTER = 10, 5
# How many of them are weighed.
_KEPT = 8
_CUE_BEFORE, _CUE_AFTER = 40, 14
_CAPITALISED = re.compile(r"[A-Z]\w+")
_LEADS = {",": "comma", ":": "colon", ".": "stop", "—": "dash", "–": "dash", "(": "dash", "": "start", "\n": "start"}


class Context(Struct, gc=False):
    """A quote and what surrounds it. Token indices are -1 when there is none.

    `cue_before` and `cue_after` are the nearest reporting verbs of its sentence on each side; `gap_before` counts the
    words between the first and the quote, `gap_after` those between the quote and the second. `form` is `bare` (its
    sentence has no words but the quote), `cued` or `plain`; `lead` what stands right before it (`comma`, `word`, …).
    `names` holds the capitalised words that are spoken, in lower case, `size` its length in characters.
    `signed` is the token that begins its signature.
    """

    index: int
    sentence: int
    paragraph: int
    token: int
    cue_before: int
    cue_after: int
    gap_before: int
    gap_after: int
    form: str
    opens: bool
    lead: str
    direct: bool
    names: frozenset[str]
    size: int
    signed: int


class Candidate(Struct, gc=False):
    """A mention as a possible source of one quote. `place` names where it stands, `rank` counts from the quote.

    `subject` counts those of its place that look like subjects of a clause and stand nearer; `outdone` tells that
    another one is the subject of the quote's own reporting verb.
    """

    mention: Mention
    place: str
    rank: int
    subject: int = 0
    outdone: bool = False


def contexts(page: Page) -> list[Context]:
    """Return the surroundings of every quote of `page`, in order."""
    return [_context(page, index) for index in range(len(page.quotes))]


def _context(page: Page, index: int) -> Context:
    tokens, quote = page.tokens, page.quotes[index]
    sentence, position = page.quote_sentence[index], page.quote_token[index]
    opened, closed = page.sentence_tokens[sentence]
    before, weak, at = -1, -1, position - 1
    while at >= max(opened, position - _CUE_BEFORE) and before < 0:
        if tokens[at].low in SAY:
            before = at
        elif weak < 0 and tokens[at].low in CALL:
            weak = at
        at -= 1
    if weak > before and (before < 0 or position - weak <= 3):
        before = weak
    after = -1
    for at in range(position, min(closed, position + _CUE_AFTER)):
        if at > position and BLANK in tokens[at].gap:
            break
        if tokens[at].low in SAY:
            after = at
            break
    lead = page.text[max(0, quote.outer_start - 3) : quote.outer_start].rstrip(" \u00a0\t")[-1:]
    first = next((c for c in page.text[quote.start : quote.end] if c.isalnum()), "a")
    form = "bare" if opened == closed else "cued" if before >= 0 or after >= 0 else "plain"
    return Context(
        index, sentence, quote.paragraph, position, before, after,
        position - before - 1 if before >= 0 else 99, after - position if after >= 0 else 99,
        form, quote.outer_start == page.paragraphs[quote.paragraph].start,
        _LEADS.get(lead, "word"),
        first.isupper(),
        frozenset(word.lower() for word in _CAPITALISED.findall(page.text, quote.start, quote.end)),
        quote.end - quote.start,
        signature_of(page, index),
    )  # fmt: skip


def prior_key(candidate: Candidate) -> str:
    """Name the cell of a candidate: how often candidates of one cell are right is known before any weighing."""
    place, rank = candidate.place, min(candidate.rank, 4)
    return f"{place}:{rank}:{candidate.mention.kind}:{'outdone' if candidate.outdone else 'free'}"


def _best(found: list[Candidate], previous: Mention | None) -> list[Candidate]:
    """Keep the candidates whose cells are right most often, and the source of the quote before."""
    if len(found) <= _KEPT:
        return found
    priors = [PRIOR_WEIGHTS.get(prior_key(c), 0.0) for c in found]
    least = sorted(priors)[-_KEPT]
    return [c for c, prior in zip(found, priors, strict=True) if prior >= least or c.mention is previous]


class Nearby:
    """The mentions of a page by position, to look up those around a quote without a scan."""

    def __init__(self, page: Page, mentions: list[Mention]) -> None:
        self._page = page
        self._mentions = mentions
        self._firsts = [m.first for m in mentions]

    def around(self, context: Context, previous: Mention | None) -> list[Candidate]:
        """Return the candidates for one quote: nearest first on each side; the previous quote's source always."""
        split = bisect_left(self._firsts, context.token)
        if context.signed >= 0 and split < len(self._firsts) and self._firsts[split] == context.signed:
            return [Candidate(self._mentions[split], "signed", 0)]
        before = self._placed(context, reversed(self._mentions[max(0, split - _BEFORE) : split]), before=True)
        found = before + self._placed(context, self._mentions[split : split + _AFTER], before=False)
        if previous is not None and all(c.mention is not previous for c in found):
            found.append(Candidate(previous, "far", 0))
        cues = {context.cue_before, context.cue_after} - {-1}
        tied = [c.mention for c in found if c.mention.subject_of in cues or c.mention.inverted_of in cues]
        if tied:
            for candidate in found:
                candidate.outdone = len(tied) > 1 or candidate.mention is not tied[0]
        return _best(found, previous) if PRIOR_WEIGHTS else found

    def _placed(self, context: Context, mentions: Iterable[Mention], *, before: bool) -> list[Candidate]:
        """Return those of `mentions`, the nearest first, that stand near enough."""
        tokens = self._page.tokens
        found: list[Candidate] = []
        place, rank, subjects = "", 0, 0
        for mention in mentions:
            token = tokens[mention.first]
            here = _place(context.sentence - token.sentence, context.paragraph - token.paragraph, before=before)
            if not here:
                break  # what is farther stands farther away still
            if here != place:
                place, rank, subjects = here, 0, 0
            found.append(Candidate(mention, place, rank, subjects))
            rank += 1
            subjects += mention.then in SUBJECT
        return found


def _place(sentences: int, paragraphs: int, *, before: bool) -> str:
    if sentences == 0:
        return "left" if before else "right"
    if not before:
        return "next" if paragraphs == 0 and sentences == -1 else ""
    if paragraphs == 0:
        return "last" if sentences == 1 else "earlier"
    return "above" if paragraphs == 1 else "higher" if paragraphs <= 3 else ""
