"""Addresses have to be UTF-8: decoded with replacement characters they would ask for something else (400)."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes

from litestar.types import HTTPScope, Receive, Send

from service.api.manners.asgi import HttpApp, answer
from service.errors import Malformed


def readable(app: HttpApp) -> HttpApp:
    """The application, asked only at addresses that are UTF-8 without NUL, which no database would look for."""

    async def called(scope: HTTPScope, receive: Receive, send: Send) -> None:
        wrong = _wrong(scope)
        if wrong is None:
            await app(scope, receive, send)
            return
        await answer(scope, send, Malformed(wrong))

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
