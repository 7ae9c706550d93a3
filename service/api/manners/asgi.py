"""What the manners are: wrappers around an ASGI application that is called for HTTP only."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import msgspec
from litestar.types import HTTPScope, Receive, Send

from service.api.problems import rendered
from service.errors import OnRecordError

HttpApp: TypeAlias = Callable[[HTTPScope, Receive, Send], Awaitable[None]]


async def answer(scope: HTTPScope, send: Send, error: OnRecordError) -> None:
    """Answer with a problem, in the shape of the route."""
    problem = rendered(scope["path"], error)
    body = msgspec.json.encode(problem.content)
    fields = {**problem.headers, "content-type": str(problem.media_type), "content-length": str(len(body))}
    headers = [(name.lower().encode(), value.encode()) for name, value in fields.items()]
    await send({"type": "http.response.start", "status": problem.status_code or error.status, "headers": headers})
    await send({"type": "http.response.body", "body": body, "more_body": False})
