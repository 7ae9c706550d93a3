"""Structured logs on standard error: one line an event, as logfmt or JSON, that steers no terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import MutableMapping
from typing import Any, Literal

import structlog

Form = Literal["logfmt", "json"]

BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""The characters that reorder a line, as a part of a character class (Unicode annex 9)."""

_UNLOGGABLE = re.compile(rf"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029{BIDI}]")  # the renderers escape \n themselves


def configure(form: Form = "logfmt") -> None:
    """Log to standard error from now on. What is bound to the context, such as `request_id`, is on every line."""
    render = structlog.processors.JSONRenderer() if form == "json" else structlog.processors.LogfmtRenderer()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.format_exc_info,
            escape_controls,
            render,
        ],
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def escape_controls(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """A structlog processor: what could steer the terminal that shows the log is written as an escape."""
    for name, value in event.items():
        if not isinstance(value, bool | int | float | None):
            event[name] = _UNLOGGABLE.sub(lambda found: ascii(found[0])[1:-1], str(value))
    return event
