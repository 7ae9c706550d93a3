"""`onrecord reindex` and `onrecord reconcile`."""

from __future__ import annotations

import asyncio

import click

from search.engine import SearchUnavailable
from service import terminal
from service.cli.ingesting import index
from service.cli.options import settings_of
from service.errors import SearchDown
from service.indexing.reconcile import Drift, Reconciling
from service.indexing.reindex import Reindex
from service.memory import take_sparingly
from service.parts import Parts
from service.settings import Settings
from service.store.migrate import migrate
from service.store.rebuilds import Rebuild

_AT_ONCE = 1_000


@click.command()
def reindex() -> None:
    """Build the search index anew beside the one in use.

    It is swapped in when it is whole. Nothing has to be stopped.
    """
    with terminal.wrapped_errors():
        count = asyncio.run(_reindex(settings_of()))
    terminal.out.print(f"{count} articles indexed anew; searches use the new index")


async def _reindex(settings: Settings) -> int:
    take_sparingly()
    parts = Parts(settings, indexes=False)
    try:
        await migrate(parts.database)
        return await Reindex(parts.database, parts.engine, batch=max(settings.worker_batch, _AT_ONCE), told=_tell).run()
    finally:
        await parts.close()


def _tell(now: Rebuild) -> None:
    terminal.err.print(f"{now.waiting:,} changes to go, of {now.articles:,} articles at the start", markup=False)


@click.command()
@click.option("--check", is_flag=True, help="Only compare; exits with 1 if anything differs.")
def reconcile(*, check: bool) -> None:
    """Repair what search holds and the store does not, or the reverse.

    What the engine really holds is compared with the store: what is missing, stale or orphaned is put right.
    """
    with terminal.wrapped_errors():
        drift = asyncio.run(_reconcile(settings_of(), check=check))
    terminal.out.print(f"{drift.missing} missing, {drift.stale} stale, {drift.orphaned} orphaned")
    if check and drift.total:
        raise SystemExit(1)


async def _reconcile(settings: Settings, *, check: bool) -> Drift:
    parts = Parts(settings, indexes=not check)
    try:
        await parts.start()
        drift = await Reconciling(parts.database, parts.engine, repairs=not check).run()
        if not check:
            await index(parts)
    except SearchUnavailable as down:
        raise SearchDown(f"search does not answer: {down}") from down
    finally:
        await parts.close()
    return drift
