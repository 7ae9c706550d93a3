"""The quotes of an article as rows: what extraction found, who that is, and what people have corrected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import structs
from sqlalchemy.ext.asyncio import AsyncConnection

from service import identity
from service.models import FoundQuote
from service.store import identities
from service.store.identities import Printed
from service.store.incoming import KeptQuote
from service.store.tables import corrections

Row = dict[str, Any]

CORRECTED = "corrected"
"""The method of a quote whose speaker a person has named."""

_CERTAIN = 1.0


async def quote_rows(
    connection: AsyncConnection,
    said: Sequence[tuple[Row, Sequence[FoundQuote]]],
    kept: Mapping[str, Sequence[KeptQuote]] = MappingProxyType({}),
) -> list[Row]:
    """The rows of the quotes of these articles, whose own rows are stored already; new speakers are stored here.

    `kept` names, by article, quotes that were in a store before. A quote that a person has corrected is as they said,
    whatever extraction finds now.
    """
    printed = {(row["id"], at): _printed(row, quote) for row, found in said for at, quote in enumerate(found)}
    speakers = await identities.settle(connection, filter(None, printed.values()))
    corrected = await in_force(connection, [row["id"] for row, _ in said])
    made = []
    for row, found in said:
        for at, quote in enumerate(_rows(row["id"], found, kept.get(row["id"]))):
            source = printed[row["id"], at]
            quote["speaker_id"] = speakers[source] if source else None
            correction = corrected.get(quote["id"])
            if not (correction and correction["is_no_quote"]):
                made.append(as_corrected(quote, correction) if correction else quote)
    return made


async def in_force(connection: AsyncConnection, article_ids: Sequence[str]) -> dict[str, Row]:
    """The corrections of these articles' quotes that hold now, by the quote's id."""
    here = sa.and_(corrections.c.article_id.in_(article_ids), corrections.c.ended_at.is_(None))
    rows = await connection.execute(sa.select(corrections).where(here))
    return {row["quote_id"]: dict(row) for row in rows.mappings()}


def as_corrected(quote: Row, correction: Mapping[str, Any]) -> Row:
    """The row of a quote under a correction; what extraction says is kept beside it."""
    changed = quote | {"automatic": {name: quote[name] for name in ("kind", "method", "confidence")}}
    if correction["kind"]:
        changed["kind"] = correction["kind"]
    if correction["names_speaker"]:
        speaker_id = correction["speaker_id"]
        changed |= {"speaker_id": speaker_id, "method": CORRECTED, "confidence": _CERTAIN if speaker_id else 0.0}
    return changed


def as_found(quote: Row, speaker_id: str | None) -> Row:
    """The row of a quote without any correction; `speaker_id` is who extraction's source is."""
    return quote | (quote["automatic"] or {}) | {"automatic": None, "speaker_id": speaker_id}


def _printed(article: Row, quote: FoundQuote) -> Printed | None:
    if quote.speaker is None:
        return None
    return Printed(quote.speaker, quote.speaker_type or "person", article["id"], article["outlet_id"])


def _rows(article_id: str, found: Sequence[FoundQuote], kept: Sequence[KeptQuote] | None) -> list[Row]:
    """An article's quotes in order, as extraction found them; an utterance has the id of its first quote."""
    if kept is not None:
        return [row | structs.asdict(names) for row, names in zip(_rows(article_id, found, None), kept, strict=True)]
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
            "speaker_id": None,
            "source": quote.speaker,
            "source_type": (quote.speaker_type or "person") if quote.speaker else None,
            "role": quote.role,
            "candidates": quote.candidates,
            "mention": msgspec.to_builtins(quote.mention),
            "cue": msgspec.to_builtins(quote.cue),
            "method": quote.method,
            "confidence": quote.confidence,
            "utterance_id": first[quote.utterance],
            "automatic": None,
        }
        for position, (key, quote) in enumerate(zip(ids, found, strict=True))
    ]
