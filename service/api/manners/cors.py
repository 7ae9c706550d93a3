"""Cross-origin requests (https://fetch.spec.whatwg.org/#http-cors-protocol), answered to the origins that are named.

Litestar's own middleware overwrites `Vary`, takes every OPTIONS with an `Origin` for a preflight, and leaves `Vary` out
where it refuses. Never with credentials: keys travel in a header of their own.
"""

from __future__ import annotations

from collections.abc import Sequence

from litestar.datastructures import MutableScopeHeaders
from litestar.types import HTTPScope, Message, Receive, Send

from service.api.manners.asgi import HttpApp
from service.api.manners.headers import vary

ASKED = (
    "Accept", "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match", "X-Meilisearch-Client",
    "X-Request-Id",
)  # fmt: skip
"""Headers that a page may send."""

SHOWN = (
    "Content-Disposition", "ETag", "Export-Moment", "Idempotency-Replayed", "Link", "Location", "RateLimit",
    "RateLimit-Policy", "Retry-After", "X-Request-Id",
)  # fmt: skip
"""Headers that a page may read."""

_PREFLIGHT = {
    "Access-Control-Allow-Methods": "DELETE, GET, HEAD, PATCH, POST, PUT",
    "Access-Control-Allow-Headers": ", ".join(ASKED),
    "Access-Control-Max-Age": "600",
    "Vary": "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
}


def cross_origin(app: HttpApp, origins: Sequence[str]) -> HttpApp:
    """The application, answering pages of these origins; `*` stands for all."""

    async def called(scope: HTTPScope, receive: Receive, send: Send) -> None:
        asked = MutableScopeHeaders(scope)
        origin = asked.get("origin", "")
        allowed = "*" if "*" in origins else origin if origin in origins else None
        if allowed and origin and scope["method"] == "OPTIONS" and "access-control-request-method" in asked:
            start: Message = {"type": "http.response.start", "status": 204, "headers": []}
            MutableScopeHeaders.from_message(start).update({"Access-Control-Allow-Origin": allowed, **_PREFLIGHT})
            await send(start)
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                if allowed != "*":
                    vary(headers, "Origin")
                if allowed and origin:
                    headers["Access-Control-Allow-Origin"] = allowed
                    headers["Access-Control-Expose-Headers"] = ", ".join(SHOWN)
            await send(message)

        await app(scope, receive, sent)

    return called
