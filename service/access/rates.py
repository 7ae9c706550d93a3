"""How many requests a key may make in a while: a fixed window from its first request on, counted exactly.

The count is this process's own. It is taken between two steps of the event loop, so that requests that come at once
can't pass together; kept libraries either start a thread for each request or ask a server for each.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from msgspec import Struct

from service.errors import TooManyRequests

_SWEPT_AT = 10_000


class Window(Struct):
    """What a caller has left, until when: `resets` is in seconds of the monotonic clock."""

    limit: int
    left: int
    resets: float


class Rates:
    """Windows of `seconds` each, with up to `limit` requests unless a key has a limit of its own; 0 is no limit."""

    def __init__(self, limit: int, seconds: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._seconds = seconds
        self._clock = clock
        self._windows: dict[str, Window] = {}

    def take(self, who: str, limit: int | None = None) -> dict[str, str]:
        """Count one request of `who`; returns the headers that tell what is left, none where there is no limit.

        Headers as in draft-ietf-httpapi-ratelimit-headers-10. Raises `TooManyRequests`, with those and `Retry-After`.
        """
        most = self._limit if limit is None else limit
        if not most:
            return {}
        now = self._clock()
        window = self._windows.get(who)
        if window is None or window.resets <= now or window.limit != most:
            self._sweep(now)
            window = self._windows[who] = Window(most, most, now + self._seconds)
        passes = window.left > 0
        window.left -= passes
        wait = max(1, math.ceil(window.resets - now))
        headers = {
            "RateLimit-Policy": f'"default";q={most};w={self._seconds}',
            "RateLimit": f'"default";r={window.left};t={wait}',
        }
        if not passes:
            said = f"this key may make {most} requests in {self._seconds} seconds; come again in {wait}"
            raise TooManyRequests(said, headers={**headers, "Retry-After": str(wait)})
        return headers

    def _sweep(self, now: float) -> None:
        """Forget callers whose windows are over, when there are many: who they are is theirs to say."""
        if len(self._windows) >= _SWEPT_AT:
            self._windows = {who: window for who, window in self._windows.items() if window.resets > now}
