"""A service filled with a generated corpus, through the store and the worker, on either engine."""

from __future__ import annotations

import time
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from benchmarks.corpus import Story
from search.schema import ArticleDocument, QuoteDocument
from service.likeness import sketch
from service.models import Draft, Extracted, FoundQuote
from service.parts import Parts
from service.settings import Secret, Settings
from tests.servers import LARGE, Access, any_meilisearch

AT_ONCE = 100
FILLED = "filled"


class Seconds(Struct):
    """How long it took until all was stored, and from then on until all was searchable."""

    stored: float
    searchable: float


def settings_for(folder: Path, access: Access | None, prefix: str = "") -> Settings:
    """Settings of a service with its files in `folder`, on Meilisearch where there is access to one."""
    if access is None:
        return Settings(data_dir=folder, worker_batch=1_000)
    prefix = prefix or f"bench-{uuid.uuid4().hex[:8]}"
    key = Secret(access.key) if access.key else None
    return Settings(
        data_dir=folder,
        search_url=access.url,
        search_key=key,
        search_prefix=prefix,
        search_timeout=60,
        worker_batch=1_000,
    )


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Parts]:
    """The service's parts, without its HTTP."""
    parts = Parts(settings)
    await parts.start()
    try:
        yield parts
    finally:
        await parts.close()


@asynccontextmanager
async def filled(corpus: Sequence[Story], kept: Path | None = None) -> AsyncIterator[dict[str, Settings]]:
    """Two services that hold the corpus, by the name of their engine, while the context lasts.

    With `kept` they are left in that folder for the next run, which finds them filled; Meilisearch's documents are then
    in the server that the environment names, under the folder's name.
    """
    with any_meilisearch(LARGE) as access, TemporaryDirectory() as passing:
        folder = kept or Path(passing)
        prefix = kept.name if kept else ""
        doors = {
            name: settings_for(folder / name, at, prefix) for name, at in (("embedded", None), ("Meilisearch", access))
        }
        for settings in doors.values():
            mark = settings.data_dir / FILLED
            if not mark.exists():
                async with opened(settings) as parts:
                    await fill(parts, corpus)
                mark.touch()
        yield doors


async def fill(parts: Parts, corpus: Sequence[Story]) -> Seconds:
    """Store the corpus, and then index it."""
    extracted = [extraction(story) for story in corpus]
    started = time.perf_counter()
    for first in range(0, len(extracted), AT_ONCE):
        await parts.intake.store(extracted[first : first + AT_ONCE])
    stored = time.perf_counter()
    await parts.worker.drain()
    return Seconds(stored - started, time.perf_counter() - stored)


def extraction(story: Story) -> Extracted:
    """A generated story as if it had been read and extracted."""
    found: ArticleDocument = story.article
    draft = Draft(
        body=found.body,
        title=found.title,
        standfirst=found.standfirst,
        outlet=found.outlet,
        section=found.section,
        language=found.language,
        url=found.url,
        published_at=datetime.fromisoformat(found.published) if found.published else None,
        published_precision="minute" if found.published else None,
    )
    said = [_quote(number, quote) for number, quote in enumerate(story.quotes)]
    return Extracted(article=draft, quotes=said, sketch=sketch(found.body))


def _quote(number: int, quote: QuoteDocument) -> FoundQuote:
    return FoundQuote(
        text=quote.text,
        kind="direct" if quote.kind == "direct" else "partial",
        start=quote.start,
        end=quote.end,
        speaker=quote.speaker,
        speaker_type="person",
        confidence=quote.confidence,
        utterance=number,
    )
