"""Waiting for Meilisearch's tasks, where only a task that is there and has succeeded is a success."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from meilisearch_python_sdk import AsyncClient
from meilisearch_python_sdk.models.task import TaskResult

from search.engine import SearchUnavailable
from search.meilisearch.connection import translated

_FIRST_PAUSE, _LONGEST_PAUSE, _GROWTH = 0.004, 0.1, 1.5
_AT_ONCE = 100
_FINISHED = frozenset({"succeeded", "failed", "canceled"})


async def finished(client: AsyncClient, uids: Sequence[int], seconds: float) -> dict[int, TaskResult]:
    """Return the finished tasks by uid; a task that the server does not know (any more) is left out.

    Raises `SearchUnavailable` when they take longer than `seconds`.
    """
    done: dict[int, TaskResult] = {}
    waiting = list(uids)
    pause = _FIRST_PAUSE
    deadline = time.monotonic() + seconds
    while waiting:
        some = waiting[:_AT_ONCE]
        with translated("waiting for a task"):
            status = await client.get_tasks(uids=some, limit=len(some))
        found = {task.uid: task for task in status.results}
        done |= {uid: task for uid, task in found.items() if task.status in _FINISHED}
        still = [uid for uid in some if uid in found and uid not in done]
        waiting = still + waiting[_AT_ONCE:]
        if len(still) < len(some):
            pause = _FIRST_PAUSE
            continue
        if time.monotonic() > deadline:
            raise SearchUnavailable(f"Meilisearch has not finished {len(waiting)} tasks after {seconds:g} seconds")
        await asyncio.sleep(pause)
        pause = min(pause * _GROWTH, _LONGEST_PAUSE)
    return done


def reason(task: TaskResult) -> str:
    """Return why a task failed."""
    error = task.error or {}
    return f"{error.get('code', 'unknown')}: {' '.join(str(error.get('message', '')).split())[:300]}"


def blames_the_input(task: TaskResult) -> bool:
    """Return whether a task failed for what it was given, and not for the state of the server."""
    return (task.error or {}).get("type") == "invalid_request" and (task.error or {}).get("code") != "index_not_found"
