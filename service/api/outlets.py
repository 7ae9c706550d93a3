"""Outlets: who prints."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath
from msgspec import Struct

from service.api.injection import Injected
from service.api.paging import Paging, listed
from service.errors import NotFound
from service.models import Outlet
from service.store import names
from service.store.database import Database


class OutletPage(Struct):
    """A page of outlets in the order of their ids; `next_cursor` is null on the last one."""

    items: list[Outlet]
    next_cursor: str | None


class OutletController(Controller):
    """`/v1/outlets`."""

    path = "/outlets"
    tags = ("outlets",)

    @get("/", operation_id="listOutlets", summary="List outlets")
    async def list(
        self, request: Request[Any, Any, Any], paging: Injected[Paging], database: Injected[Database]
    ) -> Response[OutletPage]:
        """Every outlet with the number of its articles."""
        async with database.read() as connection:
            found = await names.outlets_page(connection, after=paging.after("outlets", str), limit=paging.limit + 1)
        return listed(request, OutletPage, found, paging.limit, "outlets", lambda outlet: outlet.id)

    @get("/{outlet_id:str}", operation_id="getOutlet", summary="Read an outlet")
    async def read(self, outlet_id: FromPath[str], database: Injected[Database]) -> Outlet:
        """One outlet."""
        async with database.read() as connection:
            found = await names.outlet(connection, outlet_id)
        if found is None:
            raise NotFound(f"there is no outlet {outlet_id}")
        return found
