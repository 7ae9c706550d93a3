"""`onrecord worker`."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress

import click

from service import terminal
from service.cli.options import settings_of
from service.memory import take_sparingly
from service.parts import Parts
from service.settings import Settings

_PATIENCE_SECONDS = 20.0
"""How long batches that are under way may still take once it is to stop."""


@click.command()
def worker() -> None:
    """Index what is stored, in a process of its own, until it is stopped.

    It works imports off, too. Any number may run side by side. On SIGTERM or Ctrl-C it finishes the
    batches that it is at. What a killed one left goes on elsewhere in seconds.
    """
    with terminal.wrapped_errors():
        asyncio.run(_work(settings_of()))


async def _work(settings: Settings) -> None:
    take_sparingly()
    parts = Parts(settings)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for one in (signal.SIGTERM, signal.SIGINT):
        with suppress(NotImplementedError):  # Windows: there it ends as by Ctrl-C
            loop.add_signal_handler(one, stop.set)
    try:
        await parts.start()
        terminal.err.print(f"On Record works, with {parts.engine.name}", markup=False)
        async with asyncio.TaskGroup() as group:
            indexing = group.create_task(parts.worker.run())
            importing = group.create_task(parts.import_worker.run()) if settings.imports_at_once else None
            await stop.wait()
            parts.worker.stop()
            if importing:  # a batch of an import is a transaction: what is not committed is done again
                importing.cancel()
            await asyncio.wait([indexing], timeout=_PATIENCE_SECONDS)
            indexing.cancel()
    finally:
        await parts.close()
