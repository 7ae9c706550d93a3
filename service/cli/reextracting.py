"""`onrecord reextract`."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import click

from service import terminal
from service.cli.ingesting import index
from service.cli.options import settings_of
from service.errors import NotFound
from service.memory import take_sparingly
from service.parts import Parts
from service.settings import Settings
from service.store import articles as stored
from service.store.articles import ArticleFilter
from service.store.database import Database

_AGAIN_AT_ONCE = 50


@click.command()
@click.argument("ids", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every article of the store.")
def reextract(ids: tuple[str, ...], *, everything: bool) -> None:
    """Find the quotes of stored articles anew, e.g. after an upgrade; corrections, merges and splits stay."""
    if bool(ids) == everything:
        raise click.UsageError("name articles by their ids, or give --all")
    with terminal.wrapped_errors():
        seen, changed = asyncio.run(_reextract(settings_of(), ids))
    terminal.out.print(f"{seen} articles read again, {changed} changed")


async def _reextract(settings: Settings, ids: tuple[str, ...]) -> tuple[int, int]:
    take_sparingly()
    parts = Parts(settings)
    seen = changed = 0
    try:
        await parts.start()
        async for some in _chosen(parts.database, ids):
            changed += await parts.intake.again(some)
            seen += len(some)
            terminal.err.print(f"{seen} articles, {changed} changed", markup=False)
        await index(parts)
    finally:
        await parts.close()
    return seen, changed


async def _chosen(database: Database, ids: tuple[str, ...]) -> AsyncIterator[list[str]]:
    """The ids of these articles, or of all when none is named, some at a time."""
    if ids:
        async with database.read() as connection:
            known = await stored.by_ids(connection, ids)
        if unknown := [key for key in ids if key not in known]:
            raise NotFound(f"there is no article {', '.join(unknown)}")
        yield list(ids)
    before: str | None = None
    while not ids:
        async with database.read() as connection:
            page = await stored.page(connection, ArticleFilter(), before=before, limit=_AGAIN_AT_ONCE)
        if not page:
            return
        before = page[-1].id
        yield [article.id for article in page]
