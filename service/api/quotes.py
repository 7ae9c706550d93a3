"""Quotes: reading them by speaker, outlet, date and kind."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath
from msgspec import Struct

from service.api.injection import Injected
from service.api.paging import Paging, listed
from service.api.parameters import Kinds, Outlets, Speakers
from service.errors import NotFound
from service.models import Period, Quote
from service.store import quotes
from service.store.database import Database
from service.store.quotes import Place, QuoteFilter


class QuotePage(Struct):
    """A page of quotes, those of the latest ingested article first; `next_cursor` is null on the last one."""

    items: list[Quote]
    next_cursor: str | None


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
            quote = await quotes.get(connection, quote_id)
        if quote is None:
            raise NotFound(f"there is no quote {quote_id}")
        return quote


def _page(placed: list[tuple[Place, Quote]], next_cursor: str | None) -> QuotePage:
    return QuotePage([quote for _, quote in placed], next_cursor)
