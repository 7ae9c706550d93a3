"""Times as this service reads, compares and prints them: RFC 3339, and never a zone that nobody gave."""

from __future__ import annotations

import math
import re
from datetime import UTC, date, datetime, time, timedelta

from service.models import Period

_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?(?:[Zz]|[+-]\d\d:\d\d)?)?", re.ASCII)
"""A date, or a date-time with or without seconds and zone: RFC 3339 section 5.6 demands both, but pages lack them."""


def now() -> str:
    """This moment in UTC as RFC 3339, to the microsecond; such texts sort by time."""
    return stored(datetime.now(UTC))


def stored(moment: datetime) -> str:
    """A moment in UTC as the store keeps the times of its own changes: RFC 3339, to the microsecond."""
    return utc(moment).isoformat(timespec="microseconds").replace("+00:00", "Z")


def seconds_since(moment: str) -> float:
    """How many seconds ago a moment was that `stored` or `now` made."""
    return (datetime.now(UTC) - datetime.fromisoformat(moment)).total_seconds()


def printed(moment: datetime) -> str:
    """A time as every answer prints it: RFC 3339, `Z` for UTC, and no zone where none was given."""
    return moment.isoformat().replace("+00:00", "Z")


def utc(moment: datetime) -> datetime:
    """The same moment in UTC; one without a zone is taken to be in UTC, here and wherever times are compared."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def epoch_seconds(moment: datetime) -> int:
    """Whole seconds since 1970-01-01T00:00:00Z."""
    return math.floor(utc(moment).timestamp())


def period(since: str | None, until: str | None) -> Period:
    """The half-open range of epoch seconds from `since` to `until`, both included as they are written.

    Each is an RFC 3339 date or date-time: a date means the whole day in UTC, a time without seconds its minute. Raises
    `ValueError` whose argument is the name of the bound that is none of these (`from` or `to`); `to` when it is before
    `from`.
    """
    start = _moment(since, "from")[0] if since is not None else None
    end = None
    if until is not None:
        moment, unit = _moment(until, "to")
        end = moment + unit
    if start is not None and end is not None and end <= start:
        raise ValueError("to")
    return Period(start, end)


def _moment(text: str, name: str) -> tuple[int, int]:
    """The first second of what `text` names, and how many seconds it lasts."""
    try:
        if not _RFC3339.fullmatch(text):  # fromisoformat also takes week dates and times without separators
            raise ValueError(text)
        if len(text) == len("2023-06-01"):
            day = datetime.combine(date.fromisoformat(text), time(), UTC)
            return int(day.timestamp()), int(timedelta(days=1).total_seconds())
        return epoch_seconds(datetime.fromisoformat(text.upper())), 1 if text[16:17] == ":" else 60
    except (ValueError, OverflowError) as wrong:
        raise ValueError(name) from wrong
