"""One line of an export: what an article is outside of the store, whole enough to be put back as it was.

Every field of `ArticleIn` has the same name and meaning here, so that whoever reads the one can read the other. A line
is told from an `ArticleIn` by its `id`. Offsets count Unicode code points in `body`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from service.models import Correction, Kind, Moment, Named, Precision, Quote, QuoteBefore, Span, SpeakerType

ArticleId = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\s\S])")]
Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(?![\s\S])", max_length=100)]
SpeakerId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(~[a-z0-9]+)?(?![\s\S])", max_length=120)]
"""With a `~` where it is a source without a name of its own."""
Confidence = Annotated[float, Meta(ge=0, le=1)]
Text = Annotated[str, Meta(min_length=1)]
"""As long as it is in the store: readers set limits to what comes in, and what is in must be able to go out and in."""
CorrectedField = Literal[
    "title", "outlet", "agency", "url", "published_at", "authors", "section", "language", "external_id"
]  # fmt: skip
KnownAs = Annotated[str, Meta(pattern=r"^(url|words):[\s\S]")]
"""A further address that an article was found at, or the fingerprint of words that it had under another outlet."""
Revision = Annotated[int, Meta(ge=1, le=2**31 - 1)]
Offset = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class QuotedSpeaker(Struct, frozen=True, forbid_unknown_fields=True):
    """A speaker as a quote names them; more of them is with the article."""

    id: SpeakerId
    name: Text
    type: SpeakerType


class ExtractedQuote(Struct, kw_only=True, forbid_unknown_fields=True):
    """What extraction found, also where a person has said otherwise since; `speaker` is as printed."""

    speaker: Text | None
    speaker_type: SpeakerType | None
    role: str | None
    candidates: list[str]
    kind: Kind
    method: Text
    confidence: Confidence


class ExportedQuote(Struct, kw_only=True, forbid_unknown_fields=True):
    """A quote of the article whose line this is, in the order of its text; outlet and date are the article's."""

    id: Id
    text: Text
    kind: Kind
    start: Offset
    end: Offset
    speaker: QuotedSpeaker | None
    mention: Span | None
    cue: Span | None
    method: Text
    confidence: Confidence
    utterance_id: Id
    statement_id: Id | None
    extracted: ExtractedQuote


class ExportedCorrection(Struct, kw_only=True, forbid_unknown_fields=True):
    """What a person said of one of the article's quotes; it holds unless `ended_at` is set."""

    quote_id: Id
    names_speaker: bool
    speaker_id: SpeakerId | None
    kind: Kind | None
    is_no_quote: bool
    before: QuoteBefore
    corrected_by: str | None
    note: str | None
    corrected_at: Moment
    ended_at: Moment | None


class KnownName(Struct, frozen=True, forbid_unknown_fields=True):
    """A form of a name by which a speaker is known, where (empty: everywhere), and whether a person decided it."""

    form: Text
    scope: str
    decided: bool


class FormerSpeaker(Struct, kw_only=True, frozen=True, forbid_unknown_fields=True):
    """A speaker who was merged into another; the id still leads there."""

    id: SpeakerId
    name: Text
    type: SpeakerType
    article_id: ArticleId | None


class ExportedSpeaker(Struct, kw_only=True, forbid_unknown_fields=True):
    """All that is known of a speaker whom the article's quotes or corrections name; the same on each of their lines."""

    id: SpeakerId
    name: Text
    type: SpeakerType
    article_id: ArticleId | None
    names: list[KnownName]
    formerly: list[FormerSpeaker]


class FormerQuote(Struct, kw_only=True, frozen=True):
    """A quote as a revision keeps it; what else is known of it is the article's."""

    id: Id
    text: Text
    kind: Kind
    start: Offset
    end: Offset
    speaker: Named | None
    mention: Span | None
    cue: Span | None
    method: Text
    confidence: Confidence
    utterance_id: Id
    role: str | None = None
    candidates: list[str] = []
    correction: Correction | None = None


class FormerContent(Struct, kw_only=True, frozen=True):
    """What an article was before it was changed; its fields are those of the article."""

    external_id: Text | None
    url: Text | None
    title: Text | None
    standfirst: str | None
    body: Text
    agency: Text | None
    authors: list[Text]
    section: Text | None
    language: Text | None
    published_at: datetime | None
    published_precision: Precision | None
    modified_at: datetime | None = None
    truncated: bool
    outlet_id: Id | None
    outlet: Text | None = None
    corrected: list[CorrectedField] = []
    updated_at: Moment


class FormerRevision(Struct, kw_only=True, frozen=True):
    """A revision of the article before its current one; `quotes` is null where they were not kept."""

    revision: Revision
    replaced_at: Moment
    content: FormerContent
    quotes: list[FormerQuote] | None


class ExportedArticle(Struct, kw_only=True, forbid_unknown_fields=True):
    """An article with its quotes. `cursor` is where an export that broke off behind this line goes on."""

    id: ArticleId
    external_id: Text | None
    url: Annotated[str, Meta(pattern=r"^https?://[^\s/]")] | None
    title: Text | None
    outlet: Text | None
    agency: Text | None
    authors: list[Text]
    section: Text | None
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(?![\s\S])")] | None
    published_at: datetime | None
    published_precision: Precision | None
    modified_at: datetime | None = None
    standfirst: str | None
    body: Text
    truncated: bool
    duplicate_of: ArticleId | None
    similarity: Confidence | None = None
    revision: Revision
    created_at: Moment
    updated_at: Moment
    corrected: list[CorrectedField] = []
    known_as: list[KnownAs] = []
    quotes: list[ExportedQuote]
    corrections: list[ExportedCorrection]
    speakers: list[ExportedSpeaker]
    revisions: list[FormerRevision] = []
    cursor: str = ""


class QuoteLine(Quote, kw_only=True):
    """A stored quote. `cursor` is where an export that broke off behind this line goes on."""

    cursor: str
