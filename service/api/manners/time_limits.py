"""No request takes for ever: neither one whose body drips in, nor one that is worked on without end.

Each step of a request has the same time: the next piece of its body, and all that happens from there until the answer
begins. A long import or export has many steps, and takes as long as it takes. Whoever does not read an answer is left
to the system (`service.cli.serving`).
"""

from __future__ import annotations

import asyncio
from typing import cast

import structlog
from litestar.types import HTTPReceiveMessage, HTTPScope, Message, Receive, Send

from service.api.manners.asgi import HttpApp, answer
from service.errors import OnRecordError, TookTooLong, TooSlow

_log = structlog.get_logger(__name__)

PIECE = 1 << 16
"""Bytes of a body that have to come in the time of a step: a client that sends a byte now and then is not at work."""

_RETRY_AFTER_SECONDS = 5


def in_time(app: HttpApp, seconds: float) -> HttpApp:
    """The application, which gives a request up when a step takes more than `seconds`: 408 in its body, else 503.

    What it was at is cancelled, so that a transaction that is not committed yet is rolled back.
    """

    async def called(scope: HTTPScope, receive: Receive, send: Send) -> None:
        clock = asyncio.get_running_loop().time
        missing, is_reading = PIECE, False
        limit = asyncio.timeout(seconds)

        async def received() -> HTTPReceiveMessage:
            nonlocal missing, is_reading
            is_reading = True
            message = cast("HTTPReceiveMessage", await receive())
            if message["type"] == "http.request":
                is_reading = message.get("more_body", False)
                missing -= len(message.get("body", b""))
                if (missing <= 0 or not is_reading) and not limit.expired():
                    missing = PIECE
                    limit.reschedule(clock() + seconds)
            return message

        async def sent(message: Message) -> None:
            if not limit.expired():  # else what is said of being cancelled
                limit.reschedule(None)
                await send(message)

        try:
            async with limit:
                await app(scope, received, sent)
        except TimeoutError:
            if not limit.expired():
                raise
        if limit.expired():
            error = _too_slow(seconds) if is_reading else _took_too_long(seconds)
            _log.warning("request_given_up", method=scope["method"], reason=error.code)
            await answer(scope, send, error)

    return called


def _too_slow(seconds: float) -> OnRecordError:
    # RFC 9110, 15.5.9: whoever was too slow with this one is not waited for on this connection again.
    said = f"the body came too slowly: not {PIECE:,} bytes, nor its end, in {seconds:g} seconds"
    return TooSlow(said, headers={"Connection": "close"})


def _took_too_long(seconds: float) -> OnRecordError:
    said = f"it took more than {seconds:g} seconds and was given up: it was done wholly, or not at all"
    return TookTooLong(said, headers={"Retry-After": str(_RETRY_AFTER_SECONDS)})
