"""`onrecord openapi`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from service import terminal
from service.api.contract import document_bytes
from service.app import create_app
from service.settings import Settings


@click.command()
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file.")
def openapi(out: Path | None) -> None:
    """Print the OpenAPI contract."""
    with terminal.wrapped_errors():
        document = document_bytes(create_app(Settings()))
        if out is None:
            sys.stdout.buffer.write(document)
        else:
            out.write_bytes(document)
