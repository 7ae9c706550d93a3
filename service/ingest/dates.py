"""Dates as pages print them: only whole ones, only unambiguous ones, never one in the future.

A weekday, "yesterday", "2 hours ago", a date without a year and 03/04/2023 all give nothing. A time of day is kept
when it stands beside the date, a zone when it is printed and means one offset only (IST, CST and AST do not).
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from typing import NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from service.models import Precision

_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DATE = re.compile(
    rf"(?<![\w/.-])(?:"
    rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?[\s-]{{1,2}}(?:of\s)?(?P<m1>{_MONTH}),?[\s-]{{1,2}}(?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH})[\s-](?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?[\s-](?P<y2>\d{{4}})"
    r"|(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})"
    r"|(?P<a4>\d{1,2})[-/.](?P<b4>\d{1,2})[-/.](?P<y4>\d{4})"
    r")(?![\w/-]*\d{3}|\d)",
    re.IGNORECASE,
)
_WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:rs?(?:day)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b\.?"
)
_OFFSETS = {
    "z": 0,
    "gmt": 0,
    "utc": 0,
    "bst": 60,
    "wet": 0,
    "west": 60,
    "cet": 60,
    "cest": 120,
    "eet": 120,
    "eest": 180,
}
_OFFSETS |= {"msk": 180, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420}
_OFFSETS |= {
    "sgt": 480,
    "hkt": 480,
    "jst": 540,
    "kst": 540,
    "aest": 600,
    "aedt": 660,
    "acst": 570,
    "awst": 480,
    "nzst": 720,
    "nzdt": 780,
    "sast": 120,
}
_REGIONS = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
_ZONE = rf"(?:\s*\(?(?P<zone>{'|'.join([*sorted(_OFFSETS, key=len, reverse=True), *_REGIONS])})\b\)?(?P<plus>\s?[+-]\d{{1,2}}(?::?\d{{2}})?)?|\s?(?P<offset>[+-]\d{{2}}:?\d{{2}}))?"
_CLOCK = r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?)?\s?(?P<half>[ap]\.?m\b\.?)?(?:\s?(?:hrs|uhr|hours)\b)?"
_TIME_AFTER = re.compile(rf"(?:[\s,|/·•@T–—-]{{0,3}}(?:at\s)?){_CLOCK}{_ZONE}(?![\w:])", re.IGNORECASE)
_TIME_BEFORE = re.compile(
    rf"(?<![\w:.]){_CLOCK}{_ZONE}[\s,|/·•–—-]{{0,3}}(?:on\s)?(?:{_WEEKDAY},?\s)?\(?$", re.IGNORECASE
)
_LABEL = re.compile(
    r"\b(?P<change>last updated?|updated?|last modified|modified|edited|corrected|amended)\b"
    r"|\b(?P<first>first published|originally published|published|posted|created|issued|released|publication date|pub(?:lished)? date)\b",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"\b(?:about |over |an? |\d+\+? ?)(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s? ago\b|\bjust now\b",
    re.IGNORECASE,
)
_READING_TIME = re.compile(
    r"\b\d+ ?-? ?min(?:ute)?s?(?: of)? read(?:ing)?(?: time)?\b|\breading time\b:?", re.IGNORECASE
)
_FILLER = re.compile(rf"\b(?:on|at|date|time|dated|local time|{_WEEKDAY})(?!\w)|[\s,|/·•:;()–—.-]+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LONGEST_LINE = 160
_EARLIEST = 1700
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
    for match in _DATE.finditer(line):
        label = None
        for label in _LABEL.finditer(line, end, match.start()):
            pass
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
    match = _DATE.search(opening)
    if not match or not opening[0].isupper() or not re.match(r"[\s.]*(?:\(|/|--|–|—|- )", opening[match.end() :]):
        return None
    if not all(word[0].isupper() or not word[0].isalpha() for word in opening[: match.start()].split()):
        return None
    day = _day(match)
    return Dated(day, "day") if day and day.date() <= latest else None


def _with_time(line: str, match: re.Match[str], floor: int) -> tuple[Dated | None, int, int]:
    day = _day(match)
    after = _TIME_AFTER.match(line, match.end())
    if after and _is_clock(after):
        return _at(day, after), match.start(), after.end()
    before = _TIME_BEFORE.search(line[floor : match.start()])
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
        month = int(name) if name.isdigit() else _MONTHS[name[:3].lower()]
        day = int(part["d"])
    year = int(part["y"])
    try:
        return datetime(year, month, day) if year >= _EARLIEST else None  # noqa: DTZ001  a page's day has no zone
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
    if name in _REGIONS:
        try:
            offset = when.replace(tzinfo=ZoneInfo(_REGIONS[name])).utcoffset()
        except ZoneInfoNotFoundError:  # a machine without a time zone database
            return when
        return when.replace(tzinfo=timezone(offset)) if offset is not None else when
    if clock["offset"] or clock["plus"]:
        digits = re.sub(r"\D", "", clock["offset"] or clock["plus"])
        hours, minutes = (int(digits[:-2]), int(digits[-2:])) if len(digits) > 2 else (int(digits), 0)
        sign = -1 if "-" in (clock["offset"] or clock["plus"]) else 1
        total = sign * (60 * hours + minutes) + _OFFSETS.get(name, 0)
        return when.replace(tzinfo=timezone(timedelta(minutes=total))) if abs(total) < 24 * 60 else when
    return when.replace(tzinfo=timezone(timedelta(minutes=_OFFSETS[name]))) if name else when


def _without(line: str, spans: list[tuple[int, int]]) -> str:
    kept, end = [], 0
    for start, stop in spans:
        kept.append(line[end:start])
        end = stop
    return _READING_TIME.sub(" ", _AGO.sub(" ", " ".join([*kept, line[end:]]) if spans else line))


def _tidy(rest: str) -> str:
    rest = _LABEL.sub(" ", rest)
    return "" if not _FILLER.sub("", rest) else " ".join(rest.split()).strip(" ,|/·•:;–—-")
