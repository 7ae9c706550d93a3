"""What the quotes of articles rest on: what extraction found, what people corrected, and all that is known of speakers.

Lists and single quotes show what came of it. This is for exports, which have to be put back as it was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec
import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.exported import (
    ExportedCorrection,
    ExportedSpeaker,
    ExtractedQuote,
    FormerSpeaker,
    KnownName,
    QuotedSpeaker,
)
from service.models import QuoteBefore
from service.store.identities import article_scope
from service.store.tables import corrections, known_as, known_names, quotes, speakers


class Provenance(Struct, frozen=True):
    """By the quote's id, who it is from and what extraction found.

    By the article's id, corrections, speakers, and what else it is known by.
    """

    quoted: Mapping[str, QuotedSpeaker | None]
    extracted: Mapping[str, ExtractedQuote]
    corrections: Mapping[str, list[ExportedCorrection]]
    speakers: Mapping[str, list[ExportedSpeaker]]
    known_as: Mapping[str, list[str]]


async def of_articles(connection: AsyncConnection, ids: Sequence[str]) -> Provenance:
    """The provenance of these articles and all their quotes."""
    of_quotes = quotes.select().where(quotes.c.article_id.in_(ids))
    rows = (await connection.execute(of_quotes)).mappings().all()
    of_people = corrections.select().where(corrections.c.article_id.in_(ids)).order_by(corrections.c.id)
    corrected = (await connection.execute(of_people)).mappings().all()
    named: defaultdict[str, set[str]] | dict[str, set[str]] = defaultdict(set)
    for row in (*rows, *corrected):
        if row["speaker_id"]:
            named[row["article_id"]].add(row["speaker_id"])
    for article_id, speaker_id in await _known_about(connection, ids):
        named[article_id].add(speaker_id)
    namesakes = await _namesakes(connection, {key for keys in named.values() for key in keys})
    named = {key: people.union(*(namesakes[one] for one in people)) for key, people in named.items()}
    known = await _speakers(connection, {key for people in named.values() for key in people})
    said: dict[str, list[ExportedCorrection]] = defaultdict(list)
    for row in corrected:
        said[row["article_id"]].append(_correction(row))
    further: dict[str, list[str]] = defaultdict(list)
    keys = known_as.select().where(known_as.c.article_id.in_(ids)).order_by(known_as.c.key)
    for row in (await connection.execute(keys)).mappings():
        further[row["article_id"]].append(row["key"])
    return Provenance(
        quoted={row["id"]: _quoted(known.get(row["speaker_id"])) for row in rows},
        extracted={row["id"]: _extracted(row) for row in rows},
        corrections=said,
        speakers={article_id: [known[key] for key in sorted(people)] for article_id, people in named.items()},
        known_as=further,
    )


async def _known_about(connection: AsyncConnection, ids: Sequence[str]) -> list[tuple[str, str]]:
    """The articles, each with every speaker whom a name means in it, also when no quote is theirs any more."""
    scopes = {article_scope(key): key for key in ids}
    query = sa.select(known_names.c.scope, known_names.c.speaker_id).distinct()
    rows = await connection.execute(query.where(known_names.c.scope.in_(scopes)))
    return [(scopes[scope], speaker_id) for scope, speaker_id in rows]


async def _namesakes(connection: AsyncConnection, ids: Collection[str]) -> defaultdict[str, set[str]]:
    """Who else a name of each of these speakers means, in some outlet or everywhere."""
    other = known_names.alias()
    shared = sa.and_(
        other.c.folded == known_names.c.folded,
        other.c.speaker_id != known_names.c.speaker_id,
        other.c.scope.not_like(article_scope("%")),
    )
    query = sa.select(known_names.c.speaker_id, other.c.speaker_id).join_from(known_names, other, shared).distinct()
    found: defaultdict[str, set[str]] = defaultdict(set)
    for one, namesake in await connection.execute(query.where(known_names.c.speaker_id.in_(ids))):
        found[one].add(namesake)
    return found


async def _speakers(connection: AsyncConnection, ids: Collection[str]) -> dict[str, ExportedSpeaker]:
    here = sa.or_(speakers.c.id.in_(ids), speakers.c.merged_into.in_(ids))
    rows = (await connection.execute(speakers.select().where(here).order_by(speakers.c.id))).mappings().all()
    found = {
        row["id"]: ExportedSpeaker(
            id=row["id"], name=row["name"], type=row["type"], article_id=row["article_id"], names=[], formerly=[]
        )
        for row in rows
        if row["id"] in ids
    }
    for row in rows:
        if row["merged_into"] in found:
            former = FormerSpeaker(id=row["id"], name=row["name"], type=row["type"], article_id=row["article_id"])
            found[row["merged_into"]].formerly.append(former)
    theirs = known_names.select().where(known_names.c.speaker_id.in_(ids))
    for row in (await connection.execute(theirs.order_by("form", "scope"))).mappings():
        found[row["speaker_id"]].names.append(KnownName(row["form"], row["scope"], row["decided"]))
    return found


def _quoted(speaker: ExportedSpeaker | None) -> QuotedSpeaker | None:
    return None if speaker is None else QuotedSpeaker(speaker.id, speaker.name, speaker.type)


def _extracted(row: sa.RowMapping) -> ExtractedQuote:
    found: dict[str, Any] = {name: row[name] for name in ("role", "candidates", "kind", "method", "confidence")}
    found |= row["automatic"] or {}
    return ExtractedQuote(speaker=row["source"], speaker_type=row["source_type"], **found)


def _correction(row: sa.RowMapping) -> ExportedCorrection:
    same = ("quote_id", "names_speaker", "speaker_id", "kind", "is_no_quote", "corrected_by", "note")
    return ExportedCorrection(
        **{name: row[name] for name in same},
        before=msgspec.convert(row["before"], QuoteBefore),
        corrected_at=datetime.fromisoformat(row["corrected_at"]),
        ended_at=datetime.fromisoformat(row["ended_at"]) if row["ended_at"] else None,
    )
