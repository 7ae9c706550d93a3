"""Merging and splitting speakers: both say who a name is, for the quotes that are there and for those to come."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from msgspec import Struct, to_builtins
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.identity import exact_form, folded_form
from service.models import SpeakerType
from service.store import identities, outbox
from service.store.corrections import Change, correct
from service.store.identities import article_scope, known_name, outlet_scope
from service.store.inserting import insert
from service.store.tables import articles, corrections, known_names, quotes, speaker_changes, speakers


class Decision(Struct, frozen=True):
    """Who decided it, if they said so, and why."""

    by: str | None = None
    note: str | None = None


class Selection(Struct, frozen=True, kw_only=True):
    """What of a speaker is another's: names as printed, all that outlets or articles call by this speaker's names, and
    single quotes.
    """

    aliases: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


async def merge(connection: AsyncConnection, speaker_id: str, into_id: str, decision: Decision) -> None:
    """Make one speaker another: every name, quote and correction of the first is the other's; its id leads there.

    Both are speakers now, and not the same; neither belongs to an article.
    """
    await outbox.add_quoting(connection, quotes.c.speaker_id == speaker_id)
    for table in (quotes, known_names, corrections):
        theirs = table.c.speaker_id == speaker_id
        await connection.execute(table.update().where(theirs).values(speaker_id=into_id))
    await connection.execute(known_names.update().where(known_names.c.speaker_id == into_id).values(decided=True))
    led = sa.or_(speakers.c.id == speaker_id, speakers.c.merged_into == speaker_id)
    await connection.execute(speakers.update().where(led).values(merged_into=into_id))
    await _note(connection, "merge", speaker_id, into_id, Selection(), decision)


async def foreign(connection: AsyncConnection, speaker_id: str, selected: Selection) -> list[str]:
    """JSON pointers to what is selected although it holds no quote of this speaker."""
    found: list[str] = []
    places = (
        ("aliases", quotes.c.source, selected.aliases),
        ("outlets", articles.c.outlet_id, selected.outlets),
        ("articles", quotes.c.article_id, selected.articles),
        ("quotes", quotes.c.id, selected.quotes),
    )
    for name, column, values in places:
        theirs = sa.select(column).join_from(quotes, articles).where(quotes.c.speaker_id == speaker_id)
        there = set(await connection.scalars(theirs.where(column.in_(values)).distinct())) if values else set()
        found += [f"/{name}/{at}" for at, value in enumerate(values) if value not in there]
    return found


async def named_anew(connection: AsyncConnection, name: str, kind: SpeakerType, other_than: str) -> str:
    """Whoever bears this name, or a new speaker when nobody does, or nobody but the one that it must not be."""
    folded = folded_form(name)
    known = await identities.known_as(connection, [(exact_form(name), ""), (folded, "")])
    for bearer in known.values():
        if bearer != other_than:
            return bearer
    made = await identities.create(connection, name, kind)
    if not known:
        await _know(connection, [(folded, "", made)])
    return made


async def revive(connection: AsyncConnection, speaker_id: str) -> None:
    """Make an id that was merged away a speaker again, who has nothing yet."""
    await connection.execute(speakers.update().where(speakers.c.id == speaker_id).values(merged_into=None))


async def split(
    connection: AsyncConnection, speaker_id: str, into_id: str, selected: Selection, decision: Decision
) -> None:
    """Give a part of one speaker's names and quotes to another. A single quote's own correction stays in force."""
    await _split_aliases(connection, speaker_id, into_id, selected.aliases)
    for outlet_id in selected.outlets:
        await _split_outlet(connection, speaker_id, into_id, outlet_id)
    for article_id in selected.articles:
        outlet = await connection.scalar(sa.select(articles.c.outlet_id).where(articles.c.id == article_id))
        scopes = [article_scope(article_id), *([outlet_scope(outlet)] if outlet else []), ""]
        await _split_scope(connection, speaker_id, into_id, scopes)
    of_outlets = sa.select(articles.c.id).where(articles.c.outlet_id.in_(selected.outlets))
    part = sa.or_(
        quotes.c.source.in_(selected.aliases),
        quotes.c.article_id.in_(selected.articles),
        quotes.c.article_id.in_(of_outlets),
    )
    theirs = (quotes.c.speaker_id == speaker_id) & ~_corrected() & part
    await outbox.add_quoting(connection, theirs)
    await connection.execute(quotes.update().where(theirs).values(speaker_id=into_id))
    change = Change(speaker_id=into_id, by=decision.by, note=decision.note)
    await correct(connection, selected.quotes, change)
    await _note(connection, "split", speaker_id, into_id, selected, decision)


async def _split_aliases(connection: AsyncConnection, speaker_id: str, into_id: str, aliases: tuple[str, ...]) -> None:
    """These spellings are the other's, wherever they were this speaker's; with the last one goes the folded form."""
    theirs = (quotes.c.speaker_id == speaker_id) & quotes.c.source.not_in(aliases) & ~_corrected()
    left = sa.select(quotes.c.source).where(theirs).distinct()
    kept = {folded_form(name) for name in await connection.scalars(left)}
    for alias in aliases:
        exact, folded = exact_form(alias), folded_form(alias)
        known = await identities.known_where(connection, known_names.c.folded == folded)
        scopes = {scope for _, scope in known}
        mine = [scope for scope in scopes if known.get((exact, scope), known.get((folded, scope))) == speaker_id]
        await _know(connection, [(exact, scope, into_id) for scope in mine])
        if folded not in kept:
            mine = [scope for scope in scopes if known.get((folded, scope)) == speaker_id]
            await _know(connection, [(folded, scope, into_id) for scope in mine])


async def _split_outlet(connection: AsyncConnection, speaker_id: str, into_id: str, outlet_id: str) -> None:
    """Whatever means this speaker in an outlet means the other there, and in each of its articles."""
    await _split_scope(connection, speaker_id, into_id, [outlet_scope(outlet_id), ""])
    of_outlet = sa.select(sa.literal(article_scope("")) + articles.c.id).where(articles.c.outlet_id == outlet_id)
    moved = known_names.c.scope.in_(of_outlet) & (known_names.c.speaker_id == speaker_id)
    await connection.execute(known_names.update().where(moved).values(speaker_id=into_id, decided=True))


async def _split_scope(connection: AsyncConnection, speaker_id: str, into_id: str, scopes: list[str]) -> None:
    """Whatever means this speaker in the first of these scopes (each of the others is around it) means the other there.

    A spelling that is somebody else's in a scope around stays theirs.
    """
    mine = sa.select(known_names.c.folded).where(known_names.c.speaker_id == speaker_id)
    known = await identities.known_where(connection, known_names.c.folded.in_(mine) & known_names.c.scope.in_(scopes))
    made = []
    for form in dict.fromkeys(form for form, _ in known):
        levels = (known.get((form, scope), known.get((identities.folded(form), scope))) for scope in scopes)
        means = next(filter(None, levels), None)
        if means is not None:
            made.append((form, scopes[0], into_id if means == speaker_id else means))
    await _know(connection, made)


async def _know(connection: AsyncConnection, known: list[tuple[str, str, str]]) -> None:
    """From now on, and whatever was known before, this form means this speaker in this scope."""
    if not known:
        return
    rows = [known_name(form, scope, speaker_id, decided=True) for form, scope, speaker_id in known]
    statement = insert(connection, known_names)
    new = {name: statement.excluded[name] for name in ("speaker_id", "decided")}
    await connection.execute(statement.on_conflict_do_update(index_elements=["form", "scope"], set_=new), rows)


def _corrected() -> sa.ColumnElement[bool]:
    """Whether a person has named the speaker of a quote."""
    return sa.exists().where(
        corrections.c.quote_id == quotes.c.id, corrections.c.ended_at.is_(None), corrections.c.names_speaker
    )


async def _note(
    connection: AsyncConnection, action: str, speaker_id: str, into_id: str, selected: Selection, decision: Decision
) -> None:
    row: dict[str, Any] = {"action": action, "speaker_id": speaker_id, "into_id": into_id}
    row |= {"selection": to_builtins(selected), "decided_by": decision.by, "note": decision.note}
    await connection.execute(speaker_changes.insert().values(**row, decided_at=times.now()))
