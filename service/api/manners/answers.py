"""What every answer is given at its end: `ETag` and 304 (RFC 9110, 13), gzip, `Cache-Control`.

Streams pass as they are. A tag of a compressed answer ends in `-gzip`, since a strong tag names one sequence of bytes;
`If-None-Match` and `If-Match` take both. What a handler has said itself (a tag, how long to keep it) stays.
"""

from __future__ import annotations

import asyncio
import gzip
import re
from hashlib import blake2b

from litestar.datastructures import MutableScopeHeaders
from litestar.types import HTTPResponseBodyEvent, HTTPResponseStartEvent, HTTPScope, Message, Receive, Send

from service.api.manners.asgi import HttpApp
from service.api.manners.headers import takes_gzip, vary

SMALLEST = 1_000
"""Bytes from which compressing saves a packet."""

_LEVEL = 1  # a list of articles (132 kB) is a fifth larger than at level 6, in two fifths of the time
_LARGE = 200_000  # bytes that take long enough for others to notice
_TEXT = re.compile(r"text/.*|application/(?:.*[+/-])?(?:json|javascript|xml)|image/svg\+xml")
_TAGS = re.compile(r'(?:W/)?"([^"]*?)(?:-gzip)?"')


def finished(app: HttpApp) -> HttpApp:
    """The application with these manners."""

    async def called(scope: HTTPScope, receive: Receive, send: Send) -> None:
        asked = MutableScopeHeaders(scope)
        held: HTTPResponseStartEvent | None = None

        async def sent(message: Message) -> None:
            nonlocal held
            if message["type"] == "http.response.start":
                held = message
                return
            if held is not None and message["type"] == "http.response.body":
                start, held = held, None
                headers = MutableScopeHeaders.from_message(start)
                _cache(headers, scope["method"] == "GET" and start["status"] == 200)
                if not message.get("more_body"):
                    message = await _finish(asked, scope["method"], start, headers, message)
                await send(start)
            await send(message)

        await app(scope, receive, sent)

    return called


def _cache(headers: MutableScopeHeaders, is_shown: bool) -> None:
    """Kept by the caller alone, and asked for again each time; what is no answer to a GET is not kept at all."""
    headers.setdefault("Cache-Control", "private, no-cache" if is_shown else "no-store")
    headers.setdefault("X-Content-Type-Options", "nosniff")


async def _finish(
    asked: MutableScopeHeaders,
    method: str,
    start: HTTPResponseStartEvent,
    headers: MutableScopeHeaders,
    message: HTTPResponseBodyEvent,
) -> HTTPResponseBodyEvent:
    body = message["body"]
    packs = _is_packed_for(asked, headers, body)
    if method == "GET" and start["status"] == 200 and headers["Cache-Control"] != "no-store":
        tag = headers.get("etag", "").strip('"') or blake2b(body, digest_size=12).hexdigest()
        headers["ETag"] = f'"{tag}-gzip"' if packs else f'"{tag}"'
        if _is_same(asked.get("if-none-match"), tag):
            start["status"] = 304
            for name in ("content-type", "content-length", "content-disposition"):
                headers.pop(name, None)
            return {**message, "body": b""}
    elif packs and "etag" in headers:
        headers["ETag"] = f'{headers["ETag"][:-1]}-gzip"'
    if not packs:
        return message
    body = await asyncio.to_thread(_pack, body) if len(body) > _LARGE else _pack(body)
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(body))
    return {**message, "body": body}


def _is_packed_for(asked: MutableScopeHeaders, headers: MutableScopeHeaders, body: bytes) -> bool:
    media_type = headers.get("content-type", "").partition(";")[0]
    if len(body) < SMALLEST or "content-encoding" in headers or not _TEXT.fullmatch(media_type):
        return False
    vary(headers, "Accept-Encoding")
    return takes_gzip(asked.get("accept-encoding", ""))


def _pack(body: bytes) -> bytes:
    return gzip.compress(body, _LEVEL, mtime=0)


def _is_same(condition: str | None, tag: str) -> bool:
    return condition is not None and (condition.strip() == "*" or tag in _TAGS.findall(condition))
