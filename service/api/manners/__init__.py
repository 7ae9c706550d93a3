"""HTTP manners that hold for every route, those of tomorrow too: they stand around the application, not in handlers.

From the outside in: CORS, HEAD, what every answer is given at its end (tags, compression, caching), time limits,
`Allow`, and the refusal of requests whose address is no UTF-8. Request ids stand further out: what is told of a request
has its id, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Receive, Scope, Send

from service.api.manners.addresses import readable
from service.api.manners.answers import finished
from service.api.manners.asgi import HttpApp
from service.api.manners.cors import cross_origin
from service.api.manners.methods import allowing, head
from service.api.manners.time_limits import in_time


def well_mannered(app: ASGIApp, *, methods: dict[str, set[str]], origins: Sequence[str], seconds: float) -> ASGIApp:
    """The application with manners; `methods` are those of each path template, `origins` whose pages may call it.

    `seconds` is how long each step of a request may take.
    """
    made: HttpApp = head(finished(in_time(allowing(readable(app), methods), seconds)))
    made = cross_origin(made, origins) if origins else made

    async def called(scope: Scope, receive: Receive, send: Send) -> None:
        is_http = scope["type"] == ScopeType.HTTP
        await (made(cast("HTTPScope", scope), receive, send) if is_http else app(scope, receive, send))

    return called
