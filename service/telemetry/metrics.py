"""The figures of one process, for Prometheus: names and units as its documentation asks (base units, `_total`).

https://prometheus.io/docs/practices/naming/. No label takes its values from a request: routes are templates and
methods those of HTTP, so that nobody can make them grow without end.
"""

from __future__ import annotations

import math
from importlib.metadata import version

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)
from prometheus_client.exposition import choose_encoder

from service.store.outbox import Backlog

disable_created_metrics()  # type: ignore[no-untyped-call]  # a second series beside each, which nobody asks for

_FAST = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


class Metrics:
    """One process's metrics in a registry of their own: several applications in one process do not share figures."""

    def __init__(self) -> None:
        registry = self._registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        Info("onrecord_build", "What runs", registry=registry).info({"version": version("onrecord")})
        self.requests = Counter(
            "onrecord_http_requests", "Requests answered", ["method", "route", "status"], registry=registry
        )
        self.request_seconds = Histogram(
            "onrecord_http_request_duration_seconds",
            "From a request's head to the last byte of its answer",
            ["method", "route"],
            buckets=_FAST,
            registry=registry,
        )
        self.engine_seconds = Histogram(
            "onrecord_search_engine_duration_seconds",
            "One call of the search engine",
            ["operation", "outcome"],
            buckets=_FAST,
            registry=registry,
        )
        self.extraction_seconds = Histogram(
            "onrecord_extraction_duration_seconds",
            "Reading one article and finding its quotes",
            buckets=_FAST,
            registry=registry,
        )
        self._store_up = Gauge("onrecord_store_up", "Whether the store answers", registry=registry)
        self._waiting = Gauge("onrecord_outbox_rows", "Changes that search does not show yet", registry=registry)
        self._oldest = Gauge("onrecord_outbox_oldest_seconds", "How long the oldest waits", registry=registry)
        self._refused = Gauge(
            "onrecord_quarantine_documents", "Documents that the engine would not take", registry=registry
        )

    def rendered(self, backlog: Backlog | None, *, accept: str) -> tuple[bytes, str]:
        """All figures in the text format that `accept` asks for, in UTF-8, and its media type.

        `backlog` is None where the store does not answer: its figures are not a number then.
        """
        self._store_up.set(backlog is not None)
        self._waiting.set(backlog.waiting if backlog else math.nan)
        self._oldest.set(backlog.oldest_seconds if backlog else math.nan)
        self._refused.set(backlog.refused if backlog else math.nan)
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type.removesuffix("; charset=utf-8")
