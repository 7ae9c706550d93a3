"""The headers of answers, and which answer has which."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

_TEXT = {"type": "string", "maxLength": 2_000}

_SECONDS = {"type": "integer", "format": "int32", "minimum": 0, "maximum": 3_600}

_EACH = ("RateLimit", "RateLimit-Policy", "X-Request-Id")

HEADERS: dict[str, Any] = {
    name: {"description": said, "schema": schema}
    for name, said, schema in (
        ("Cache-Control", "How long it may be kept: by the caller alone, and asked for again each time.", _TEXT),
        ("Content-Disposition", "A name for the file.", _TEXT),
        ("ETag", "What the answer is, for `If-None-Match`; of an article, for `If-Match` too.", _TEXT),
        (
            "Export-Moment",
            "The moment of the store that the export shows.",
            {"type": "string", "format": "date-time", "maxLength": 40},
        ),
        ("Idempotency-Replayed", "`true` when this was answered before.", {"type": "string", "enum": ["true"]}),
        ("Link", 'The next page (`rel="next"`, RFC 8288); not on the last one.', _TEXT),
        ("Location", "Where it is.", _TEXT),
        ("RateLimit", "What is left, where requests are limited (draft-ietf-httpapi-ratelimit-headers).", _TEXT),
        ("RateLimit-Policy", "How many requests the key may make in how many seconds.", _TEXT),
        ("Retry-After", "Seconds after which to come again.", _SECONDS),
        ("WWW-Authenticate", "How to give a key.", _TEXT),
        (
            "X-Request-Id",
            "The request's id: the one that was sent, if it is up to 100 letters, digits and `._:-`, else one of ours.",
            {"type": "string", "pattern": "^[A-Za-z0-9._:-]+$", "minLength": 1, "maxLength": 100},
        ),
    )
}


def refer(names: Iterable[str]) -> dict[str, Any]:
    """These headers of an answer, besides those that each has, or may have."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in sorted({*names, *_EACH})}
