"""Articles of a few words, and who is quoted in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from service.models import Draft, FoundQuote, Quote, SpeakerType
from service.store import identities, quotes, writing
from service.store.corrections import Change, correct
from service.store.database import Database
from service.store.identities import Printed
from service.store.incoming import Incoming, Saved


def said(text: str, speaker: str | None, kind: SpeakerType | None = None, **known: Any) -> FoundQuote:
    """A quote as extraction finds it; a speaker is a person unless another type is given."""
    type_ = kind or ("person" if speaker else None)
    return FoundQuote(
        text=text, kind="direct", start=0, end=len(text), speaker=speaker, speaker_type=type_, method="cue-subject",
        confidence=0.9 if speaker else 0.0, **known,
    )  # fmt: skip


async def store(database: Database, name: str, *found: FoundQuote, day: str | None = None, **metadata: Any) -> str:
    """Store an article that is known by `name`; returns its id."""
    for number, quote in enumerate(found):
        quote.utterance = number
    moment = None if day is None else datetime.fromisoformat(f"{day}T12:00:00+00:00")
    precision = None if day is None else "day"
    body = metadata.pop("body", f"{name}: " + " ".join(quote.text for quote in found))
    draft = Draft(body=body, external_id=name, published_at=moment, published_precision=precision, **metadata)
    async with database.write() as connection:
        (saved,) = await writing.save(connection, [Incoming(draft, found)])
    assert isinstance(saved, Saved), saved
    return saved.article_id


async def stored(database: Database, article_id: str) -> list[Quote]:
    async with database.read() as connection:
        return (await quotes.of_articles(connection, [article_id]))[article_id]


async def speaker_ids(database: Database, article_id: str) -> list[str | None]:
    return [quote.speaker.id if quote.speaker else None for quote in await stored(database, article_id)]


async def correct_speaker(database: Database, quote: Quote, name: str, kind: SpeakerType = "person") -> str:
    """Say that somebody of this name said it; returns the id."""
    async with database.write() as connection:
        printed = Printed(name, kind, quote.article_id, quote.outlet.id if quote.outlet else None)
        speaker_id = (await identities.settle(connection, [printed]))[printed]
        await correct(connection, [quote.id], Change(speaker_id=speaker_id))
    return speaker_id
