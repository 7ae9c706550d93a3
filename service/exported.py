"""One line of an export: what an article is outside of the store, whole enough to be put back as it was.

Every field of `ArticleIn` has the same name and meaning here, so that whoever reads the one can read the other. A line
is told from an `ArticleIn` by its `id`. Offsets count Unicode code points in `body`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from service.models import Kind, Precision, Quote, Span, SpeakerType

ArticleId = Annotated[str, Meta(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\s\S])")]
Id = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(?![\s\S])", max_length=100)]
SpeakerId = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(~[a-z0-9]+)?(?![\s\S])", max_length=120)]
"""With a `~` where it is a source without a name of its own."""
Text = Annotated[str, Meta(min_length=1)]
"""As long as it is in the store: readers set limits to what comes in, and what is in must be able to go out and in."""
Moment = Annotated[datetime, Meta(tz=True)]
Offset = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class ExportedSpeaker(Struct, frozen=True, forbid_unknown_fields=True):
    """A speaker as a quote names them."""

    id: SpeakerId
    name: Text
    type: SpeakerType


class ExportedQuote(Struct, kw_only=True, forbid_unknown_fields=True):
    """A quote of the article whose line this is, in the order of its text; outlet and date are the article's."""

    id: Id
    text: Text
    kind: Kind
    start: Offset
    end: Offset
    speaker: ExportedSpeaker | None
    mention: Span | None
    cue: Span | None
    method: Text
    confidence: Annotated[float, Meta(ge=0, le=1)]
    utterance_id: Id
    statement_id: Id | None
    role: Text | None = None
    candidates: list[Text] = []


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
    standfirst: str | None
    body: Text
    truncated: bool
    duplicate_of: ArticleId | None
    revision: Annotated[int, Meta(ge=1, le=2**31 - 1)]
    created_at: Moment
    updated_at: Moment
    quotes: list[ExportedQuote]
    cursor: str = ""


class QuoteLine(Quote, kw_only=True):
    """A stored quote. `cursor` is where an export that broke off behind this line goes on."""

    cursor: str
