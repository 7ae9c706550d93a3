"""What schemathesis has to be told: how lines of JSON are written. Loaded by it (SCHEMATHESIS_HOOKS)."""

from __future__ import annotations

import json
from typing import Any

import schemathesis

NDJSON = ("application/x-ndjson", "application/ndjson", "application/jsonl")


def as_line(_: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else json.dumps(value).encode() + b"\n"


for media_type in NDJSON:
    schemathesis.serializer(media_type)(as_line)
