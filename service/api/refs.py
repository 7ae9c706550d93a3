"""How a request names a speaker, and who that is."""

from __future__ import annotations

from typing import Annotated, TypedDict

from msgspec import UNSET, Meta, Struct, UnsetType

from service.errors import Invalid
from service.identity import has_own_name, is_local
from service.models import SpeakerType
from service.store import speakers
from service.store.database import Connection


class Limits(TypedDict):
    """What a text has to be like."""

    min_length: int
    max_length: int
    pattern: str


SpeakerId = Annotated[str, Meta(min_length=1, max_length=200)]
Name = Annotated[
    str, Meta(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f\x7f]*[^\W_][^\x00-\x1f\x7f]*(?![\s\S])")
]
"""Something in it is a letter or a digit."""
AUTHOR: Limits = {"min_length": 1, "max_length": 200, "pattern": r"^[^\x00-\x1f\x7f]+(?![\s\S])"}
NOTE: Limits = {"min_length": 1, "max_length": 2_000, "pattern": r"^[^\x00]+(?![\s\S])"}
"""For parameters, too: Litestar does not see limits that stand inside a union."""
Author = Annotated[str, Meta(**AUTHOR)]
Note = Annotated[str, Meta(**NOTE)]


class SpeakerRef(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """A speaker: by `id`, or by `name` (with a `type`), which finds whoever bears the name, or makes them known."""

    id: SpeakerId | UnsetType = UNSET
    name: Name | UnsetType = UNSET
    type: SpeakerType | UnsetType = UNSET


class NewName(Struct, frozen=True):
    """A speaker that a request names, not by an id."""

    name: str
    type: SpeakerType


def read_ref(ref: SpeakerRef, pointer: str) -> str | NewName:
    """The id, or the name. Raises `Invalid` when it is both, or neither."""
    if ref.id is not UNSET:
        if ref.name is not UNSET or ref.type is not UNSET:
            raise Invalid.at(pointer, "is either an id, or a name with a type")
        return ref.id
    if ref.name is UNSET:
        raise Invalid.at(pointer, "needs an id or a name")
    return NewName(" ".join(ref.name.split()), "person" if ref.type is UNSET else ref.type)


async def known_id(connection: Connection, given: str, pointer: str) -> str:
    """The id that a speaker in a request's body has now. Raises `Invalid` for an unknown one."""
    now = await speakers.current(connection, [given])
    if given not in now:
        raise Invalid.at(pointer, f"names no speaker: there is no {given}")
    return now[given]


def check_shared(speaker_id: str, pointer: str) -> None:
    """Raise `Invalid` for a source that belongs to one article."""
    if is_local(speaker_id):
        raise Invalid.at(
            pointer, "is a source without a name of its own, which belongs to one article: correct its quotes"
        )


def check_own_name(name: NewName, pointer: str) -> None:
    """Raise `Invalid` for words that mean somebody else in every article."""
    if not has_own_name(name.name, name.type):
        raise Invalid.at(pointer, "is no name of its own, which articles could share")
