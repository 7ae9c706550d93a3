"""Processes of the service that may be killed: one that takes articles in, and one that works.

They are forked from a process that has imported everything, so that a kill costs little.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
from collections.abc import Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import uvicorn

from service import failpoints
from service.app import create_app
from service.cli.serving import bound
from service.indexing.reconcile import Reconciling
from service.indexing.reindex import Reindex
from service.models import ArticleIn
from service.parts import Parts
from service.settings import Settings
from service.store.imports import UNFINISHED
from tests.fault.archive import body

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(
    ["tests.fault.mortal", "search.embedded", "service.ingest.extractor", "asyncpg", "uvicorn.protocols.http.auto"]
)

Arguments = tuple[Path, str]
"""The data folder and the database's URL."""


def start(role: str, where: Arguments, failpoint: str | None, *given: object) -> tuple[BaseProcess, Connection]:
    """Start a process that dies at `failpoint`; what it acknowledges comes out of the connection."""
    ours, its = _FORKS.Pipe(duplex=False)
    process = _FORKS.Process(target=_run, args=(role, where, failpoint, its, *given), daemon=True)
    process.start()
    its.close()
    return process, ours


def heard(process: BaseProcess, ours: Connection, seconds: float = 60) -> list[object]:
    """All that a process acknowledged until it ended."""
    said: list[object] = []
    try:
        while ours.poll(seconds):
            said.append(ours.recv())
    except EOFError:
        pass
    process.join(seconds)
    if process.is_alive():
        process.kill()
        raise TimeoutError("it neither ended nor died")
    return said


def _run(role: str, where: Arguments, failpoint: str | None, its: Connection, *given: object) -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.environ.pop(failpoints.VARIABLE, None)
    if failpoint:
        os.environ[failpoints.VARIABLE] = failpoint
    asyncio.run(_ROLES[role](settings(where), its, *given))  # type: ignore[operator]


def settings(where: Arguments) -> Settings:
    """Of all these processes."""
    folder, url = where
    return Settings(
        data_dir=folder, database_url=url, port=0, worker_poll=0.05, worker_retry_max=0.2, import_workers=1,
        access_log=False, imports_waiting=1_000,  # those that a death leaves unfinished wait until the end
    )  # fmt: skip


async def _takes(settings: Settings, its: Connection, numbers: Sequence[int]) -> None:
    """What a server does for each of these articles; each is acknowledged when the server would answer."""
    parts = Parts(settings, indexes=False)
    await parts.start()
    for number in numbers:
        taken = await parts.intake.take(ArticleIn(body=body(number), external_id=f"n{number}"))
        its.send((number, taken.article.id))
    await parts.close()


async def _serves(settings: Settings, its: Connection) -> None:
    """Serve until killed, and index beside that; says where."""
    listener = bound(settings)
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="error", access_log=False))
    its.send(f"http://127.0.0.1:{listener.getsockname()[1]}")
    await server.serve(sockets=[listener])


async def _works(settings: Settings, its: Connection) -> None:
    """Index until nothing waits."""
    parts = Parts(settings)
    await parts.start()
    await parts.worker.drain()
    its.send("drained")
    await parts.close()


async def _imports(settings: Settings, its: Connection) -> None:
    parts = Parts(settings, indexes=False)
    await parts.start()
    while await parts.import_worker.work():
        pass
    its.send(UNFINISHED)
    await parts.close()


async def _reindexes(settings: Settings, its: Connection) -> None:
    parts = Parts(settings, indexes=False)
    await parts.start()
    its.send(await Reindex(parts.database, parts.engine, batch=200).run())
    await parts.close()


async def _reconciles(settings: Settings, its: Connection) -> None:
    parts = Parts(settings)
    await parts.start()
    its.send((await Reconciling(parts.database, parts.engine).run()).total)
    await parts.worker.drain()
    await parts.close()


_ROLES = {
    "takes": _takes,
    "serves": _serves,
    "works": _works,
    "imports": _imports,
    "reindexes": _reindexes,
    "reconciles": _reconciles,
}
