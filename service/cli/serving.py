"""`onrecord serve` and `onrecord demo`."""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress
from pathlib import Path

import click
from msgspec import structs

from service import terminal
from service.app import create_app
from service.cli.ingesting import take_in
from service.cli.options import PORT, limits_of, settings_of
from service.cli.stores import opened
from service.errors import OnRecordError
from service.ingest.command import Ingestion
from service.memory import take_sparingly
from service.meter import ErrorFile
from service.settings import Settings
from service.store import keys
from service.telemetry import logs

_SAMPLE = Path(__file__).parents[2] / "sample" / "articles"


@click.command()
@click.option("--host", help="Where to listen; other than loopback only with ONRECORD_API_KEY.")
@PORT
def serve(host: str | None, port: int | None) -> None:
    """Serve the API."""
    with terminal.wrapped_errors():
        _serve(settings_of(host=host, port=port))


@click.command()
@PORT
@click.option("--corpus", type=click.Path(exists=True, path_type=Path), default=_SAMPLE)
@click.option("--no-serve", is_flag=True, help="Ingest the sample corpus and stop.")
def demo(port: int | None, corpus: Path, *, no_serve: bool) -> None:
    """Ingest the sample corpus into a store of its own, and serve it."""
    with terminal.wrapped_errors():
        settings = settings_of(port=port)
        # Whatever the environment names is not ours to put invented articles into.
        settings = structs.replace(settings, data_dir=settings.data_dir / "demo", database_url=None, search_url=None)
        run = Ingestion([corpus], limits_of(settings))
        asyncio.run(take_in(settings, run, ErrorFile(None), workers=1))
        tally = run.tally
        terminal.out.print(f"{tally.created} articles created, {tally.same} there already, {tally.refused} refused")
        if not no_serve:
            _serve(settings)


def _serve(settings: Settings) -> None:
    import uvicorn

    logs.configure(settings.log_format)
    take_sparingly()
    with bound(settings) as listener:
        # The server would do this too, but tell of a store that can't be opened by a traceback.
        settings.check_exposure(has_keys=asyncio.run(_migrated(settings)))
        config = uvicorn.Config(create_app(settings), log_level="warning", access_log=False, server_header=False)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        terminal.err.print(f"On Record listens on http://{host}:{listener.getsockname()[1]}", markup=False)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def bound(settings: Settings) -> socket.socket:
    """A socket of our own: uvicorn's `bind_socket` logs what is wrong in its own way and exits.

    Whoever does not read an answer for as long as a step of a request may take is cut off by the system (tcp(7)): the
    server can't, since it may only close a connection once what waits in it was read.
    """
    host, port = settings.host, settings.port
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if os.name == "posix":  # elsewhere it would let two servers have one port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if hasattr(socket, "TCP_USER_TIMEOUT"):  # Linux
            bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, int(settings.request_seconds * 1000))
        bound.bind((host, port))
    except (OSError, UnicodeError) as error:
        bound.close()
        reason = getattr(error, "strerror", None) or error  # a name that is none is a UnicodeError
        raise OnRecordError(f"can't listen on {host}, port {port}: {reason}") from error
    return bound


async def _migrated(settings: Settings) -> bool:
    """Bring the store to its newest schema; returns whether an API key was ever made in it."""
    async with opened(settings) as database, database.read() as connection:
        return await keys.any_made(connection)
