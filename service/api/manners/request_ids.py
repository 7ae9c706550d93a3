"""`X-Request-Id`: every answer has one, and every line that is logged meanwhile.

A caller may give one, so that it can be followed through several services. It is not to be trusted: what could be more
than a name (a line break, a quote, half a kilobyte) is replaced by one of ours.
"""

from __future__ import annotations

import re
from uuid import uuid4

from litestar.datastructures import MutableScopeHeaders
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send
from structlog.contextvars import bound_contextvars

HEADER = "X-Request-Id"

_NAME = re.compile(r"[A-Za-z0-9._:-]{1,100}")


def identified(app: ASGIApp) -> ASGIApp:
    """The application with an id for each request."""

    async def called(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await app(scope, receive, send)
            return
        given = MutableScopeHeaders(scope).getall(HEADER, [])
        request_id = given[0] if len(given) == 1 and _NAME.fullmatch(given[0]) else uuid4().hex

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableScopeHeaders.from_message(message)[HEADER] = request_id
            await send(message)

        with bound_contextvars(request_id=request_id):
            await app(scope, receive, sent)

    return called
