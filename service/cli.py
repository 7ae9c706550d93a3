"""The `onrecord` command."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import click
import msgspec
import structlog

from search.engine import Query, SearchUnavailable
from service import terminal
from service.api.contract import document_bytes
from service.app import Parts, create_app
from service.errors import OnRecordError, SearchDown
from service.ingest.bulk import Tally, files_below, ingest_files
from service.ingest.files import FileProblem, read_file
from service.ingest.intake import extract as extract_article
from service.quotes import extract as extract_quotes
from service.settings import Settings, read_settings

SAMPLE = Path(__file__).parent.parent / "sample" / "articles"


@click.group()
@click.version_option(package_name="onrecord")
def main() -> None:
    """Who said what, when, in which outlet."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            structlog.processors.LogfmtRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
    )


def _settings(**given: object) -> Settings:
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
        settings = _settings(port=port, data_dir=Path(os.environ.get("ONRECORD_DATA_DIR") or "data/demo"))
        tally = asyncio.run(_ingest(settings, [corpus], None))
        terminal.out.print(
            f"{tally.created} articles created, {tally.same} there already, {len(tally.refused)} refused"
        )
        if not no_serve:
            _serve(settings)


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--outlet", help="The outlet of articles that name none.")
def ingest(paths: tuple[Path, ...], outlet: str | None) -> None:
    """Take articles in from files and folders; exits with 1 if anything was refused."""
    with terminal.wrapped_errors():
        tally = asyncio.run(_ingest(_settings(), list(paths), outlet))
    for problem in tally.refused:
        terminal.err.print(
            terminal.plain(f"refused: {problem.path}:{problem.line or 1}: {problem.reason}"), markup=False
        )
    counts = f"{tally.created} created, {tally.changed} changed, {tally.same} the same, {len(tally.refused)} refused"
    terminal.out.print(counts)
    sys.exit(1 if tally.refused else 0)


@main.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--jsonl", is_flag=True, help='FILES are IN and OUT, rows {"id","text"}; no clean-up, offsets in text.')
def extract(files: tuple[Path, ...], *, jsonl: bool) -> None:
    """Show every quote with its speaker, evidence and confidence; nothing is stored."""
    if jsonl:
        if len(files) != 2:
            raise click.UsageError("--jsonl takes IN and OUT")
        with files[0].open("rb") as rows, files[1].open("wb") as made:
            for number, row in enumerate(rows, start=1):
                made.write(_extract_row(row, f"{files[0]}:{number}") + b"\n")
        return
    refused = False
    for item in (one for path in files for one in read_file(path)):
        try:
            if isinstance(item, FileProblem):
                raise OnRecordError(f"{item.path}: {item.reason}")
            terminal.show_extraction(str(files[0]), extract_article(item, max_chars=_settings().max_extract_chars))
        except OnRecordError as problem:
            refused = True
            terminal.err.print(terminal.plain(problem.detail), markup=False)
    sys.exit(1 if refused else 0)


@main.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--articles", "index", flag_value="articles", help="Search articles, not quotes.")
@click.option("--limit", type=click.IntRange(1, 100), default=10)
def search(words: tuple[str, ...], index: str | None, limit: int) -> None:
    """Search quotes (or articles), with typos forgiven."""
    with terminal.wrapped_errors():
        asyncio.run(_search(" ".join(words), articles=index is not None, limit=limit))


@main.command()
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file.")
def openapi(out: Path | None) -> None:
    """Print the OpenAPI contract."""
    document = document_bytes(create_app(Settings()))
    if out is None:
        sys.stdout.buffer.write(document)
    else:
        out.write_bytes(document)


class _Row(msgspec.Struct):
    id: str
    text: str


def _extract_row(row: bytes, place: str) -> bytes:
    try:
        given = msgspec.json.decode(row, type=_Row)
    except (msgspec.MsgspecError, UnicodeDecodeError) as wrong:
        raise click.ClickException(f"{place}: {wrong}") from wrong
    found = extract_quotes(given.text)
    quotes = [{"start": one.start, "end": one.end, "text": one.text, "speaker": one.speaker} for one in found]
    return msgspec.json.encode({"id": given.id, "text": given.text, "quotes": quotes})


def _serve(settings: Settings) -> None:
    import uvicorn

    settings.check_exposure()
    terminal.err.print(f"On Record listens on http://{settings.host}:{settings.port}", markup=False)
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level="warning", server_header=False)


async def _ingest(settings: Settings, paths: list[Path], outlet: str | None) -> Tally:
    parts = Parts(settings)
    try:
        await parts.start()
        files = files_below(paths)
        tally = Tally()
        with terminal.Meter("Ingesting", len(files)) as meter:
            async for tally in ingest_files(parts.intake, files, outlet=outlet, max_chars=settings.max_article_chars):
                meter.show(tally)
        try:
            await parts.worker.drain()
        except SearchUnavailable as down:
            terminal.err.print(f"All is stored; it will be searchable when search is back ({down}).", markup=False)
    finally:
        await parts.close()
    return tally


async def _search(words: str, *, articles: bool, limit: int) -> None:
    parts = Parts(_settings(), read_only_search=True)
    highlight, crop = (("title", "body"), {"body": 30}) if articles else (("text",), {})
    try:
        query = Query(q=words, limit=limit, highlight=highlight, crop=crop)
        page = await parts.engine.search("articles" if articles else "quotes", query)
    except SearchUnavailable as down:
        raise SearchDown(f"search does not answer: {down}") from down
    finally:
        await parts.close()
    for hit in page.hits:
        terminal.show_hit(hit)
    terminal.out.print(f"{page.total} found")


if __name__ == "__main__":
    main()
