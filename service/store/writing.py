"""The one way into the store: an article, its quotes, their speakers and the outbox row, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service import identity, times
from service.store import duplicates, names, outbox, restoring
from service.store.attribution import quote_rows
from service.store.duplicates import Piece, Places
from service.store.incoming import Incoming, Kept, Saved
from service.store.inserting import add_missing
from service.store.known import Contradiction, Known
from service.store.revising import at_revision, revise, speakers_of
from service.store.rows import article_row, differs, merged, uncorrected
from service.store.tables import articles, outlets, quotes, speakers


class _Fresh(Struct, frozen=True):
    row: dict[str, Any]
    incoming: Incoming


async def save(connection: AsyncConnection, batch: Sequence[Incoming]) -> list[Saved | Contradiction]:
    """Store articles, or find that they are there already; one answer for each, in order.

    An article is known by its own id, its external id or URL, else by its words from this outlet. Where it says
    something else than what is stored, in its words or its metadata, it becomes a new revision, and the old one is
    kept. New articles are inserted together, since the number of statements is what takes the time.
    """
    rows = [article_row(one.draft) | ({"id": one.kept.id} if one.kept else {}) for one in batch]
    known = await Known.of(connection, rows)
    made: list[Saved | Contradiction] = []
    fresh: list[_Fresh] = []
    links: dict[str, str | None] = {}
    for incoming, row in zip(batch, rows, strict=True):
        stored = known.find(row)
        if isinstance(stored, Contradiction):
            made.append(stored)
        elif stored is None:
            fresh.append(_Fresh(row | _beginning(incoming.kept), incoming))
            known.remember(fresh[-1].row, incoming.kept.known_as if incoming.kept else ())
            made.append(Saved(fresh[-1].row["id"], "created"))
        else:
            if any(one.row["id"] == stored["id"] for one in fresh):
                links |= await _insert(connection, fresh)
                fresh = []
            met = await _meet(connection, known, stored, row, incoming)
            made.append(met)
            if isinstance(met, Saved) and met.outcome == "changed":
                links[met.article_id] = met.duplicate_of
    links |= await _insert(connection, fresh)
    return [
        Saved(one.article_id, one.outcome, links.get(one.article_id, one.duplicate_of))
        if isinstance(one, Saved)
        else one
        for one in made
    ]


async def delete(connection: AsyncConnection, article_id: str, *, expected: Collection[int] | None = None) -> bool:
    """Delete an article with its quotes and revisions; False when there was none.

    Raises `Stale` when it is at none of the `expected` revisions. Those linked to it form new groups.
    """
    stored = await at_revision(connection, article_id, expected)
    if stored is None:
        return False
    gone = await speakers_of(connection, article_id)
    linked = await duplicates.part(connection, stored)
    await connection.execute(articles.delete().where(articles.c.id == article_id))
    await connection.execute(speakers.delete().where(speakers.c.article_id == article_id))
    await names.prune(connection, speaker_ids=set(gone.values()), outlet_ids={stored["outlet_id"]})
    moved = await duplicates.settle(connection, linked) | ({stored["duplicate_of"]} - {None})
    await outbox.add(connection, dict.fromkeys(sorted({*moved, *linked}), ()) | {article_id: sorted(gone)})
    return True


def _beginning(kept: Kept | None) -> dict[str, Any]:
    if kept is not None:
        brought = {name: getattr(kept, name) for name in ("id", "revision", "created_at", "updated_at")}
        return brought | {"corrected": list(kept.corrected)}
    moment = times.now()
    return {
        "id": identity.new_article_id(), "revision": 1, "created_at": moment, "updated_at": moment, "corrected": [],
    }  # fmt: skip


async def _insert(connection: AsyncConnection, fresh: Sequence[_Fresh]) -> dict[str, str | None]:
    """Store new articles; returns what each is nearly the same as."""
    if not fresh:
        return {}
    fresh = sorted(fresh, key=lambda one: str(one.row["id"]))
    await add_names(connection, [one.incoming for one in fresh])
    pieces = [Piece.of(one.row, one.incoming.sketch) for one in fresh]
    places = await Places.among(connection, pieces)
    links = [await places.place(piece) for piece in pieces]
    roots = {link.duplicate_of for link in links if link.duplicate_of}
    grouped = await duplicates.roots_of(connection, roots) if roots else set()
    rows = [
        one.row | {"duplicate_of": link.duplicate_of, "similarity": link.similarity, "compared": True}
        for one, link in zip(fresh, links, strict=True)
    ]
    await connection.execute(articles.insert(), rows)
    await places.keep()
    moved = await duplicates.settle(connection, places.concerned)
    kept = {one.row["id"]: one.incoming.kept for one in fresh if one.incoming.kept}
    await restoring.put_back(connection, kept)
    names_of_quotes = {article_id: one.quotes for article_id, one in kept.items()}
    said = await quote_rows(connection, [(one.row, one.incoming.quotes) for one in fresh], names_of_quotes)
    if said:
        await connection.execute(quotes.insert(), [{"statement_id": None} | row for row in said])
    changed = {*(roots - grouped), *moved, *(row["id"] for row in rows)}
    await outbox.add(connection, dict.fromkeys(sorted(changed), ()))
    return {row["id"]: row["duplicate_of"] for row in rows}


async def _meet(
    connection: AsyncConnection, known: Known, stored: dict[str, Any], row: dict[str, Any], incoming: Incoming
) -> Saved | Contradiction:
    """An article that is known: the same, or a new revision of it."""
    found_at, is_its_own = row["address"], known.owners(row).url == stored["id"]
    row = uncorrected(row, stored)
    by_words = stored["fingerprint"] == row["fingerprint"]
    if by_words and stored["external_id"]:
        row = row | {"external_id": stored["external_id"]}
    if stored["url"] and (by_words or is_its_own):
        row = row | {name: stored[name] for name in ("url", "address")}  # under another address it keeps its own
    changed = merged(row, stored)
    saved = Saved(stored["id"], "same", stored.get("duplicate_of"))
    if differs(changed, stored):
        holder = known.owners(changed).words
        if holder not in {None, stored["id"]}:
            return Contradiction(f"its words are those of another stored article, {holder}, not of {stored['id']}")
        await add_names(connection, [incoming])
        said = await quote_rows(connection, [(changed | {"id": stored["id"]}, incoming.quotes)])
        changed = await revise(connection, stored, changed, said)
        if stored["corrected"] and incoming.draft.outlet:  # which may not have become the article's
            await names.prune(connection, speaker_ids=(), outlet_ids={identity.slug(incoming.draft.outlet)})
        known.remember(stored | changed)
        linked = sa.select(articles.c.duplicate_of).where(articles.c.id == stored["id"])
        saved = Saved(stored["id"], "changed", await connection.scalar(linked))
    for address in {found_at, stored["address"]} - {None, changed["address"]}:
        await known.also(connection, stored, address)
    return saved


async def add_names(connection: AsyncConnection, batch: Iterable[Incoming]) -> None:
    """Add the outlets that are not there yet; the first spelling of a name is kept."""
    printed = {identity.slug(one.draft.outlet): one.draft.outlet for one in batch if one.draft.outlet}
    rows = [{"id": key, "name": name} for key, name in sorted(printed.items())]
    await add_missing(connection, outlets, rows)
