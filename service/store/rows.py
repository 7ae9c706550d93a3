"""What a draft is as a row of the table of articles."""

from __future__ import annotations

from typing import Any

from service import addresses, identity, times
from service.models import Draft

_AS_DRAFTED = (
    "external_id", "url", "title", "standfirst", "body", "agency", "authors", "section", "language",
    "published_precision", "truncated",
)  # fmt: skip

METADATA = ("external_id", "url", "title", "agency", "authors", "section", "language", "outlet_id")
"""What a new revision keeps of the one before where it says nothing itself."""

_DATED = ("published_at", "published_ts", "published_precision")

COLUMNS = {"outlet": ("outlet_id",), "published_at": _DATED, "url": ("url", "address")}
"""The columns of the fields of an article that are not one column of the same name."""

CONTENT = (*_AS_DRAFTED, "outlet_id", "published_at", "modified_at")
"""What a revision holds. A later `modified_at` alone makes none: pages are touched without a word changed."""


def article_row(draft: Draft) -> dict[str, Any]:
    """The columns of an article that come from its draft."""
    outlet_id = identity.slug(draft.outlet) if draft.outlet else None
    values: dict[str, Any] = {name: getattr(draft, name) for name in _AS_DRAFTED}
    published, modified = draft.published_at, draft.modified_at
    return values | {
        "address": addresses.folded(draft.url) if draft.url else None,
        "fingerprint": identity.fingerprint(draft.body, outlet_id),
        "outlet_id": outlet_id,
        "published_at": None if published is None else times.printed(published),
        "modified_at": None if modified is None else times.printed(modified),
        "published_ts": None if published is None else times.epoch_seconds(published),
    }


def uncorrected(row: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """What came in with what a person has set on the stored article in its place."""
    kept = {name: stored[name] for field in stored["corrected"] for name in COLUMNS.get(field, (field,))}
    return refingerprinted(row | kept)


def refingerprinted(row: dict[str, Any]) -> dict[str, Any]:
    """The row with the fingerprint that its words and outlet make."""
    return row | {"fingerprint": identity.fingerprint(row["body"], row["outlet_id"])}


def merged(row: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
    """A stored article with what came in: what is not said again stays, since nothing said it was wrong."""
    kept = {name: stored[name] for name in (*METADATA, "address") if not row[name]}
    if row["published_at"] is None:
        kept |= {name: stored[name] for name in _DATED}
    if row["modified_at"] is None:
        kept["modified_at"] = stored["modified_at"]
    return refingerprinted(row | kept)


def differs(row: dict[str, Any], stored: dict[str, Any]) -> bool:
    """Whether this would be a new revision; white space and case of the body do not make one."""
    return any(row[name] != stored[name] for name in ("fingerprint", *METADATA, *_DATED))
