"""What the tests of imports share."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable
from typing import Any

from tests.api.conftest import Client

NDJSON = {"Content-Type": "application/x-ndjson"}


def ndjson(items: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(item).encode() + b"\n" for item in items)


def said(count: int) -> list[dict[str, Any]]:
    """So many different articles, each with one quote."""
    return [{"body": f"“Pump {n} is broken,” said Ola Brandt.", "outlet": "The Courier"} for n in range(count)]


async def hand_in(client: Client, stream: bytes, **headers: str) -> dict[str, Any]:
    answer = await client.post("/v1/imports", content=stream, headers=NDJSON | headers)
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == f"/v1/imports/{answer.json()['id']}"
    made: dict[str, Any] = answer.json()
    return made


async def until(client: Client, made: dict[str, Any], *states: str, lines: int = 0) -> dict[str, Any]:
    """The import when it has come to one of these states, and so many of its lines are done."""
    end = time.monotonic() + 60
    while True:
        found: dict[str, Any] = (await client.get(f"/v1/imports/{made['id']}")).json()
        if found["state"] in states and found["lines_done"] >= lines:
            return found
        assert time.monotonic() < end, found
        await asyncio.sleep(0.02)


async def imported(client: Client, stream: bytes, **headers: str) -> dict[str, Any]:
    return await until(client, await hand_in(client, stream, **headers), "done", "failed")


async def refused(client: Client, made: dict[str, Any]) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await client.get(f"/v1/imports/{made['id']}/errors")).json()["items"]
    return items


def counts(found: dict[str, Any]) -> tuple[int, int, int, int]:
    return found["created"], found["changed"], found["same"], found["refused"]
