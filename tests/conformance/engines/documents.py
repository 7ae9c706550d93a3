"""Documents for the suite: everything unknown but what a test says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

import msgspec

from search.dates import dates
from search.engine import Page
from search.schema import ArticleDocument, QuoteDocument

_ARTICLE = ArticleDocument(
    id="-",
    revision=1,
    title=None,
    standfirst=None,
    body="",
    outlet=None,
    outlet_id=None,
    agency=None,
    authors=[],
    speaker=[],
    speaker_id=[],
    speaker_lookup=[],
    outlet_lookup=[],
    source_id=[],
    section=None,
    language=None,
    published_at=None,
    published=None,
    published_precision=None,
    year=None,
    month=None,
    week=None,
    day=None,
    group=None,
    url=None,
)
_QUOTE = QuoteDocument(
    id="-",
    revision=1,
    article_id="-",
    text="",
    kind="direct",
    start=0,
    end=0,
    speaker=None,
    speaker_id=None,
    source=None,
    source_id=None,
    mention=None,
    mention_start=None,
    cue=None,
    cue_start=None,
    method="none",
    confidence=1.0,
    before="",
    after="",
    article_title=None,
    outlet=None,
    outlet_id=None,
    speaker_lookup=[],
    outlet_lookup=[],
    section=None,
    language=None,
    published_at=None,
    published=None,
    published_precision=None,
    year=None,
    month=None,
    week=None,
    day=None,
    group=None,
    statement=None,
)


def article(key: str, body: str = "", **known: Any) -> ArticleDocument:
    return msgspec.structs.replace(_ARTICLE, id=key, body=body, **_dated(known))


def quote(key: str, text: str = "", **known: Any) -> QuoteDocument:
    return msgspec.structs.replace(_QUOTE, id=key, text=text, **_dated(known))


def seconds(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())


def _dated(known: dict[str, Any]) -> dict[str, Any]:
    """Let `day="2023-06-29"` stand for all the fields that say so."""
    day = known.pop("day", None)
    if day is not None:
        known |= {"published_at": seconds(day), "published": day, **dates(date.fromisoformat(day))}
    return known


def ids(page: Page) -> list[str]:
    return [hit.document["id"] for hit in page.hits]


def counts(page: Page, facet: str) -> list[tuple[str, int]]:
    return [(one.value, one.count) for one in page.facets[facet].values]


def texts(*bodies: str) -> Sequence[QuoteDocument]:
    """Quotes `q0`, `q1` … with these texts."""
    return [quote(f"q{number}", text) for number, text in enumerate(bodies)]
