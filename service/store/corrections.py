"""What people say of single quotes: it wins over extraction, until it is taken back."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from msgspec import UNSET, Struct, UnsetType
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.models import Kind
from service.store import identities, names, outbox
from service.store.attribution import as_corrected, as_found
from service.store.identities import Printed
from service.store.tables import articles, corrections, quotes

Row = dict[str, Any]


class Change(Struct, frozen=True, kw_only=True):
    """What a person says of a quote. What is `UNSET` stays as an earlier correction, or extraction, has it.

    `speaker_id` is None where nobody knows who said it. `by` and `note` are those of this change.
    """

    speaker_id: str | UnsetType | None = UNSET
    kind: Kind | UnsetType = UNSET
    is_no_quote: bool = False
    by: str | None = None
    note: str | None = None


async def correct(connection: AsyncConnection, quote_ids: Collection[str], change: Change) -> None:
    """Put this into force for stored quotes, each after what was in force for it; ids of no quotes are passed over."""
    stored = await _stored(connection, quote_ids)
    earlier = await _end(connection, list(stored))
    speakers, _ = await names.labels(connection, speaker_ids={row["speaker_id"] for row in stored.values()})
    made = {key: _row(quote, earlier.get(key), change, speakers) for key, quote in stored.items()}
    if made:
        await connection.execute(corrections.insert(), list(made.values()))
        await _rewrite(connection, stored, made)


async def take_back(connection: AsyncConnection, quote_id: str) -> str | None:
    """End the correction of a quote: it is again as extraction has it. Returns its article; None if there was none.

    What was said to be no quote is not stored any more: extraction has to find it again.
    """
    ended = await _end(connection, [quote_id])
    if not ended:
        return None
    await _rewrite(connection, await _stored(connection, [quote_id]), {})
    article_id: str = ended[quote_id]["article_id"]
    return article_id


async def _stored(connection: AsyncConnection, quote_ids: Collection[str]) -> dict[str, Row]:
    """The rows of these quotes, each with its article's `outlet_id`."""
    selected = sa.select(quotes, articles.c.outlet_id).join_from(quotes, articles)
    rows = await connection.execute(selected.where(quotes.c.id.in_(quote_ids)))
    return {row["id"]: dict(row) for row in rows.mappings()}


async def _end(connection: AsyncConnection, quote_ids: Collection[str]) -> dict[str, Row]:
    """End what is in force for these quotes; returns what that was."""
    here = sa.and_(corrections.c.quote_id.in_(quote_ids), corrections.c.ended_at.is_(None))
    rows = (await connection.execute(sa.select(corrections).where(here))).mappings().all()
    await connection.execute(corrections.update().where(here).values(ended_at=times.now()))
    return {row["quote_id"]: dict(row) for row in rows}


def _row(quote: Row, earlier: Row | None, change: Change, speakers: Mapping[str, str]) -> Row:
    said = earlier or {"names_speaker": False, "speaker_id": None, "kind": None}
    speaker_id = quote["speaker_id"]
    before = {name: quote[name] for name in ("kind", "method", "confidence")}
    before["speaker"] = {"id": speaker_id, "name": speakers[speaker_id]} if speaker_id else None
    return {
        "quote_id": quote["id"],
        "article_id": quote["article_id"],
        "names_speaker": change.speaker_id is not UNSET or said["names_speaker"],
        "speaker_id": said["speaker_id"] if change.speaker_id is UNSET else change.speaker_id,
        "kind": said["kind"] if change.kind is UNSET else change.kind,
        "is_no_quote": change.is_no_quote,
        "before": before,
        "corrected_by": change.by,
        "note": change.note,
        "corrected_at": times.now(),
        "ended_at": None,
    }


async def _rewrite(connection: AsyncConnection, stored: Mapping[str, Row], corrected: Mapping[str, Row]) -> None:
    """Make the stored quotes what extraction found, under these corrections; note their articles in the outbox."""
    sources = {key: _source(quote) for key, quote in stored.items()}
    found = await identities.settle(connection, filter(None, sources.values()))
    removed: dict[str, list[str]] = {quote["article_id"]: [] for quote in stored.values()}
    changed: list[Row] = []
    for key, quote in stored.items():
        source, correction = sources[key], corrected.get(key)
        row = as_found(quote, found[source] if source else None)
        if correction and correction["is_no_quote"]:
            removed[quote["article_id"]].append(key)
        else:
            row = as_corrected(row, correction) if correction else row
            changed.append({"key": key} | {f"new_{name}": row[name] for name in _CHANGING})
    if changed:
        new = {name: sa.bindparam(f"new_{name}", type_=quotes.c[name].type) for name in _CHANGING}
        await connection.execute(quotes.update().where(quotes.c.id == sa.bindparam("key")).values(new), changed)
    gone = [key for keys in removed.values() for key in keys]
    await connection.execute(quotes.delete().where(quotes.c.id.in_(gone)))
    await names.prune(connection, speaker_ids={quote["speaker_id"] for quote in stored.values()}, outlet_ids=())
    await outbox.add(connection, removed)


def _source(quote: Row) -> Printed | None:
    if quote["source"] is None:
        return None
    return Printed(quote["source"], quote["source_type"], quote["article_id"], quote["outlet_id"])


_CHANGING = ("speaker_id", "kind", "method", "confidence", "automatic")
