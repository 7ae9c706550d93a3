"""Quotes: reading them by speaker, outlet, date and kind."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Request, Response, delete, get, patch
from litestar.params import FromPath, JSONBody, QueryParameter
from msgspec import UNSET, Struct, UnsetType

from service.api.injection import Injected
from service.api.paging import Paging, listed
from service.api.parameters import Kinds, Outlets, Speakers
from service.api.refs import AUTHOR, NOTE, Author, Note, SpeakerRef, known_id, read_ref
from service.errors import Invalid, NotFound
from service.identity import is_local
from service.indexing.worker import Worker
from service.ingest.intake import Intake
from service.models import Kind, Period, Quote
from service.store import corrections, identities, quotes, speakers
from service.store.corrections import Change
from service.store.database import Connection, Database
from service.store.identities import Printed
from service.store.quotes import Place, QuoteFilter


class QuotePage(Struct):
    """A page of quotes, those of the latest ingested article first; `next_cursor` is null on the last one."""

    items: list[Quote]
    next_cursor: str | None


class QuotePatch(Struct, forbid_unknown_fields=True, omit_defaults=True):
    """What a person says of a quote, as a JSON merge patch (RFC 7396): what is left out stays as it is.

    `speaker` is null where nobody knows who said it.
    """

    speaker: SpeakerRef | UnsetType | None = UNSET
    kind: Kind | UnsetType = UNSET
    by: Author | None = None
    note: Note | None = None


class QuoteController(Controller):
    """`/v1/quotes`."""

    path = "/quotes"
    tags = ("quotes",)

    @get("/", operation_id="listQuotes", summary="List quotes")
    async def list(
        self,
        request: Request[Any, Any, Any],
        paging: Injected[Paging],
        published: Injected[Period],
        database: Injected[Database],
        speaker: Speakers = None,
        outlet: Outlets = None,
        kind: Kinds = None,
    ) -> Response[QuotePage]:
        """Quotes of the latest ingested article first, in the order of its text.

        A repeated parameter means any of its values; different parameters have to hold together.
        """
        wanted = QuoteFilter(tuple(speaker or ()), tuple(outlet or ()), tuple(kind or ()), published)
        async with database.read() as connection:
            found = await quotes.page(connection, wanted, after=paging.after("quotes", Place), limit=paging.limit + 1)
        return listed(request, _page, found, paging.limit, "quotes", lambda placed: placed[0])

    @get("/{quote_id:str}", operation_id="getQuote", summary="Read a quote")
    async def read(self, quote_id: FromPath[str], database: Injected[Database]) -> Quote:
        """One quote with its speaker, and where it was printed."""
        async with database.read() as connection:
            return await _read(connection, quote_id)

    @patch("/{quote_id:str}", operation_id="correctQuote", summary="Correct a quote")
    async def correct(
        self,
        quote_id: FromPath[str],
        data: JSONBody[QuotePatch],
        database: Injected[Database],
        worker: Injected[Worker],
    ) -> Quote:
        """Say who said it, or of which kind it is. It wins over extraction, now and whenever the article is read again.

        Taken back with `DELETE …/correction`.
        """
        async with database.write() as connection:
            quote = await _read(connection, quote_id)
            if data.speaker is not UNSET or data.kind is not UNSET:
                speaker_id = UNSET if data.speaker is UNSET else await _meant(connection, data.speaker, quote)
                change = Change(speaker_id=speaker_id, kind=data.kind, by=data.by, note=data.note)
                await corrections.correct(connection, [quote_id], change)
                quote = await _read(connection, quote_id)
            elif data.by is not None or data.note is not None:
                raise Invalid.body("corrects nothing: it needs a speaker or a kind")
        worker.wake()
        return quote

    @delete("/{quote_id:str}", operation_id="deleteQuote", summary="Say that this is no quote")
    async def remove(
        self,
        quote_id: FromPath[str],
        database: Injected[Database],
        worker: Injected[Worker],
        by: Annotated[str | None, QueryParameter(**AUTHOR, description="Who decides this.")] = None,
        note: Annotated[str | None, QueryParameter(**NOTE, description="Why.")] = None,
    ) -> None:
        """It is nobody's words: a title, say. It stays away when the article is read again.

        Taken back with `DELETE …/correction`, like every correction.
        """
        async with database.write() as connection:
            await _read(connection, quote_id)
            await corrections.correct(connection, [quote_id], Change(is_no_quote=True, by=by, note=note))
        worker.wake()

    @delete("/{quote_id:str}/correction", operation_id="deleteCorrection", summary="Take a correction back")
    async def take_back(self, quote_id: FromPath[str], database: Injected[Database], intake: Injected[Intake]) -> None:
        """The quote is again as extraction has it; what was said to be no quote is looked for in its article."""
        async with database.write() as connection:
            article_id = await corrections.take_back(connection, quote_id)
        if article_id is None:
            raise NotFound(f"there is no correction of a quote {quote_id}")
        await intake.again([article_id])


async def _read(connection: Connection, quote_id: str) -> Quote:
    quote = await quotes.get(connection, quote_id)
    if quote is None:
        raise NotFound(f"there is no quote {quote_id}")
    return quote


async def _meant(connection: Connection, ref: SpeakerRef | None, quote: Quote) -> str | None:
    """The speaker that a correction of this quote names; a name that is new becomes a speaker."""
    if ref is None:
        return None
    given = read_ref(ref, "/speaker")
    if isinstance(given, str):
        speaker_id = await known_id(connection, given, "/speaker/id")
        if is_local(speaker_id) and not await speakers.is_of(connection, speaker_id, quote.article_id):
            raise Invalid.at("/speaker/id", "is a source without a name of its own, of another article")
        return speaker_id
    outlet_id = quote.outlet.id if quote.outlet else None
    printed = Printed(given.name, given.type, quote.article_id, outlet_id)
    return (await identities.settle(connection, [printed]))[printed]


def _page(placed: list[tuple[Place, Quote]], next_cursor: str | None) -> QuotePage:
    return QuotePage([quote for _, quote in placed], next_cursor)
