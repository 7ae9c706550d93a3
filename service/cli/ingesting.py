"""`onrecord ingest`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path

import click
from msgspec import structs

from search.engine import SearchUnavailable
from service import terminal
from service.cli.options import limits_of, settings_of
from service.indexing.worker import Worker
from service.ingest.command import Ingestion
from service.ingest.files.walking import measured
from service.ingest.ledger import Ledger
from service.ingest.pool import Pool
from service.memory import take_sparingly
from service.meter import ErrorFile, Meter, show_summary
from service.parts import Parts
from service.settings import Settings

_INDEXED_ELSEWHERE = "All is stored. Another process is indexing, and will pick it up."
_INDEXED_AT_ONCE = 1_000
_STOPPED = (
    "Stopped. What is counted above is stored; the same command goes on from there, and brings search up to date."
)
_INDEXED_LATER = "All is stored; it will be searchable when search is back."


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True, path_type=Path))
@click.option("--outlet", help="The outlet of articles that name none.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that extract; as many as there are cores.")
@click.option("--again", is_flag=True, help="Read again what was taken in before, too.")
@click.option(
    "--errors", type=click.Path(dir_okay=False, path_type=Path), help="Write every refusal to this NDJSON file."
)
def ingest(
    paths: tuple[Path, ...], outlet: str | None, workers: int | None, errors: Path | None, *, again: bool
) -> None:
    """Take articles in from files and folders (- is standard input); exits with 1 if anything was refused.

    Text, Markdown, HTML, JSON, JSON lines, mail, RSS, Atom and WARC, and archives of them. What was taken in before is
    not read again, so that the same command goes on where it was stopped, and takes only what is new or was refused.
    """
    with terminal.wrapped_errors(), ErrorFile(errors) as error_file:
        settings = settings_of()
        run = Ingestion(paths, limits_of(settings))
        try:
            asyncio.run(take_in(settings, run, error_file, outlet=outlet, workers=workers, again=again))
        except (KeyboardInterrupt, asyncio.CancelledError):
            show_summary(run.tally)
            terminal.err.print(_STOPPED, markup=False)
            sys.exit(130)
    show_summary(run.tally)
    sys.exit(1 if run.tally.refused else 0)


async def take_in(
    settings: Settings,
    run: Ingestion,
    error_file: ErrorFile,
    *,
    outlet: str | None = None,
    workers: int | None = None,
    again: bool = False,
) -> None:
    """Take in what the run has to read, and bring it into the index; SIGTERM cancels it as Ctrl-C does."""
    _stop_on_sigterm()
    take_sparingly()
    # Engines take many documents at once faster.
    parts = Parts(structs.replace(settings, worker_batch=max(settings.worker_batch, _INDEXED_AT_ONCE)))
    try:
        await parts.start()
        total = await asyncio.to_thread(measured, run.paths)
        async with _indexing(parts.worker):
            async with (
                Pool(workers, max_chars=settings.max_article_chars, seconds=settings.extract_seconds) as pool,
                aclosing(run.run(parts.intake, pool, Ledger(parts.database), outlet=outlet, again=again)) as batches,
            ):
                with Meter("Ingesting", total) as meter:
                    async for refused in batches:
                        error_file.write(refused)
                        meter.show(run.tally)
            await index(parts)
    finally:
        await parts.close()


@asynccontextmanager
async def _indexing(worker: Worker) -> AsyncIterator[None]:
    """Index what is stored while the block runs, if search is there and nobody else does."""
    if not worker.is_prepared:
        yield
        return
    work = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


def _stop_on_sigterm() -> None:
    """Let SIGTERM do what Ctrl-C does."""
    task = asyncio.current_task()
    if task and os.name == "posix":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


async def index(parts: Parts) -> None:
    """Bring what was stored into the index, or say who will."""
    try:
        await parts.worker.drain()
    except SearchUnavailable as down:
        elsewhere = not parts.settings.search_url and "another process" in str(down)
        terminal.err.print(_INDEXED_ELSEWHERE if elsewhere else f"{_INDEXED_LATER} ({down})", markup=False)
