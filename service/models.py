"""The words of the domain as msgspec Structs; no I/O.

Offsets count Unicode code points (`str` indices) in the article's `body`. `None` means unknown: nothing here is ever
guessed. Times are RFC 3339; a `published_at` whose page gave no zone stays without one.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

Kind = Literal["direct", "partial"]
Precision = Literal["minute", "day"]
SpeakerType = Literal["person", "organisation", "unnamed"]

Moment = Annotated[datetime, Meta(tz=True)]
"""A time that is always known with its zone; those of articles as they are printed may lack one."""

PrintedTime = Annotated[str, Meta(max_length=100)]
"""An RFC 3339 date or date-time, with or without its zone; what else it may be is for the readers to say."""

ShortText = Annotated[str, Meta(min_length=1, max_length=1_000)]
Url = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=r"^https?://[^\s/]")]


class ArticleIn(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """An article as it is handed in: exactly one of `text` (a raw page's text), `html` or `body` (already clean).

    What is given here wins over what the readers find in the page.
    """

    text: str | None = None
    html: str | None = None
    body: str | None = None
    title: ShortText | None = None
    outlet: ShortText | None = None
    agency: ShortText | None = None
    url: Url | None = None
    published_at: PrintedTime | None = None
    modified_at: PrintedTime | None = None
    authors: Annotated[list[ShortText], Meta(max_length=50)] = []
    section: ShortText | None = None
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(?![\s\S])", max_length=3)] | None = None
    external_id: ShortText | None = None


class ArticlePatch(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A correction of an article's metadata (RFC 7396): what is named is set, null clears, the rest stays.

    What is set here stays when the article's page is ingested again. Its text is changed by `PUT` only.
    """

    title: ShortText | UnsetType | None = UNSET
    outlet: ShortText | UnsetType | None = UNSET
    agency: ShortText | UnsetType | None = UNSET
    url: Url | UnsetType | None = UNSET
    published_at: PrintedTime | UnsetType | None = UNSET
    authors: Annotated[list[ShortText], Meta(max_length=50)] | UnsetType | None = UNSET
    section: ShortText | UnsetType | None = UNSET
    language: Annotated[str, Meta(pattern=r"^[a-z]{2,3}(?![\s\S])", max_length=3)] | UnsetType | None = UNSET
    external_id: ShortText | UnsetType | None = UNSET


class Draft(Struct, kw_only=True):
    """A read article: clean, with the metadata that was given or found, not yet stored."""

    body: str
    title: str | None = None
    standfirst: str | None = None
    outlet: str | None = None
    agency: str | None = None
    authors: list[str] = []
    section: str | None = None
    language: str | None = None
    url: str | None = None
    external_id: str | None = None
    published_at: datetime | None = None
    published_precision: Precision | None = None
    modified_at: datetime | None = None
    truncated: bool = False


class Span(Struct, frozen=True):
    """A stretch of a text: `text[start:end]` of the text it was found in is exactly `text`."""

    text: str
    start: int
    end: int


class FoundQuote(Struct, kw_only=True):
    """A quote as extraction finds it in one text, before it is stored.

    `speaker` is a canonical name, or the nominal source itself ("a spokesman") when `speaker_type` is `unnamed`.
    `utterance` numbers the stretches of speech of the text from 0: quotes with the same number are one stretch,
    interrupted by the reporter or by a paragraph break. `confidence` (0 to 1) is that of the speaker; where it is too
    low to name one, `speaker` is None. `candidates` holds who it may be, the likeliest first. `role` is what the text
    calls the speaker beside the name ("NATO chief"), as printed.
    """

    text: str
    kind: Kind
    start: int
    end: int
    speaker: str | None = None
    speaker_type: SpeakerType | None = None
    role: str | None = None
    mention: Span | None = None
    cue: Span | None = None
    method: str = "none"
    confidence: float = 0.0
    utterance: int = 0
    candidates: list[str] = []


class Period(Struct, frozen=True):
    """A half-open range of epoch seconds, [start, end); None is open."""

    start: int | None = None
    end: int | None = None


class Named(Struct, frozen=True):
    """A reference to a speaker or an outlet: its slug and its name as a reader sees it."""

    id: str
    name: str


class QuoteBefore(Struct, kw_only=True, frozen=True):
    """What a quote was before it was corrected."""

    speaker: Named | None
    kind: Kind
    method: str
    confidence: float


class Correction(Struct, kw_only=True, frozen=True):
    """What a person has said of a quote: when, who (if they said so) and why, and what the quote was before."""

    at: Moment
    by: str | None
    note: str | None
    before: QuoteBefore


class Quote(Struct, kw_only=True):
    """A stored quote with its speaker, and where and when it was printed.

    `role` is what the article calls the speaker; `candidates` are the names of those it may be from, the likeliest
    first, also when a speaker was chosen. `correction` is there when a person has said something else than extraction.
    """

    id: str
    article_id: str
    text: str
    kind: Kind
    start: int
    end: int
    speaker: Named | None
    role: str | None
    candidates: list[str]
    mention: Span | None
    cue: Span | None
    method: str
    confidence: float
    correction: Correction | None
    utterance_id: str
    statement_id: str | None
    outlet: Named | None
    published_at: datetime | None
    article_title: str | None


class Article(Struct, kw_only=True):
    """One published piece, as one outlet printed it. `searchable` says whether the index holds this very revision.

    `duplicate_of` is the first of the articles that are nearly the same as this one, and `similarity` the share (0.5 to
    1) of the shorter one's runs of words that the longer has too. `corrected` names what a person has set.
    """

    id: str
    external_id: str | None
    url: str | None
    title: str | None
    outlet: Named | None
    agency: str | None
    authors: list[str]
    section: str | None
    language: str | None
    published_at: datetime | None
    published_precision: Precision | None
    modified_at: datetime | None
    standfirst: str | None
    body: str
    truncated: bool
    duplicate_of: str | None
    similarity: float | None
    corrected: list[str]
    revision: int
    searchable: bool
    created_at: Moment
    updated_at: Moment
    quotes: list[Quote] | UnsetType = UNSET


class Seen(Struct, kw_only=True, frozen=True):
    """A name or a role of a speaker as printed: in how many quotes, and on which days first and last (UTC).

    The days are those of the articles' publication; null when none of these has a date.
    """

    printed: str
    quotes: int
    first_seen: date | None
    last_seen: date | None


class Speaker(Struct, kw_only=True):
    """A person or body that is quoted, under one canonical name.

    `article_id` is set for a source without a name of its own ("a spokesman", "the report"): no other article has it.
    `aliases` and `roles` are there where one speaker is asked for, the most frequent first.
    """

    id: str
    name: str
    type: SpeakerType
    article_id: str | None
    quotes: int
    articles: int
    aliases: list[Seen] | UnsetType = UNSET
    roles: list[Seen] | UnsetType = UNSET


class Outlet(Struct, kw_only=True):
    """A publisher of articles."""

    id: str
    name: str
    articles: int


class Extraction(Struct, kw_only=True):
    """What `POST /v1/extract` answers: the article as it would be stored, and its quotes; nothing is kept."""

    article: Draft
    quotes: list[FoundQuote]


class Extracted(Extraction, kw_only=True):
    """An extraction with the sketch of its body (`service.likeness`), which the store makes itself where it is None."""

    sketch: list[int] | None = None
