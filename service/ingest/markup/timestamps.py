"""Moments as machines write them, in all the ways that they do."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from service.ingest.dates import EARLIEST, Dated, read_date_line

_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ]{1,2}(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?\s?(Z|UTC|GMT"
    r"|[+-]\d\d?:?\d\d|[+-]\d\d)?"
    r"(?:\[[\w/]+\])?)?",
    re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?(Z|[+-]\d\d:?\d\d)?)?")
_SCRIPTED = re.compile(r"\w{3} (\w{3}) (\d\d?) (\d{4}) (\d\d:\d\d:\d\d) (?:GMT|UTC)?([+-]\d{4})?.*")  # JavaScript's
_EPOCH = re.compile(r"(1\d{9})(\d{3})?")


def parse_moment(text: str) -> Dated | None:
    """A moment as machines write it: ISO 8601 and its misspellings, RFC 2822, JavaScript's, seconds since 1970.

    Midnight sharp, in whatever zone, and a date alone give precision "day"; a zone is kept only if it is written.
    """
    text = text.strip()
    if epoch := _EPOCH.fullmatch(text):
        return Dated(datetime.fromtimestamp(int(epoch[1]), UTC), "minute")
    match = _ISO.match(text) or _COMPACT.fullmatch(text)
    if match is None:
        return _written_out(text)
    year, month, day, hour, minute, second, zone = match.groups()
    if hour is not None and zone is None and match.end() < len(text):
        zoned = read_date_line(text, date.max)  # "… 09:13 EST"
        if zoned and zoned.dated and zoned.dated.when.tzinfo:
            return zoned.dated
    return _moment(f"{year}-{month}-{day}T{int(hour or 0):02}:{minute or '00'}:{second or '00'}{_offset(zone)}")


def _written_out(text: str) -> Dated | None:
    scripted = _SCRIPTED.fullmatch(text)
    try:
        if scripted:
            month, day, year, clock, zone = scripted.groups()
            return _dayless(
                datetime.strptime(f"{day} {month} {year} {clock} {zone or '+0000'}", "%d %b %Y %H:%M:%S %z")
            )
        if re.match(r"(?:\w{3}, )?\d{1,2} \w{3} \d{4} \d\d:\d\d", text):
            return _dayless(parsedate_to_datetime(text))
    except (ValueError, IndexError):
        return None
    line = read_date_line(text, date.max)
    return line.dated if line and not line.rest else None


def _moment(iso: str) -> Dated | None:
    try:
        return _dayless(datetime.fromisoformat(iso))
    except ValueError:
        return None


def _dayless(when: datetime) -> Dated | None:
    """A moment of precision "day" if it is midnight sharp; None if its year is no newspaper's."""
    if when.year < EARLIEST:
        return None
    midnight = not (when.hour or when.minute or when.second)
    return Dated(when.replace(tzinfo=None), "day") if midnight else Dated(when, "minute")


def _offset(zone: str | None) -> str:
    zone = (zone or "").upper()
    if zone in ("UTC", "GMT", "Z"):
        return "+00:00"
    digits = zone[1:].replace(":", "")
    digits = f"{digits:0<4}" if len(digits) == 2 else digits.zfill(4)
    return f"{zone[0]}{digits[:2]}:{digits[2:]}" if zone else ""
