"""`onrecord export`."""

from __future__ import annotations

import asyncio
from pathlib import Path

import click

from service import terminal, times
from service.cli.options import settings_of
from service.cli.stores import opened
from service.exporting.exporter import Exporter, Wanted
from service.exporting.files import format_of, write
from service.exporting.formats import Format
from service.models import Kind
from service.settings import Settings
from service.store.articles import ArticleFilter
from service.store.quotes import QuoteFilter


@click.command()
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
        asyncio.run(_export(settings_of(), Wanted(of, as_format or format_of(out)), what, out))


async def _export(settings: Settings, wanted: Wanted, what: str, out: Path | None) -> None:
    async with opened(settings) as database:
        exporter = Exporter(database, settings.data_dir, at_once=1, keep_free=0)
        with terminal.counting(what) as done:
            await write(exporter.chunks(wanted, done=done), out)
