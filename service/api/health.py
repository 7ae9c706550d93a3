"""Whether the service lives, and whether it is ready for work."""

from __future__ import annotations

from typing import Literal

from litestar import Controller, Response, get
from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE
from msgspec import Struct

from search.engine import SearchEngine, SearchUnavailable
from service.api.injection import Injected
from service.store import outbox
from service.store.database import Database
from service.store.unavailable import StoreUnavailable

State = Literal["ok", "unavailable"]


class Alive(Struct):
    """The process answers."""

    status: Literal["ok"] = "ok"


class Readiness(Struct, kw_only=True):
    """The state of each part. `waiting` counts changes that search does not show yet, `refused` documents set aside.

    `degraded` (200): articles are taken, search is down. `unavailable` (503): the store is down.
    """

    status: Literal["ok", "degraded", "unavailable"]
    store: State
    search: State
    engine: str
    waiting: int | None
    refused: int | None


class HealthController(Controller):
    """`/health`."""

    path = "/health"
    tags = ("service",)
    response_headers = (ResponseHeader(name="Cache-Control", value="no-store"),)

    @get("/live", operation_id="getLiveness", summary="Is the process alive?")
    async def live(self) -> Alive:
        """Answers whatever else is down."""
        return Alive()

    @get(
        "/ready",
        operation_id="getReadiness",
        summary="Is the service ready?",
        responses={HTTP_503_SERVICE_UNAVAILABLE: ResponseSpec(Readiness, description="The store is down")},
    )
    async def ready(self, database: Injected[Database], engine: Injected[SearchEngine]) -> Response[Readiness]:
        """503 only when the store is down: without search, articles are still taken and found later."""
        store: State = "ok"
        search: State = "ok"
        waiting = refused = None
        try:
            async with database.read() as connection:
                waiting, refused = await outbox.waiting(connection), await outbox.refused_count(connection)
        except StoreUnavailable:
            store = "unavailable"
        try:
            await engine.ping()
        except SearchUnavailable:
            search = "unavailable"
        status: Literal["ok", "degraded", "unavailable"] = (
            "unavailable" if store != "ok" else "ok" if search == "ok" else "degraded"
        )
        made = Readiness(
            status=status, store=store, search=search, engine=engine.name, waiting=waiting, refused=refused
        )
        return Response(made, status_code=HTTP_503_SERVICE_UNAVAILABLE if store != "ok" else HTTP_200_OK)
