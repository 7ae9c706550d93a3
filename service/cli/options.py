"""What several commands share: options, and the settings that they are read into."""

from __future__ import annotations

import os

import click

from service.ingest.files import Limits
from service.settings import Settings, read_settings

PORT = click.option("--port", type=int)


def settings_of(**given: str | int | None) -> Settings:
    """The settings of the environment; what was given on the command line wins. Raises `BadSettings`."""
    return read_settings(os.environ, **{name: value for name, value in given.items() if value is not None})


def limits_of(settings: Settings) -> Limits:
    """The limits of what a file may hold."""
    return Limits(max_bytes=settings.max_unpacked_bytes, max_ratio=settings.max_unpack_ratio)
