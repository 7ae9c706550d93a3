"""Whether the service lives, and whether it is ready for work."""

from __future__ import annotations

from typing import Literal

from litestar import Controller, Response, get
from litestar.datastructures import ResponseHeader
from litestar.openapi.datastructures import ResponseSpec
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE
from msgspec import Struct

from search.engine import SearchEngine
from service.api.injection import Injected
from service.api.readiness import Readiness, readiness
from service.store.database import Database


class Alive(Struct):
    """The process answers."""

    status: Literal["ok"] = "ok"


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
        responses={HTTP_503_SERVICE_UNAVAILABLE: ResponseSpec(Readiness, description="Articles can't be taken")},
    )
    async def ready(self, database: Injected[Database], engine: Injected[SearchEngine]) -> Response[Readiness]:
        """503 only when articles can't be taken: without search they are, and found later."""
        made = await readiness(database, engine)
        down = made.status == "unavailable"
        return Response(made, status_code=HTTP_503_SERVICE_UNAVAILABLE if down else HTTP_200_OK)
