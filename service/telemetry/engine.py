"""A search engine that tells how long its calls take, and how they end."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from contextlib import nullcontext
from functools import wraps
from inspect import iscoroutinefunction
from typing import TYPE_CHECKING, Any, cast

from prometheus_client import Histogram

from search.engine import SearchEngine, SearchRejected, SearchUnavailable

if TYPE_CHECKING:
    from service.telemetry.tracing import Tracing


def measured(engine: SearchEngine, seconds: Histogram, tracing: Tracing | None = None) -> SearchEngine:
    """The same engine; every call is observed in `seconds` by `operation` and `outcome`, and is a span of `tracing`.

    The outcome is `ok`, `unavailable`, `rejected` or `error`; a call that was cancelled is not counted.
    """
    return cast("SearchEngine", _Measured(engine, seconds, tracing))


class _Measured:
    """Passes everything on, whatever methods the seam has, so that it need not be changed when the seam is."""

    def __init__(self, engine: SearchEngine, seconds: Histogram, tracing: Tracing | None) -> None:
        self._engine = engine
        self._seconds = seconds
        self._tracing = tracing

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._engine, name)
        if not iscoroutinefunction(found):
            return found
        timed = self._timed(name, found)
        setattr(self, name, timed)  # the next call finds it at once
        return timed

    def _timed(self, name: str, method: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        @wraps(method)
        async def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            outcome = "ok"
            try:
                with self._tracing.call(f"engine {name}") if self._tracing else nullcontext():
                    return await method(*args, **kwargs)
            except SearchUnavailable:
                outcome = "unavailable"
                raise
            except SearchRejected:
                outcome = "rejected"
                raise
            except Exception:
                outcome = "error"
                raise
            except BaseException:
                outcome = ""
                raise
            finally:
                if outcome:
                    self._seconds.labels(name, outcome).observe(time.perf_counter() - started)

        return timed
