"""What a draft and its quotes are as rows of the tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from service import identity, times
from service.models import Draft, FoundQuote

_AS_DRAFTED = (
    "external_id", "url", "title", "standfirst", "body", "agency", "authors", "section", "language",
    "published_precision", "truncated",
)  # fmt: skip

METADATA = ("external_id", "url", "title", "agency", "authors", "section", "language", "outlet_id")
"""What a new revision keeps of the one before where it says nothing itself."""

_DATED = ("published_at", "published_ts", "published_precision")

CONTENT = (*_AS_DRAFTED, "outlet_id", "published_at")
"""What makes a revision."""


def article_row(draft: Draft) -> dict[str, Any]:
    """The columns of an article that come from its draft."""
    outlet_id = identity.slug(draft.outlet) if draft.outlet else None
    values: dict[str, Any] = {name: getattr(draft, name) for name in _AS_DRAFTED}
    published = draft.published_at
    return values | {
        "fingerprint": identity.fingerprint(draft.body, outlet_id),
        "outlet_id": outlet_id,
        "published_at": None if published is None else times.printed(published),
        "published_ts": None if published is None else times.epoch_seconds(published),
    }


def merged(row: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """A stored article with what came in: what is not said again stays, since nothing said it was wrong."""
    kept = {name: stored[name] for name in METADATA if not row[name]}
    if row["published_at"] is None:
        kept |= {name: stored[name] for name in _DATED}
    made = row | kept
    return made | {"fingerprint": identity.fingerprint(made["body"], made["outlet_id"])}


def differs(row: dict[str, Any], stored: dict[str, Any]) -> bool:
    """Whether this would be a new revision; white space and case of the body do not make one."""
    return any(row[name] != stored[name] for name in ("fingerprint", *METADATA, *_DATED))


def quote_rows(article_id: str, found: Sequence[FoundQuote]) -> list[dict[str, Any]]:
    """An article's quotes in order; an utterance has the id of its first quote."""
    ids = identity.quote_ids(article_id, [quote.text for quote in found])
    first: dict[int, str] = {}
    for key, quote in zip(ids, found, strict=True):
        first.setdefault(quote.utterance, key)
    return [
        {
            "id": key,
            "article_id": article_id,
            "position": position,
            "text": quote.text,
            "kind": quote.kind,
            "start": quote.start,
            "end": quote.end,
            "speaker_id": identity.slug(name) if (name := _shared_name(quote)) else None,
            "mention": msgspec.to_builtins(quote.mention),
            "cue": msgspec.to_builtins(quote.cue),
            "method": quote.method,
            "confidence": quote.confidence,
            "utterance_id": first[quote.utterance],
        }
        for position, (key, quote) in enumerate(zip(ids, found, strict=True))
    ]


def speaker_rows(found: Iterable[FoundQuote]) -> list[dict[str, Any]]:
    """The speakers of these quotes, each once, in the order of their ids (so that writers never wait in a circle)."""
    people = {identity.slug(name): (name, quote.speaker_type) for quote in found if (name := _shared_name(quote))}
    return [{"id": key, "name": name, "type": kind or "person"} for key, (name, kind) in sorted(people.items())]


def _shared_name(quote: FoundQuote) -> str | None:
    """The name under which the speaker is known to all articles.

    "A spokesman" of one article is not the spokesman of another: an unnamed source stays with its mention.
    """
    return quote.speaker if quote.speaker_type != "unnamed" else None
