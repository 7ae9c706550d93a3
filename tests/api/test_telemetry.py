"""What the service tells those who run it: metrics and the log of requests."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import structlog
from litestar.testing import AsyncTestClient
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from prometheus_client.parser import text_string_to_metric_families

from service.app import create_app
from service.settings import Secret, Settings
from service.telemetry import logs
from tests.api.conftest import HOST, Client

ARTICLE = {"outlet": "The Ledger", "body": "“We cannot wait for another winter,” said Ilse Vandermeer, the mayor."}


@pytest.fixture
def logged(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    """Logs as JSON to what `capsys` reads; as they were afterwards."""
    before = structlog.get_config()
    logs.configure("json")
    yield
    structlog.configure(**before)


async def figures(client: Client, **headers: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """All samples by their name and labels."""
    answer = await client.get("/metrics", headers=headers)
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(one.name, frozenset(one.labels.items())): one.value for family in families for one in family.samples}


def of(name: str, **labels: str) -> tuple[str, frozenset[tuple[str, str]]]:
    return name, frozenset(labels.items())


async def test_requests_engine_calls_extraction_and_the_backlog_are_told(store_only: Client) -> None:
    await store_only.post("/v1/articles?wait=search", json=ARTICLE)
    await store_only.get("/v1/search/quotes?q=winter")
    told = await figures(store_only)
    assert told[of("onrecord_http_requests_total", method="POST", route="/v1/articles", status="201")] == 1
    assert told[of("onrecord_http_request_duration_seconds_count", method="GET", route="/v1/search/quotes")] == 1
    assert told[of("onrecord_search_engine_duration_seconds_count", operation="search", outcome="ok")] >= 1
    assert told[of("onrecord_search_engine_duration_seconds_count", operation="write", outcome="ok")] == 2
    assert told[of("onrecord_extraction_duration_seconds_count")] == 1
    assert told[of("onrecord_store_up")] == 1
    assert (told[of("onrecord_outbox_rows")], told[of("onrecord_quarantine_documents")]) == (0, 0)


async def test_what_waits_for_the_engine_and_how_long_is_told(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, search_url="http://127.0.0.1:9", worker=False)
    async with AsyncTestClient(create_app(settings), base_url=HOST) as client:
        await client.post("/v1/articles", json=ARTICLE)
        assert (await client.get("/v1/search/quotes?q=winter")).status_code == 503
        told = await figures(client)
    assert told[of("onrecord_outbox_rows")] == 1
    assert 0 < told[of("onrecord_outbox_oldest_seconds")] < 60
    assert told[of("onrecord_search_engine_duration_seconds_count", operation="search", outcome="unavailable")] == 1


async def test_nothing_that_a_request_names_becomes_a_series_of_its_own(store_only: Client) -> None:
    for index in range(20):
        await store_only.get(f"/v1/articles/{index}")
        await store_only.get(f"/nowhere/{index}")
        await store_only.request(f"ODD{index}", "/v1/articles")
    requests = {labels for name, labels in await figures(store_only) if name == "onrecord_http_requests_total"}
    assert len(requests) == 3, requests


async def test_metrics_are_for_those_who_hold_the_key(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, api_key=Secret("the-key"))
    async with AsyncTestClient(create_app(settings), base_url="http://onrecord.example") as client:
        assert (await client.get("/metrics")).status_code == 401
        assert await figures(client, Authorization="Bearer the-key")


async def test_prometheus_gets_the_format_that_it_asks_for(store_only: Client) -> None:
    plain = await store_only.get("/metrics")
    assert plain.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    asked = await store_only.get("/metrics", headers={"Accept": "application/openmetrics-text; version=1.0.0"})
    assert asked.headers["content-type"].startswith("application/openmetrics-text; version=1.0.0")
    assert asked.text.endswith("# EOF\n")


@pytest.mark.usefixtures("logged")
async def test_each_request_is_a_line_of_json_without_what_was_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data_dir=tmp_path, api_key=Secret("secret-word"))
    key = {"Authorization": "Bearer secret-word"}
    async with AsyncTestClient(create_app(settings), base_url=HOST) as client:
        await client.get("/v1/search/quotes?q=private-words", headers=key)
        await client.post("/v1/articles", json={"body": "private-words"}, headers=key)
    printed = capsys.readouterr().err
    lines = [json.loads(line) for line in printed.splitlines()]
    told = [(one["method"], one["route"], one["status"]) for one in lines if one["event"] == "request"]
    assert told == [("GET", "/v1/search/quotes", 200), ("POST", "/v1/articles", 201)]
    assert "private-words" not in printed
    assert "secret-word" not in printed


class Collector(HTTPServer):
    """Takes spans as an OpenTelemetry collector does."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Taking)
        self.taken: list[bytes] = []


class _Taking(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Collector)
        self.server.taken.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


async def test_traces_go_to_the_collector_under_the_callers_and_without_what_was_asked(
    tmp_path: Path, collector: Collector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.server_port}")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
    monkeypatch.setenv("OTEL_SERVICE_NAME", "the-archive")
    caller = "0af7651916cd43dd8448eb211c80319c"
    async with AsyncTestClient(create_app(Settings(data_dir=tmp_path, tracing=True)), base_url=HOST) as client:
        headers = {"traceparent": f"00-{caller}-b7ad6b7169203331-01"}
        assert (await client.get("/v1/search/quotes?q=private-words", headers=headers)).status_code == 200
    sent = b"".join(collector.taken)
    assert b"the-archive" in sent
    assert b"private-words" not in sent
    spans = [
        span
        for body in collector.taken
        for of_resource in ExportTraceServiceRequest.FromString(body).resource_spans
        for of_scope in of_resource.scope_spans
        for span in of_scope.spans
        if span.trace_id.hex() == caller
    ]
    (request,) = [span for span in spans if span.name == "GET /v1/search/quotes"]
    (call,) = [span for span in spans if span.name == "engine search"]
    assert call.parent_span_id == request.span_id
