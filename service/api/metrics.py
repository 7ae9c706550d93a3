"""`/metrics`: what Prometheus reads."""

from __future__ import annotations

from typing import Any

from litestar import Controller, Request, Response, get

from service.api.access import needs_key
from service.api.injection import Injected
from service.store import outbox
from service.store.database import Database
from service.store.unavailable import StoreUnavailable
from service.telemetry.metrics import Metrics


class MetricsController(Controller):
    """`/metrics`, for those who hold a key where one is set: Prometheus sends it as `authorization.credentials`."""

    path = "/metrics"
    guards = (needs_key,)

    @get("/", include_in_schema=False)
    async def read(
        self, request: Request[Any, Any, Any], metrics: Injected[Metrics], database: Injected[Database]
    ) -> Response[bytes]:
        """The figures of this process and of the store; those of a store that is down are NaN."""
        try:
            async with database.read() as connection:
                backlog = await outbox.backlog(connection)
        except StoreUnavailable:
            backlog = None
        text, media_type = metrics.rendered(backlog, accept=request.headers.get("accept", ""))
        return Response(text, media_type=media_type)
