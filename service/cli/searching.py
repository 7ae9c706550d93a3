"""`onrecord search`."""

from __future__ import annotations

import asyncio

import click

from search.engine import Query, SearchUnavailable
from service import terminal
from service.cli.options import settings_of
from service.errors import SearchDown
from service.indexing.opening import open_engine


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--articles", "index", flag_value="articles", help="Search articles, not quotes.")
@click.option("--limit", type=click.IntRange(1, 100), default=10)
def search(words: tuple[str, ...], index: str | None, limit: int) -> None:
    """Search quotes (or articles), with typos forgiven."""
    with terminal.wrapped_errors():
        asyncio.run(_search(" ".join(words), articles=index is not None, limit=limit))


async def _search(words: str, *, articles: bool, limit: int) -> None:
    engine = open_engine(settings_of(), read_only=True)
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
