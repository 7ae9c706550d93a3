"""`onrecord backup` and `onrecord restore`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click
from sqlalchemy.engine import make_url

from search.engine import SearchUnavailable
from service import terminal
from service.cli.options import settings_of
from service.errors import BadSettings, OnRecordError
from service.indexing.reindex import Reindex
from service.parts import Parts
from service.settings import Settings
from service.store import backup as copies


@click.command()
@click.argument("to", type=click.Path(dir_okay=False, path_type=Path))
def backup(to: Path) -> None:
    """Copy the SQLite store into a file, while it is in use.

    The copy is checked by reading it back.
    """
    with terminal.wrapped_errors():
        kept = copies.back_up(_store(settings_of()), to)
    terminal.out.print(f"{kept.articles} articles and {kept.quotes} quotes in {to}, {kept.bytes:,} bytes", markup=False)


@click.command()
@click.argument("backup", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Give up the articles that are in the store now.")
def restore(backup: Path, *, replace: bool) -> None:
    """Put a backup in the place of the SQLite store.

    The search index is built anew. Nothing else may be running.
    """
    with terminal.wrapped_errors():
        settings = settings_of()
        kept = copies.restore(backup, _store(settings), replace=replace)
        terminal.out.print(f"{kept.articles} articles and {kept.quotes} quotes are restored")
        asyncio.run(_reindex(settings))


def _store(settings: Settings) -> Path:
    url = make_url(settings.database)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BadSettings(
            "backup and restore are for the SQLite store; PostgreSQL has tools of its own: pg_dump and pg_restore, "
            "or pg_basebackup (docs/operating.md)"
        )
    return Path(url.database)


async def _reindex(settings: Settings) -> None:
    """What search holds is of another time. Where it does not answer, the worker sees to it when it does."""
    parts = Parts(settings, indexes=False)
    try:
        if settings.search_url:
            await parts.engine.prepare()  # an engine that is down says so now, not in ten minutes
        await Reindex(parts.database, parts.engine, batch=1_000).run()
    except (SearchUnavailable, OnRecordError) as problem:
        terminal.err.print(f"Search is not restored yet ({problem}): run onrecord reindex.", markup=False)
    finally:
        await parts.close()
