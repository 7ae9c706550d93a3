"""Only a task that is there and has succeeded is a success."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from search.engine import SearchUnavailable
from search.meilisearch import MeilisearchEngine
from search.meilisearch.settings import wanted
from search.schema import INDEXES
from tests.conformance.engines.documents import article

TASK = {
    "uid": 1,
    "taskUid": 1,
    "indexUid": "x",
    "type": "documentAdditionOrUpdate",
    "enqueuedAt": "2026-01-01T00:00:00Z",
}


def listed(**how: Any) -> dict[str, Any]:
    return {"results": [TASK | how], "total": 1, "limit": 1, "from": 1, "next": None}


def failed(kind: str, code: str = "some_code") -> dict[str, Any]:
    return listed(status="failed", error={"message": "because", "code": code, "type": kind, "link": ""})


GONE = {"results": [], "total": 0, "limit": 1, "from": None, "next": None}
HELD = {"results": [{"id": "a", "revision": 1}], "offset": 0, "limit": 1, "total": 1}
NOT_HELD = {"results": [], "offset": 0, "limit": 1, "total": 0}


@asynccontextmanager
async def server(tasks: dict[str, Any], documents: dict[str, Any]) -> AsyncIterator[MeilisearchEngine]:
    """A Meilisearch that is prepared, takes every document, and says of its tasks what a test wants."""
    settings = wanted(INDEXES["articles"]).model_dump(by_alias=True, exclude_none=True)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = (await reader.read(65_536)).decode().split(" ", 2)[1]
        routes = [
            ("/settings", settings),
            ("/tasks", tasks),
            ("/fetch", documents),
            ("", TASK | {"status": "enqueued"}),
        ]
        body = json.dumps(next(answer for part, answer in routes if part in request))
        writer.write(
            f"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
            f"Connection: close\r\n\r\n{body}".encode()
        )
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    engine = MeilisearchEngine(url, timeout=5, task_timeout=0.3)
    try:
        yield engine
    finally:
        await engine.close()
        listening.close()


async def test_a_task_that_succeeded_is_a_success() -> None:
    async with server(listed(status="succeeded"), NOT_HELD) as engine:
        assert await engine.write("articles", put=[article("a")]) == []


@pytest.mark.parametrize(
    "tasks",
    [
        listed(status="canceled"),
        failed("internal"),
        failed("system", "no_space_left_on_device"),
        failed("invalid_request", "index_not_found"),
        listed(status="enqueued"),
        listed(status="processing"),
        listed(status="of a future version"),
    ],
    ids=["canceled", "internal", "disk full", "index gone", "never begun", "never done", "unheard of"],
)
async def test_a_task_that_came_to_nothing_is_unavailable(tasks: dict[str, Any]) -> None:
    async with server(tasks, NOT_HELD) as engine:
        with pytest.raises(SearchUnavailable):
            await engine.write("articles", put=[article("a")])
        with pytest.raises(SearchUnavailable):
            await engine.write("articles", remove=["a"])


async def test_a_task_that_failed_for_its_document_is_a_refusal() -> None:
    async with server(failed("invalid_request", "invalid_document_id"), NOT_HELD) as engine:
        refusals = await engine.write("articles", put=[article("a"), article("b")])
        assert [(refusal.id, refusal.reason) for refusal in refusals] == [
            ("a", "invalid_document_id: because"),
            ("b", "invalid_document_id: because"),
        ]


async def test_of_a_task_that_is_gone_only_the_documents_tell() -> None:
    async with server(GONE, HELD) as engine:
        assert await engine.write("articles", put=[article("a")]) == []
        with pytest.raises(SearchUnavailable):
            await engine.write("articles", put=[article("a", revision=2)])
        with pytest.raises(SearchUnavailable):
            await engine.write("articles", remove=["a"])
    async with server(GONE, NOT_HELD) as engine:
        assert await engine.write("articles", remove=["a"]) == []
        with pytest.raises(SearchUnavailable):
            await engine.write("articles", put=[article("a")])
