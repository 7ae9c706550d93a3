"""HEAD wherever there is GET, and an `Allow` that is exact (RFC 9110, 9.3.2 and 10.2.1)."""

from __future__ import annotations

from litestar import Litestar
from litestar.datastructures import MutableScopeHeaders
from litestar.enums import HttpMethod
from litestar.routes import HTTPRoute
from litestar.types import HTTPScope, Message, Receive, Send

from service.api.manners.asgi import HttpApp


def methods_of(app: Litestar) -> dict[str, set[str]]:
    """The methods of each path template of an application."""
    found: dict[str, set[str]] = {}
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            found.setdefault(route.path_format, set()).update(route.methods)
    return found


def head(app: HttpApp) -> HttpApp:
    """The application, answering HEAD as it would GET, with the same headers and without the body."""

    async def called(scope: HTTPScope, receive: Receive, send: Send) -> None:
        if scope["method"] != "HEAD":
            await app(scope, receive, send)
            return

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                await send(message)
                # It ends here, for a stream too: whoever writes it is told that nobody listens any more.
                await send({"type": "http.response.body", "body": b"", "more_body": False})

        scope["method"] = HttpMethod.GET
        try:
            await app(scope, receive, sent)
        finally:
            scope["method"] = HttpMethod.HEAD  # what is told of the request afterwards is told of what it was

    return called


def allowing(app: HttpApp, methods: dict[str, set[str]]) -> HttpApp:
    """The application with all methods of a path in `Allow`; Litestar knows no HEAD, and forgets some on OPTIONS."""

    async def called(scope: HTTPScope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders.from_message(message)
                if said := headers.get("allow"):
                    known = methods.get(scope.get("path_template", ""))
                    headers["Allow"] = _allow(known or {name.strip() for name in said.split(",")})
            await send(message)

        await app(scope, receive, sent)

    return called


def _allow(methods: set[str]) -> str:
    return ", ".join(sorted({*methods, "OPTIONS", *(("HEAD",) if "GET" in methods else ())}))
