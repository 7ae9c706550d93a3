"""Addresses have to be UTF-8: decoded with replacement characters they would ask for something else (400)."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

import msgspec
from litestar.types import HTTPScope, Receive, Send

from service.api.manners.asgi import HttpApp
from service.api.problems import MEDIA_TYPE, render
from service.errors import Malformed


def readable(app: HttpApp) -> HttpApp:
    """The application, asked only at addresses that are UTF-8 without NUL, which no database would look for."""

    async def called(scope: HTTPScope, receive: Receive, send: Send) -> None:
        wrong = _wrong(scope)
        if wrong is None:
            await app(scope, receive, send)
            return
        problem = render(Malformed(wrong))
        body = msgspec.json.encode(problem.content)
        headers = [(b"content-type", MEDIA_TYPE.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": Malformed.status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    return called


def _wrong(scope: HTTPScope) -> str | None:
    path = (scope.get("raw_path") or scope["path"].encode()).partition(b"?")[0]
    for part, sent in (("path", path), ("query", scope["query_string"])):
        plain = unquote_to_bytes(sent) if b"%" in sent else sent
        if b"\0" in plain:
            return f"the {part} has a NUL character"
        try:
            plain.decode()
        except UnicodeDecodeError as error:
            return f"the {part} is no valid UTF-8: {error.reason} at byte {error.start}"
    return None
