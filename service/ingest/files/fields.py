"""What a file says of an article beside its text, where it can be used; nothing is refused for what can't."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

from service.ingest.cleanup import clean_line
from service.ingest.dates import EARLIEST, latest_day

_LONGEST = 1_000
_LONGEST_URL = 2_000
_MOST_NAMES = 50
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\band\b)\s*")


def clipped(text: str | None) -> str | None:
    """A title or a name on one line; None where there is none, or one that is too long to be one."""
    line = clean_line(text or "")
    return line if 0 < len(line) <= _LONGEST else None


def names(given: object) -> list[str]:
    """The names in a list, or in a text with commas and "and" between them."""
    texts = _BETWEEN_NAMES.split(given) if isinstance(given, str) else given if isinstance(given, list) else []
    found = [clipped(re.sub(r"^by\s+", "", one, flags=re.IGNORECASE)) for one in texts if isinstance(one, str)]
    return list(dict.fromkeys(name for name in found if name))[:_MOST_NAMES]


def web_address(given: object) -> str | None:
    """The address if it is one of the web."""
    text = given.strip() if isinstance(given, str) else ""
    return text if len(text) <= _LONGEST_URL and re.match(r"https?://[^\s/]\S*\Z", text) else None


def usable_moment(given: object) -> str | None:
    """A date, or a moment with the zone that it has, of RFC 3339 or RFC 5322, as RFC 3339; None for any other text.

    So is one before newspapers, or in the future: of a clock that goes wrong.
    """
    text = given.strip() if isinstance(given, str) else ""
    moment = _moment(text)
    if moment is None or moment.year < EARLIEST or moment.date() > latest_day() + timedelta(days=1):
        return None
    return text if _DAY.fullmatch(text) else moment.replace(microsecond=0).isoformat()


def _moment(text: str) -> datetime | None:
    for parse in (datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(re.sub(r" ([+-]\d\d:?\d\d)\Z", r"\1", text) if parse is datetime.fromisoformat else text)
        except (ValueError, TypeError, OverflowError):
            continue
    return None
