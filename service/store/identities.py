"""Who a printed name is: an answer that depends on the name, where it is printed, and what people have decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from typing import Any, TypeVar

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.identity import exact_form, folded_form, has_own_name, local_form, local_speaker_id, slug
from service.models import SpeakerType
from service.store.tables import known_names, speakers

T = TypeVar("T")

_CHUNK = 400

Known = Mapping[tuple[str, str], str]
"""The speaker's id by form and scope."""


class Printed(Struct, frozen=True):
    """A source as extraction printed it (or as a person names it), and where."""

    name: str
    type: SpeakerType
    article_id: str
    outlet_id: str | None = None

    @property
    def places(self) -> list[tuple[str, str]]:
        """The forms and scopes under which it may be known, the most telling first: where it is known as printed, that
        goes before its folded form, and a narrow scope before a wide one.

        A source without a name of its own is known in its article only.
        """
        article, outlet = article_scope(self.article_id), outlet_scope(self.outlet_id)
        if not has_own_name(self.name, self.type):
            return [(local_form(self.name), article)]
        scopes = (article, outlet, "") if self.outlet_id else (article, "")
        return [(form, scope) for scope in scopes for form in (exact_form(self.name), folded_form(self.name))]


def article_scope(article_id: str) -> str:
    """What holds in one article."""
    return f"article:{article_id}"


def outlet_scope(outlet_id: str | None) -> str:
    """What holds in all articles of one outlet."""
    return f"outlet:{outlet_id}"


def known_name(form: str, scope: str, speaker_id: str, *, decided: bool) -> dict[str, Any]:
    """A row of the names that are known."""
    return {"form": form, "scope": scope, "folded": folded(form), "speaker_id": speaker_id, "decided": decided}


def folded(form: str) -> str:
    """The folded form of a form, which may be an exact one."""
    return folded_form(form[1:]) if form.startswith("=") else form


async def known_as(connection: AsyncConnection, places: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Those of these forms and scopes that are known, and as whom."""
    found: dict[tuple[str, str], str] = {}
    pair = sa.tuple_(known_names.c.form, known_names.c.scope)
    for some in _chunks(dict.fromkeys(places)):
        found |= await known_where(connection, pair.in_(some))
    return found


async def known_where(connection: AsyncConnection, condition: sa.ColumnElement[bool]) -> dict[tuple[str, str], str]:
    """Of what is known, that to which the condition (on `known_names`) applies."""
    query = sa.select(known_names.c.form, known_names.c.scope, known_names.c.speaker_id).where(condition)
    return {(row.form, row.scope): row.speaker_id for row in await connection.execute(query)}


def among(known: Known, printed: Printed) -> str | None:
    """Who this is, of what is known."""
    return next((known[place] for place in printed.places if place in known), None)


async def settle(connection: AsyncConnection, wanted: Iterable[Printed]) -> dict[Printed, str]:
    """The id of each of these sources; those that nobody has met before become speakers."""
    wanted = list(dict.fromkeys(wanted))
    known = await _known_to(connection, wanted)
    new: dict[tuple[str, str], Printed] = {}
    for one in wanted:
        if among(known, one) is None:
            new.setdefault(one.places[-1], one)
    known |= await _introduce(connection, new)
    settled = {one: among(known, one) for one in wanted}
    return {one: key for one, key in settled.items() if key is not None}


async def create(connection: AsyncConnection, name: str, kind: SpeakerType) -> str:
    """A new speaker of this name, whoever else bears it; returns the id. No name leads to it yet."""
    (key,) = await _free_ids(connection, [name])
    await connection.execute(speakers.insert().values(id=key, name=name, type=kind))
    return key


async def _known_to(connection: AsyncConnection, wanted: Iterable[Printed]) -> dict[tuple[str, str], str]:
    """All that any of these may be known as: a name wherever it was decided, other sources in their own article."""
    places = [one.places for one in wanted]
    found = await known_as(connection, (own[0] for own in places if len(own) == 1))
    holds = (known_names.c.scope == "") | known_names.c.decided
    for some in _chunks({own[-1][0] for own in places if len(own) > 1}):
        found |= await known_where(connection, sa.and_(holds, known_names.c.folded.in_(some)))
    return found


async def _introduce(connection: AsyncConnection, new: Mapping[tuple[str, str], Printed]) -> dict[tuple[str, str], str]:
    """Store speakers for these places; the first spelling of a name is the one that is shown."""
    shared = {place: one for place, one in new.items() if not place[1]}
    made = dict(zip(shared, await _free_ids(connection, [one.name for one in shared.values()]), strict=True))
    for place, one in new.items():
        if place[1]:
            made[place] = local_speaker_id(one.article_id, one.name, place[0])
    rows: list[dict[str, Any]] = [
        {"id": made[place], "name": one.name, "type": one.type, "article_id": one.article_id if place[1] else None}
        for place, one in new.items()
    ]
    names = [known_name(form, scope, key, decided=False) for (form, scope), key in made.items()]
    if rows:
        await connection.execute(speakers.insert(), rows)
        await connection.execute(known_names.insert(), names)
    return made


async def _free_ids(connection: AsyncConnection, names: list[str]) -> list[str]:
    """An id for each name: its slug, with a number where that is another's."""
    taken: set[str] = set()
    for some in _chunks({slug(name) for name in names}):
        taken.update(await connection.scalars(sa.select(speakers.c.id).where(speakers.c.id.in_(some))))
    made = []
    for name in names:
        for key in _numbered(slug(name)):
            if key not in taken and (key == slug(name) or not await _exists(connection, key)):
                break
        taken.add(key)
        made.append(key)
    return made


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    """Databases take only so many parameters in one statement."""
    listed = list(items)
    return (listed[at : at + _CHUNK] for at in range(0, len(listed), _CHUNK))


def _numbered(key: str) -> Iterator[str]:
    yield key
    for number in count(2):
        yield f"{key}-{number}"


async def _exists(connection: AsyncConnection, key: str) -> bool:
    return bool(await connection.scalar(sa.select(sa.exists().where(speakers.c.id == key))))
