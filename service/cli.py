"""The `onrecord` command."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from pathlib import Path

import click
import structlog
from msgspec import structs

from search.engine import Query, SearchUnavailable
from service import terminal, times
from service.api.contract import document_bytes
from service.app import Parts, create_app, open_engine
from service.errors import NotFound, OnRecordError, SearchDown
from service.evidence import Sheet
from service.exporting.exporter import Exporter, Wanted
from service.exporting.files import format_of, write
from service.exporting.formats import Format
from service.indexing.worker import Worker
from service.ingest.command import Ingestion
from service.ingest.files import Limits, read_file
from service.ingest.files.walking import measured
from service.ingest.items import Refused
from service.ingest.ledger import Ledger
from service.ingest.pool import Pool, extract_here
from service.ingest.rows import extract_rows
from service.meter import ErrorFile, Meter, show_summary
from service.models import Kind
from service.settings import Settings, read_settings
from service.store import articles as stored
from service.store.articles import ArticleFilter
from service.store.database import Database
from service.store.migrate import migrate
from service.store.quotes import QuoteFilter

SAMPLE = Path(__file__).parent.parent / "sample" / "articles"

_AGAIN_AT_ONCE = 50

_INDEXED_ELSEWHERE = "All is stored. Another process is indexing, and will pick it up."
_INDEXED_AT_ONCE = 1_000
_STOPPED = (
    "Stopped. What is counted above is stored; the same command goes on from there, and brings search up to date."
)
_INDEXED_LATER = "All is stored; it will be searchable when search is back."


@click.group()
@click.version_option(package_name="onrecord")
def main() -> None:
    """Who said what, when, in which outlet."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            terminal.escape_controls,
            structlog.processors.LogfmtRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


def _settings(**given: str | int | None) -> Settings:
    return read_settings(os.environ, **{name: value for name, value in given.items() if value is not None})


@main.command()
@click.option("--host", help="Where to listen; other than loopback only with ONRECORD_API_KEY.")
@click.option("--port", type=int)
def serve(host: str | None, port: int | None) -> None:
    """Serve the API."""
    with terminal.wrapped_errors():
        _serve(_settings(host=host, port=port))


@main.command()
@click.option("--port", type=int)
@click.option("--corpus", type=click.Path(exists=True, path_type=Path), default=SAMPLE)
@click.option("--no-serve", is_flag=True, help="Ingest the sample corpus and stop.")
def demo(port: int | None, corpus: Path, *, no_serve: bool) -> None:
    """Ingest the sample corpus into a store of its own, and serve it."""
    with terminal.wrapped_errors():
        settings = _settings(port=port)
        # Whatever the environment names is not ours to put invented articles into.
        settings = structs.replace(settings, data_dir=settings.data_dir / "demo", database_url=None, search_url=None)
        run = Ingestion([corpus], _limits(settings))
        asyncio.run(_ingest(settings, run, ErrorFile(None), workers=1))
        tally = run.tally
        terminal.out.print(f"{tally.created} articles created, {tally.same} there already, {tally.refused} refused")
        if not no_serve:
            _serve(settings)


@main.command()
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
        settings = _settings()
        run = Ingestion(paths, _limits(settings))
        try:
            asyncio.run(_ingest(settings, run, error_file, outlet=outlet, workers=workers, again=again))
        except (KeyboardInterrupt, asyncio.CancelledError):
            show_summary(run.tally)
            terminal.err.print(_STOPPED, markup=False)
            sys.exit(130)
    show_summary(run.tally)
    sys.exit(1 if run.tally.refused else 0)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--jsonl", is_flag=True, help='FILES are IN and OUT, rows {"id","text"}; no clean-up, offsets in text.')
@click.option(
    "--color", "when", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True,
    help="auto: on a terminal, unless NO_COLOR is set.",
)  # fmt: skip
def extract(files: tuple[Path, ...], *, jsonl: bool, when: terminal.When) -> None:
    """Show every quote in its sentence, with its speaker, evidence and confidence; nothing is stored."""
    if jsonl and len(files) != 2:
        raise click.UsageError("--jsonl takes IN and OUT")
    refused = False
    with terminal.wrapped_errors():
        if jsonl:
            extract_rows(*files)
            return
        settings = _settings()
        sheet = Sheet(terminal.console(when))
        for place, given in (one for path in files for one in read_file(path, _limits(settings))):
            found = extract_here(place, given, max_chars=settings.max_extract_chars)
            if isinstance(found, Refused):
                refused = True
                terminal.err.print(terminal.plain(f"{place}: {found.reason}"), markup=False)
            else:
                sheet.show(str(place), found)
    sys.exit(1 if refused else 0)


@main.command()
@click.argument("ids", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Every article of the store.")
def reextract(ids: tuple[str, ...], *, everything: bool) -> None:
    """Find the quotes of stored articles anew, e.g. after an upgrade; corrections, merges and splits stay."""
    if bool(ids) == everything:
        raise click.UsageError("name articles by their ids, or give --all")
    with terminal.wrapped_errors():
        seen, changed = asyncio.run(_reextract(_settings(), ids))
    terminal.out.print(f"{seen} articles read again, {changed} changed")


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--articles", "index", flag_value="articles", help="Search articles, not quotes.")
@click.option("--limit", type=click.IntRange(1, 100), default=10)
def search(words: tuple[str, ...], index: str | None, limit: int) -> None:
    """Search quotes (or articles), with typos forgiven."""
    with terminal.wrapped_errors():
        asyncio.run(_search(" ".join(words), articles=index is not None, limit=limit))


@main.command()
@click.argument("what", type=click.Choice(["articles", "quotes"]))
@click.option("--format", "as_format", type=click.Choice(["ndjson", "csv"]), help="As the file is named, else ndjson.")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file; packed if it ends with .gz.")
@click.option("--outlet", multiple=True, help="An outlet's id; repeated, any of them.")
@click.option("--speaker", multiple=True, help="A speaker's id; repeated, any of them.")
@click.option("--kind", multiple=True, type=click.Choice(["direct", "partial"]), help="Of quotes.")
@click.option("--from", "since", help="Published from this date or time on.")
@click.option("--to", "until", help="Published up to this date or time.")
def export(
    what: str,
    as_format: Format | None,
    out: Path | None,
    outlet: tuple[str, ...],
    speaker: tuple[str, ...],
    kind: tuple[Kind, ...],
    since: str | None,
    until: str | None,
) -> None:
    """Write all articles with their quotes, or all quotes, as they are at one moment of the store."""
    if kind and what == "articles":
        raise click.UsageError("--kind is of quotes")
    try:
        published = times.period(since, until)
    except ValueError as wrong:
        raise click.UsageError(f"--{wrong} is no RFC 3339 date or date-time, such as 2023-06-29") from wrong
    of: ArticleFilter | QuoteFilter = ArticleFilter(outlet, speaker, published)
    if what == "quotes":
        of = QuoteFilter(speaker, outlet, kind, published)
    with terminal.wrapped_errors():
        asyncio.run(_export(_settings(), Wanted(of, as_format or format_of(out)), what, out))


@main.command()
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file.")
def openapi(out: Path | None) -> None:
    """Print the OpenAPI contract."""
    with terminal.wrapped_errors():
        document = document_bytes(create_app(Settings()))
        if out is None:
            sys.stdout.buffer.write(document)
        else:
            out.write_bytes(document)


def _serve(settings: Settings) -> None:
    import uvicorn

    settings.check_exposure()
    with _bound(settings.host, settings.port) as listener:
        # The server would do this too, but tell of a store that can't be opened by a traceback.
        asyncio.run(_migrated(settings))
        config = uvicorn.Config(create_app(settings), log_level="warning", access_log=False, server_header=False)
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        terminal.err.print(f"On Record listens on http://{host}:{listener.getsockname()[1]}", markup=False)
        with suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listener])


def _bound(host: str, port: int) -> socket.socket:
    """A socket of our own: uvicorn's `bind_socket` logs what is wrong in its own way and exits."""
    bound = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    try:
        if os.name == "posix":  # elsewhere it would let two servers have one port
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
    except (OSError, UnicodeError) as error:
        bound.close()
        reason = getattr(error, "strerror", None) or error  # a name that is none is a UnicodeError
        raise OnRecordError(f"can't listen on {host}, port {port}: {reason}") from error
    return bound


async def _export(settings: Settings, wanted: Wanted, what: str, out: Path | None) -> None:
    await _migrated(settings)
    database = Database(settings.database)
    exporter = Exporter(database, settings.data_dir, at_once=1, keep_free=0)
    try:
        with terminal.counting(what) as done:
            await write(exporter.chunks(wanted, done=done), out)
    finally:
        await database.close()


async def _migrated(settings: Settings) -> None:
    database = Database(settings.database)
    try:
        await migrate(database)
    finally:
        await database.close()


async def _ingest(
    settings: Settings,
    run: Ingestion,
    error_file: ErrorFile,
    *,
    outlet: str | None = None,
    workers: int | None = None,
    again: bool = False,
) -> None:
    _stop_on_sigterm()
    # Engines take many documents at once faster.
    parts = Parts(structs.replace(settings, worker_batch=max(settings.worker_batch, _INDEXED_AT_ONCE)))
    try:
        await parts.start()
        total = await asyncio.to_thread(measured, run.paths)
        async with (
            _indexing(parts.worker),
            Pool(workers, max_chars=settings.max_article_chars, seconds=settings.extract_seconds) as pool,
            aclosing(run.run(parts.intake, pool, Ledger(parts.database), outlet=outlet, again=again)) as batches,
        ):
            with Meter("Ingesting", total) as meter:
                async for refused in batches:
                    error_file.write(refused)
                    meter.show(run.tally)
        await _index(parts)
    finally:
        await parts.close()


@asynccontextmanager
async def _indexing(worker: Worker) -> AsyncIterator[None]:
    """Index what is stored while the block runs, if search is there and nobody else does."""
    try:
        await worker.prepare()
    except SearchUnavailable:
        yield
        return
    work = asyncio.create_task(worker.run())
    try:
        yield
    finally:
        work.cancel()
        with suppress(asyncio.CancelledError):
            await work


def _limits(settings: Settings) -> Limits:
    return Limits(max_bytes=settings.max_unpacked_bytes, max_ratio=settings.max_unpack_ratio)


def _stop_on_sigterm() -> None:
    """Let SIGTERM do what Ctrl-C does."""
    task = asyncio.current_task()
    if task and os.name == "posix":
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


async def _reextract(settings: Settings, ids: tuple[str, ...]) -> tuple[int, int]:
    parts = Parts(settings)
    seen = changed = 0
    try:
        await parts.start()
        async for some in _chosen(parts.database, ids):
            changed += await parts.intake.again(some)
            seen += len(some)
            terminal.err.print(f"{seen} articles, {changed} changed", markup=False)
        await _index(parts)
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


async def _index(parts: Parts) -> None:
    """Bring what was stored into the index, or say who will."""
    try:
        await parts.worker.drain()
    except SearchUnavailable as down:
        elsewhere = not parts.settings.search_url and "another process" in str(down)
        terminal.err.print(_INDEXED_ELSEWHERE if elsewhere else f"{_INDEXED_LATER} ({down})", markup=False)


async def _search(words: str, *, articles: bool, limit: int) -> None:
    engine = open_engine(_settings(), read_only=True)
    highlight, crop = (("title", "body"), {"body": 30}) if articles else (("text",), {})
    try:
        query = Query(q=words, limit=limit, highlight=highlight, crop=crop)
        page = await engine.search("articles" if articles else "quotes", query)
    except SearchUnavailable as down:
        raise SearchDown(f"search does not answer: {down}") from down
    finally:
        await engine.close()
    for hit in page.hits:
        terminal.show_hit(hit)
    terminal.out.print(f"{page.total} found")


if __name__ == "__main__":
    main()
