"""Speakers: who is quoted, under which names; merging and splitting them."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Request, Response, get, post
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK
from msgspec import UNSET, Meta, Struct, UnsetType, field

from service.api.injection import Injected
from service.api.paging import Paging, listed
from service.api.refs import Author, Name, Note, SpeakerId, SpeakerRef, check_own_name, check_shared, known_id, read_ref
from service.errors import Invalid, NotFound
from service.indexing.worker import Worker
from service.models import Speaker, SpeakerType
from service.store import merging, speakers
from service.store.database import Connection, Database
from service.store.merging import Decision, Selection
from service.store.speakers import SpeakerFilter

Ids = Annotated[list[SpeakerId], Meta(max_length=500)]


class SpeakerPage(Struct):
    """A page of speakers in the order of their ids; `next_cursor` is null on the last one."""

    items: list[Speaker]
    next_cursor: str | None


class MergeIn(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """Which speakers are one: this one becomes `into`, or those of `from` become this one; one of both is given."""

    into: SpeakerId | UnsetType = UNSET
    from_: Ids | UnsetType = field(name="from", default=UNSET)
    by: Author | None = None
    note: Note | None = None


class SplitIn(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What of this speaker is another's: names as printed, whatever some outlets or articles call so, single quotes.

    `into` is the other speaker: an id, or the name of a new one.
    """

    into: SpeakerRef
    aliases: Annotated[list[Name], Meta(max_length=100)] = []
    outlets: Ids = []
    articles: Ids = []
    quotes: Ids = []
    by: Author | None = None
    note: Note | None = None


class SpeakerController(Controller):
    """`/v1/speakers`."""

    path = "/speakers"
    tags = ("speakers",)

    @get("/", operation_id="listSpeakers", summary="List speakers")
    async def list(
        self,
        request: Request[Any, Any, Any],
        paging: Injected[Paging],
        database: Injected[Database],
        q: Annotated[
            str, QueryParameter(max_length=200, description="A part of one of their names, in any spelling of it.")
        ] = "",
        type: Annotated[  # noqa: A002 - the parameter's name
            list[SpeakerType] | None,
            QueryParameter(max_items=3, description="Sources without a name are listed only where `unnamed` is given."),
        ] = None,
    ) -> Response[SpeakerPage]:
        """Everyone who is quoted, with the number of their quotes and of the articles these are in.

        A source without a name of its own ("a spokesman", "the report") belongs to one article, and is left out.
        """
        wanted = SpeakerFilter(q, tuple(type or ()))
        async with database.read() as connection:
            after = paging.after("speakers", str)
            found = await speakers.page(connection, wanted, after=after, limit=paging.limit + 1)
        return listed(request, SpeakerPage, found, paging.limit, "speakers", lambda speaker: speaker.id)

    @get("/{speaker_id:str}", operation_id="getSpeaker", summary="Read a speaker")
    async def read(self, speaker_id: FromPath[str], database: Injected[Database]) -> Speaker:
        """One speaker with the names and roles that articles print, how often, and when first and last.

        An id that was merged into another speaker's answers with that speaker, whose `id` is then another one.
        """
        async with database.read() as connection:
            return await _read(connection, speaker_id)

    @post("/{speaker_id:str}/merge", operation_id="mergeSpeaker", summary="Merge speakers", status_code=HTTP_200_OK)
    async def merge(
        self,
        speaker_id: FromPath[str],
        data: JSONBody[MergeIn],
        database: Injected[Database],
        worker: Injected[Worker],
    ) -> Speaker:
        """Say that speakers are one. Their names mean the one that is left, in articles to come too.

        The ids of the others keep answering. Splitting undoes it.
        """
        if (data.into is UNSET) == (data.from_ is UNSET):
            raise Invalid.body("needs either into or from")
        async with database.write() as connection:
            here = await _current(connection, speaker_id)
            check_shared(here, "")
            if data.into is not UNSET:
                left = await _other(connection, data.into, here, "/into")
                await merging.merge(connection, here, left, Decision(data.by, data.note))
            else:
                left = here
                given = {f"/from/{at}": key for at, key in enumerate(data.from_ or ())}
                for other in {await _other(connection, key, here, at): None for at, key in given.items()}:
                    await merging.merge(connection, other, here, Decision(data.by, data.note))
            merged = await _read(connection, left)
        worker.wake()
        return merged

    @post("/{speaker_id:str}/split", operation_id="splitSpeaker", summary="Split a speaker", status_code=HTTP_200_OK)
    async def split(
        self,
        speaker_id: FromPath[str],
        data: JSONBody[SplitIn],
        database: Injected[Database],
        worker: Injected[Worker],
    ) -> Speaker:
        """Say that some of what this speaker is said to have said is another's. Answers with the other one.

        Aliases, outlets and articles hold for what is yet to come; quotes are corrected one by one. An id that was
        merged into this speaker becomes a speaker again when it is given as `into`.
        """
        selected = Selection(
            aliases=tuple(" ".join(name.split()) for name in data.aliases),
            outlets=tuple(data.outlets),
            articles=tuple(data.articles),
            quotes=tuple(data.quotes),
        )
        if selected == Selection():
            raise Invalid.body("needs at least one of aliases, outlets, articles and quotes")
        async with database.write() as connection:
            here = await _current(connection, speaker_id)
            check_shared(here, "")
            for at in await merging.foreign(connection, here, selected):
                raise Invalid.at(at, "has no quote of this speaker")
            into = await _into(connection, data.into, here)
            await merging.split(connection, here, into, selected, Decision(data.by, data.note))
            other = await _read(connection, into)
        worker.wake()
        return other


async def _read(connection: Connection, speaker_id: str) -> Speaker:
    found = await speakers.get(connection, speaker_id)
    if found is None:
        raise NotFound(f"there is no speaker {speaker_id}")
    return found


async def _current(connection: Connection, speaker_id: str) -> str:
    now = await speakers.current(connection, [speaker_id])
    if speaker_id not in now:
        raise NotFound(f"there is no speaker {speaker_id}")
    return now[speaker_id]


async def _other(connection: Connection, given: str, here: str, pointer: str) -> str:
    """The speaker that is meant, who is not `here`."""
    now = await known_id(connection, given, pointer)
    check_shared(now, pointer)
    if now == here:
        raise Invalid.at(pointer, "is this very speaker" if given == here else "is this very speaker since a merge")
    return now


async def _into(connection: Connection, ref: SpeakerRef, here: str) -> str:
    given = read_ref(ref, "/into")
    if isinstance(given, str):
        if given != here and await known_id(connection, given, "/into/id") == here:
            await merging.revive(connection, given)
            return given
        return await _other(connection, given, here, "/into/id")
    check_own_name(given, "/into/name")
    return await merging.named_anew(connection, given.name, given.type, here)
