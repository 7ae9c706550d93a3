"""`onrecord extract`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from service import terminal
from service.cli.options import limits_of, settings_of
from service.evidence import Sheet
from service.ingest.files import read_file
from service.ingest.items import Refused
from service.ingest.pool import extract_here
from service.ingest.rows import extract_rows


@click.command()
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
        settings = settings_of()
        sheet = Sheet(terminal.console(when))
        for place, given in (one for path in files for one in read_file(path, limits_of(settings))):
            found = extract_here(place, given, max_chars=settings.max_extract_chars)
            if isinstance(found, Refused):
                refused = True
                terminal.err.print(terminal.plain(f"{place}: {found.reason}"), markup=False)
            else:
                sheet.show(str(place), found)
    sys.exit(1 if refused else 0)
