"""A line of an export as an article that goes back in as it was: nothing is read or extracted anew."""

from __future__ import annotations

from service import times
from service.errors import Invalid
from service.exported import ExportedArticle, ExportedQuote, FormerQuote, FormerRevision
from service.ingest.cleanup import clean
from service.ingest.urls import canonical_url
from service.models import Draft, FoundQuote, Span
from service.store.incoming import Incoming, Kept, KeptQuote


def restored(given: ExportedArticle) -> Incoming:
    """The article with its quotes, its id and its times. Raises `Invalid` for what no export of ours would hold."""
    if clean(given.body) != given.body:
        raise Invalid.at("/body", "is not clean, as the body of an exported article is; leave `id` out to have it read")
    if (given.published_at is None) != (given.published_precision is None):
        raise Invalid.at("/published_precision", "is there exactly when published_at is")
    draft = Draft(
        body=given.body,
        title=given.title,
        standfirst=given.standfirst,
        outlet=given.outlet,
        agency=given.agency,
        authors=given.authors,
        section=given.section,
        language=given.language,
        url=canonical_url(given.url) if given.url else None,
        external_id=given.external_id,
        published_at=given.published_at,
        published_precision=given.published_precision,
        modified_at=given.modified_at,
        truncated=given.truncated,
    )
    utterances: dict[str, int] = {}
    found = []
    if strangers := {one.article_id for one in given.speakers} - {None, given.id}:
        raise Invalid.at("/speakers", f"holds a source of another article, {min(filter(None, strangers))}")
    for number, quote in enumerate(given.quotes):
        _check(quote, given.body, f"/quotes/{number}")
        found.append(_found(quote, utterances.setdefault(quote.utterance_id, len(utterances))))
    for number, former in enumerate(given.revisions):
        _check_former(former, given.revision, f"/revisions/{number}")
    if len({former.revision for former in given.revisions}) != len(given.revisions):
        raise Invalid.at("/revisions", "holds one revision twice")
    kept = Kept(
        id=given.id,
        revision=given.revision,
        created_at=times.stored(given.created_at),
        updated_at=times.stored(given.updated_at),
        corrected=given.corrected,
        known_as=given.known_as,
        quotes=[KeptQuote(quote.id, quote.utterance_id, quote.statement_id) for quote in given.quotes],
        corrections=given.corrections,
        speakers=given.speakers,
        revisions=given.revisions,
    )
    return Incoming(draft, found, kept)


def _check_former(former: FormerRevision, current: int, pointer: str) -> None:
    if former.revision >= current:
        raise Invalid.at(f"{pointer}/revision", "is not before the article's own")
    body = former.content.body
    if clean(body) != body:
        raise Invalid.at(f"{pointer}/content/body", "is not clean, as the body of an exported article is")
    for number, quote in enumerate(former.quotes or ()):
        _check(quote, body, f"{pointer}/quotes/{number}")


def _check(quote: ExportedQuote | FormerQuote, body: str, pointer: str) -> None:
    places = {"": Span(quote.text, quote.start, quote.end), "/mention": quote.mention, "/cue": quote.cue}
    for name, span in places.items():
        if span is not None and (span.start > span.end or body[span.start : span.end] != span.text):
            raise Invalid.at(pointer + name, "does not stand in the body where it says")


def _found(quote: ExportedQuote, utterance: int) -> FoundQuote:
    extracted = quote.extracted
    return FoundQuote(
        text=quote.text,
        kind=extracted.kind,
        start=quote.start,
        end=quote.end,
        speaker=extracted.speaker,
        speaker_type=extracted.speaker_type,
        role=extracted.role,
        mention=quote.mention,
        cue=quote.cue,
        method=extracted.method,
        confidence=extracted.confidence,
        utterance=utterance,
        candidates=extracted.candidates,
    )
