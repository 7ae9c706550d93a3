"""Dates as pages print them: only whole ones, only unambiguous ones, never one in the future.

A weekday, "yesterday", "2 hours ago", a date without a year and 03/04/2023 all give nothing. A time of day is kept
when it stands beside the date, a zone when it is printed and means one offset only (IST, CST and AST do not).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.ingest.date_patterns import (
    AGO,
    DATE,
    FILLER,
    LABEL,
    MONTHS,
    OFFSETS,
    READING_TIME,
    REGIONS,
    TIME_AFTER,
    TIME_BEFORE,
)
from service.models import Precision

_DIGIT = re.compile(r"\d")
_LONGEST_LINE = 160
EARLIEST = 1700
_HALF_DAY = 12


class Dated(NamedTuple):
    """A date of publication. `when` has a zone only if the page prints one; at precision "day" it is midnight."""

    when: datetime
    precision: Precision


class DateLine(NamedTuple):
    """A line that is about dates. `rest` is what else it says; `labelled` if it says that it is the publication."""

    dated: Dated | None
    rest: str
    labelled: bool


def latest_day() -> date:
    """The day it is now where it is latest on Earth (UTC+14): no page can have been published after it."""
    return (datetime.now(UTC) + timedelta(hours=14)).date()


def parse_given(text: str) -> Dated | None:
    """An RFC 3339 date or date-time, the zone optional; None if it is neither."""
    text = text.strip()
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            return Dated(datetime.fromisoformat(text), "day")
        if re.fullmatch(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:?\d\d)?", text):
            return Dated(datetime.fromisoformat(text.upper()), "minute")
    except ValueError:
        return None
    return None


def read_date_line(line: str, latest: date) -> DateLine | None:
    """What a line says when it holds a whole date, or is an "Updated … ago" line; None for any other line."""
    if len(line) > _LONGEST_LINE or not _DIGIT.search(line):
        return None
    spans: list[tuple[int, int]] = []
    found: list[tuple[bool, bool, Dated | None]] = []  # (is a change, is labelled, date)
    end = 0
    for match in DATE.finditer(line):
        label = next(iter(reversed(list(LABEL.finditer(line, end, match.start())))), None)
        dated, start, end = _with_time(line, match, end)
        spans.append((start, end))
        if dated is None or dated.when.date() <= latest:
            found.append((bool(label and label["change"]), bool(label and label["first"]), dated))
    rest = _without(line, spans)
    if not spans and rest == line:
        return None
    chosen = next((each for each in found if each[1]), None) or next((each for each in found if not each[0]), None)
    return DateLine(chosen[2] if chosen else None, _tidy(rest), bool(chosen and chosen[1]))


def dateline_date(lead: str, latest: date) -> Dated | None:
    """The date in the dateline of a first paragraph ("LONDON, Jan. 5, 2023 /PRNewswire/ --"), year and all."""
    opening = lead[:100]
    match = DATE.search(opening)
    if not match or not opening[0].isupper() or not re.match(r"[\s.]*(?:\(|/|--|–|—|- )", opening[match.end() :]):
        return None
    if not all(word[0].isupper() or not word[0].isalpha() for word in opening[: match.start()].split()):
        return None
    day = _day(match)
    return Dated(day, "day") if day and day.date() <= latest else None


def _with_time(line: str, match: re.Match[str], floor: int) -> tuple[Dated | None, int, int]:
    day = _day(match)
    after = TIME_AFTER.match(line, match.end())
    if after and _is_clock(after):
        return _at(day, after), match.start(), after.end()
    before = TIME_BEFORE.search(line[floor : match.start()])
    if before and _is_clock(before):
        return _at(day, before), floor + before.start(), match.end()
    return (Dated(day, "day") if day else None), match.start(), match.end()


def _is_clock(clock: re.Match[str]) -> bool:
    return bool(clock["minute"] or clock["half"])


def _day(match: re.Match[str]) -> datetime | None:
    part = {name[0]: value for name, value in match.groupdict().items() if value}
    if "a" in part:
        first, second = int(part["a"]), int(part["b"])
        if first <= _HALF_DAY and second <= _HALF_DAY and first != second:
            return None  # day first or month first: nothing on the page tells
        day, month = (first, second) if second <= _HALF_DAY else (second, first)
    else:
        name = part["m"]
        month = int(name) if name.isdigit() else MONTHS[name[:3].lower()]
        day = int(part["d"])
    year = int(part["y"])
    try:
        return datetime(year, month, day) if year >= EARLIEST else None  # noqa: DTZ001  a page's day has no zone
    except ValueError:
        return None


def _at(day: datetime | None, clock: re.Match[str]) -> Dated | None:
    if day is None:
        return None
    hour, minute, second = int(clock["hour"]), int(clock["minute"] or 0), int(clock["second"] or 0)
    if clock["half"] and 1 <= hour <= _HALF_DAY:
        hour = hour % _HALF_DAY + (_HALF_DAY if clock["half"][0] in "pP" else 0)
    try:
        when = day.replace(hour=hour, minute=minute, second=second)
    except ValueError:
        return Dated(day, "day")
    return Dated(_zoned(when, clock), "minute")


def _zoned(when: datetime, clock: re.Match[str]) -> datetime:
    name = (clock["zone"] or "").lower()
    if name in REGIONS:
        try:
            offset = when.replace(tzinfo=ZoneInfo(REGIONS[name])).utcoffset()
        except ZoneInfoNotFoundError:  # a machine without a time zone database
            return when
        return when.replace(tzinfo=timezone(offset)) if offset is not None else when
    if clock["offset"] or clock["plus"]:
        digits = re.sub(r"\D", "", clock["offset"] or clock["plus"])
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        sign = -1 if "-" in (clock["offset"] or clock["plus"]) else 1
        total = sign * (60 * hours + minutes) + OFFSETS.get(name, 0)
        return when.replace(tzinfo=timezone(timedelta(minutes=total))) if abs(total) < 24 * 60 else when
    return when.replace(tzinfo=timezone(timedelta(minutes=OFFSETS[name]))) if name else when


def _without(line: str, spans: list[tuple[int, int]]) -> str:
    kept, end = [], 0
    for start, stop in spans:
        kept.append(line[end:start])
        end = stop
    return READING_TIME.sub(" ", AGO.sub(" ", " ".join([*kept, line[end:]]) if spans else line))


def _tidy(rest: str) -> str:
    rest = LABEL.sub(" ", rest)
    return "" if not FILLER.sub("", rest) else " ".join(rest.split()).strip(" ,|/·•:;–—-")
