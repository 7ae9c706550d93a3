"""What schemathesis has to be told: how lines of JSON are written. Loaded by it (SCHEMATHESIS_HOOKS)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import schemathesis

LONGEST = 60_000

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")


def as_line(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n"


@schemathesis.hook
def filter_query(_: Any, query: dict[str, Any] | None) -> bool:
    """Longer addresses are refused by the server before the application sees them, in its own words."""
    return len(urlencode(query or {}, doseq=True)) < LONGEST


for media_type in NDJSON:
    schemathesis.serializer(media_type)(as_line)
