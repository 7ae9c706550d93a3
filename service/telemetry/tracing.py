"""Traces, for who asks for them: a span for each request and for each call of the engine, sent as OTLP over HTTP.

Where to, and all else, is said by the `OTEL_*` variables of the OpenTelemetry specification
(https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/). The library's own middleware would
send the query of each request; a span of ours has the route and what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import BadSettings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider


def open_tracing() -> Tracing:
    """Start to send spans. Raises `BadSettings` where the libraries are not installed."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ModuleNotFoundError as missing:
        raise BadSettings(f"ONRECORD_TRACING needs the module {missing.name}: install onrecord[tracing]") from missing
    provider = TracerProvider(resource=Resource.create())
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return Tracing(provider)


class Tracing:
    """Makes spans and hands them to `provider`, which sends them from a thread of its own."""

    def __init__(self, provider: TracerProvider) -> None:
        self._provider = provider
        self._tracer = provider.get_tracer("onrecord")

    @contextmanager
    def call(self, name: str) -> Iterator[None]:
        """A span round what is called meanwhile. An error marks it by its kind: its text may name what was asked."""
        from opentelemetry.trace import StatusCode

        with self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False) as span:
            try:
                yield
            except BaseException as error:
                span.set_status(StatusCode.ERROR, type(error).__name__)
                raise

    def requests(self, app: ASGIApp) -> ASGIApp:
        """An ASGI application that makes a span of each request of `app`, under the caller's `traceparent`."""
        from opentelemetry.propagate import extract
        from opentelemetry.trace import SpanKind, StatusCode

        async def traced(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != ScopeType.HTTP:
                await app(scope, receive, send)
                return
            caller = extract({name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]})
            method = scope["method"]
            with self._tracer.start_as_current_span(
                method, caller, SpanKind.SERVER, record_exception=False, set_status_on_exception=False
            ) as span:

                async def noted(message: Message) -> None:
                    if message["type"] == "http.response.start":
                        span.set_attribute("http.response.status_code", message["status"])
                        if message["status"] >= 500:
                            span.set_status(StatusCode.ERROR)
                    await send(message)

                span.set_attribute("http.request.method", method)
                await app(scope, receive, noted)
                if route := scope.get("path_template"):
                    span.set_attribute("http.route", route)
                    span.update_name(f"{method} {route}")

        return traced

    def close(self) -> None:
        """Send what is left."""
        self._provider.shutdown()
