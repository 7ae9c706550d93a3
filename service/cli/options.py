"""What several commands share: options, and the settings that they are read into."""

from __future__ import annotations

import os
import re

import click

from service.ingest.files import Limits
from service.settings import Settings, read_settings

PORT = click.option("--port", type=int)


def settings_of(**given: str | int | None) -> Settings:
    """The settings of the environment; what was given on the command line wins. Raises `BadSettings`."""
    return read_settings(os.environ, **{name: value for name, value in given.items() if value is not None})


_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}


class Duration(click.ParamType[int]):
    """A number of seconds, or of minutes, hours or days: `90`, `30m`, `12h`, `90d`."""

    name = "duration"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """In seconds."""
        found = re.fullmatch(r"(\d{1,9})([smhd]?)", str(value))
        if not found:
            self.fail(f"{value!r} is no duration, such as 12h or 90d", param, ctx)
        return int(found[1]) * _UNITS[found[2] or "s"]


def limits_of(settings: Settings) -> Limits:
    """The limits of what a file may hold."""
    return Limits(max_bytes=settings.max_unpacked_bytes, max_ratio=settings.max_unpack_ratio)
