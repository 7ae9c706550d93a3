"""What is told of each request: its figures, and a line in the log. Never its query, its body or its headers."""

from __future__ import annotations

import time

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.telemetry.metrics import Metrics

_log = structlog.get_logger("service.requests")

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_NO_ROUTE = "(none)"


def telling(app: ASGIApp, metrics: Metrics, *, logged: bool) -> ASGIApp:
    """An ASGI application that counts and times the requests of `app`, and logs each where `logged`.

    A request is over with the last byte of its answer, or when it is cancelled (`status` 499 then, as nginx has it).
    """

    async def told(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 499

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await app(scope, receive, noted)
        finally:
            took = time.perf_counter() - started
            method = scope["method"] if scope["method"] in _METHODS else "other"
            route = scope.get("path_template") or _NO_ROUTE
            metrics.requests.labels(method, route, str(status)).inc()
            metrics.request_seconds.labels(method, route).observe(took)
            if logged:
                _log.info("request", method=method, route=route, status=status, ms=round(took * 1000, 1))

    return told
