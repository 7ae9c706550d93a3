"""Header fields that are lists (RFC 9110, 5.6.1)."""

from __future__ import annotations

import re

from litestar.datastructures import MutableScopeHeaders

_GZIP = re.compile(r"(?:x-)?gzip(?:\s*;\s*q=(?!0(?:\.0*)?$)[\d.]+)?")


def vary(headers: MutableScopeHeaders, on: str) -> None:
    """Say that the answer depends on this request header, too."""
    said = headers.get("vary", "")
    if on.lower() not in {name.strip().lower() for name in said.split(",")}:
        headers["Vary"] = f"{said}, {on}" if said else on


def takes_gzip(accepted: str) -> bool:
    """Whether an `Accept-Encoding` (RFC 9110, 12.5.3) names gzip, and does not refuse it by `q=0`."""
    return any(_GZIP.fullmatch(part.strip()) for part in accepted.lower().split(","))
