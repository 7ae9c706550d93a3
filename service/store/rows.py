"""What a draft is as a row of the table of articles."""

from __future__ import annotations

from typing import Any

from service import identity, times
from service.models import Draft

_AS_DRAFTED = (
    "external_id", "url", "title", "standfirst", "body", "agency", "authors", "section", "language",
    "published_precision", "truncated",
)  # fmt: skip

METADATA = ("external_id", "url", "title", "agency", "authors", "section", "language", "outlet_id")
"""What a new revision keeps of the one before where it says nothing itself."""

_DATED = ("published_at", "published_ts", "published_precision")

CONTENT = (*_AS_DRAFTED, "outlet_id", "published_at", "modified_at")
"""What a revision holds. A later `modified_at` alone makes none: pages are touched without a word changed."""


def article_row(draft: Draft) -> dict[str, Any]:
    """The columns of an article that come from its draft."""
    outlet_id = identity.slug(draft.outlet) if draft.outlet else None
    values: dict[str, Any] = {name: getattr(draft, name) for name in _AS_DRAFTED}
    published, modified = draft.published_at, draft.modified_at
    return values | {
        "fingerprint": identity.fingerprint(draft.body, outlet_id),
        "outlet_id": outlet_id,
        "published_at": None if published is None else times.printed(published),
        "modified_at": None if modified is None else times.printed(modified),
        "published_ts": None if published is None else times.epoch_seconds(published),
    }


def merged(row: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """A stored article with what came in: what is not said again stays, since nothing said it was wrong."""
    kept = {name: stored[name] for name in METADATA if not row[name]}
    if row["published_at"] is None:
        kept |= {name: stored[name] for name in _DATED}
    if row["modified_at"] is None:
        kept["modified_at"] = stored["modified_at"]
    made = row | kept
    return made | {"fingerprint": identity.fingerprint(made["body"], made["outlet_id"])}


def differs(row: dict[str, Any], stored: dict[str, Any]) -> bool:
    """Whether this would be a new revision; white space and case of the body do not make one."""
    return any(row[name] != stored[name] for name in ("fingerprint", *METADATA, *_DATED))
