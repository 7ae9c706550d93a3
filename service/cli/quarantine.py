"""`onrecord quarantine`."""

from __future__ import annotations

import asyncio

import click

from service import terminal
from service.cli.ingesting import index
from service.cli.options import settings_of
from service.cli.stores import opened
from service.parts import Parts
from service.settings import Settings
from service.store import quarantine as aside

_AT_ONCE = 500


@click.command()
@click.argument("action", type=click.Choice(["list", "retry", "empty"]), default="list")
@click.argument("articles", nargs=-1)
def quarantine(action: str, articles: tuple[str, ...]) -> None:
    """List, retry or forget what search could not take.

    Of these articles (ids), or of all.
    """
    with terminal.wrapped_errors():
        settings = settings_of()
        if action == "list":
            asyncio.run(_list(settings, articles))
        elif action == "retry":
            asyncio.run(_retry(settings, articles))
        else:
            asyncio.run(_empty(settings, articles))


async def _list(settings: Settings, articles: tuple[str, ...]) -> None:
    count, after = 0, None
    async with opened(settings) as database:
        while True:
            async with database.read() as connection:
                found = await aside.page(connection, after=after, limit=_AT_ONCE)
            for one in found:
                if not articles or one.article_id in articles:
                    count += 1
                    terminal.out.print(terminal.plain(f"{one.article_id} {one.key}: {one.reason}"), markup=False)
            if len(found) < _AT_ONCE:
                break
            after = found[-1].key
    terminal.out.print(f"{count} set aside")


async def _retry(settings: Settings, articles: tuple[str, ...]) -> None:
    parts = Parts(settings)
    try:
        await parts.start()
        async with parts.database.write() as connection:
            count = await aside.retry(connection, articles)
        await index(parts)
        async with parts.database.read() as connection:
            left = len(await aside.page(connection, after=None, limit=_AT_ONCE))
    finally:
        await parts.close()
    terminal.out.print(f"{count} articles tried again; {left} documents are set aside now")


async def _empty(settings: Settings, articles: tuple[str, ...]) -> None:
    async with opened(settings) as database, database.write() as connection:
        count = await aside.empty(connection, articles)
    terminal.out.print(f"{count} forgotten")
