"""`onrecord key …`: API keys, made and taken back beside the store, without the service."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeAlias

import click
from rich.table import Table
from rich.text import Text
from sqlalchemy.ext.asyncio import AsyncConnection

from service import terminal
from service.access.secret import token_secret
from service.access.stored_keys import MARK, StoredKeys, ended
from service.cli.options import Duration, settings_of
from service.cli.stores import opened
from service.store import keys
from service.store.database import Database
from service.store.keys import KeyScope, StoredKey

Work: TypeAlias = Callable[[StoredKeys, Database], Awaitable[None]]

_PAGE = 200
_EXPIRES = click.option("--expires", type=Duration(), help="When it ends, e.g. 12h or 90d from now; never without it.")


@click.group()
def key() -> None:
    """Make, list, rotate and revoke API keys."""


@key.command()
@click.argument("name")
@click.option("--scope", type=click.Choice(["read", "write", "admin"]), default="read", show_default=True)
@_EXPIRES
@click.option("--rate-limit", type=click.IntRange(min=0), help="Requests in a window; 0: any number.")
def create(name: str, scope: KeyScope, expires: int | None, rate_limit: int | None) -> None:
    """Make a key and print it, this once; NAME says what it is for."""

    async def work(stored: StoredKeys, _: Database) -> None:
        _print_new(*await stored.make(name, scope, seconds=expires, rate_limit=rate_limit))

    _run(work)


@key.command("list")
def list_() -> None:
    """List all keys, the latest first; never the keys themselves."""

    async def work(_: StoredKeys, database: Database) -> None:
        table = Table("key", "for", "scope", "made", "ends", box=None, pad_edge=False)
        async with database.read() as connection:
            async for one in _all(connection):
                row = (f"{MARK}{one.id}…", one.name, one.scope, _minute(one.created_at), _end(one))
                table.add_row(*(Text(terminal.plain(cell)) for cell in row), style="dim" if ended(one) else None)
        terminal.out.print(table)

    _run(work)


@key.command()
@click.argument("key_id")
@click.option("--overlap", type=Duration(), default="1d", show_default=True, help="How long the old key is good still.")
@_EXPIRES
def rotate(key_id: str, overlap: int, expires: int | None) -> None:
    """Make a key that takes the place of another, and print it, this once."""

    async def work(stored: StoredKeys, _: Database) -> None:
        _print_new(*await stored.rotate(_id(key_id), overlap=overlap, seconds=expires))

    _run(work)


@key.command()
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """End a key; it opens nothing a second later."""

    async def work(stored: StoredKeys, _: Database) -> None:
        await stored.revoke(_id(key_id))
        terminal.err.print(f"revoked {_id(key_id)}", markup=False)

    _run(work)


def _run(work: Work) -> None:
    with terminal.wrapped_errors():
        asyncio.run(_opened(work))


async def _opened(work: Work) -> None:
    settings = settings_of()
    async with opened(settings) as database:
        await work(StoredKeys(database, token_secret(settings)), database)


async def _all(connection: AsyncConnection) -> AsyncIterator[StoredKey]:
    after: keys.Place | None = None
    while page := await keys.page(connection, after=after, limit=_PAGE):
        for one in page:
            yield one
        after = keys.Place(page[-1].created_at, page[-1].id)


def _end(one: StoredKey) -> str:
    if one.revoked_at:
        return f"revoked {_minute(one.revoked_at)}"
    if one.expires_at:
        return f"ended {_minute(one.expires_at)}" if ended(one) else _minute(one.expires_at)
    return "never"


def _minute(moment: str) -> str:
    return moment[:16].replace("T", " ") + " UTC"


def _id(given: str) -> str:
    """A key's id, of it or of what the list shows of it; a whole key pasted by mistake is taken for its id."""
    return terminal.plain(given.removeprefix(MARK).rstrip("…").partition("_")[0])


def _print_new(made: StoredKey, text: str) -> None:
    said = f"{made.scope} key {made.id} for {terminal.plain(made.name)}; it is shown this once:"
    terminal.err.print(said, markup=False)
    terminal.out.print(text, markup=False)
