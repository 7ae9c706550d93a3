"""The forms in which English pages print dates, times and zones, and the words around them."""

from __future__ import annotations

import re

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, 1)}
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
DATE = re.compile(
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
OFFSETS = {
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
OFFSETS |= {"msk": 180, "est": -300, "edt": -240, "cdt": -300, "mst": -420, "mdt": -360, "pst": -480, "pdt": -420}
OFFSETS |= {
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
REGIONS = {"et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles"}
_ZONE_NAMES = "|".join([*sorted(OFFSETS, key=len, reverse=True), *REGIONS])
_ZONE = (
    rf"(?:\s*\(?(?P<zone>{_ZONE_NAMES})\b\)?(?P<plus>\s?[+-]\d{{1,2}}(?::?\d{{2}})?)?"
    r"|\s?(?P<offset>[+-]\d{2}:?\d{2}))?"
)
_CLOCK = (
    r"(?P<hour>\d{1,2})(?:[:.h](?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?)?\s?(?P<half>[ap]\.?m"
    r"\b\.?)?(?:\s?(?:hrs"
    r"|uhr|hours)\b)?"
)
TIME_AFTER = re.compile(rf"(?:[\s,|/·•@T–—-]{{0,3}}(?:at\s)?){_CLOCK}{_ZONE}(?![\w:])", re.IGNORECASE)
TIME_BEFORE = re.compile(
    rf"(?<![\w:.]){_CLOCK}{_ZONE}[\s,|/·•–—-]{{0,3}}(?:on\s)?(?:{_WEEKDAY},?\s)?\(?$", re.IGNORECASE
)
LABEL = re.compile(
    r"\b(?P<change>last updated?|updated?|last modified|modified|edited|corrected|amended)\b"
    r"|\b(?P<first>first published|originally published|published|posted|created|issued|released"
    r"|publication date|pub(?:lished)? date)\b",
    re.IGNORECASE,
)
AGO = re.compile(
    r"\b(?:about |over |an? |\d+\+? ?)(?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month|year)s? ago\b|\bjust now\b",
    re.IGNORECASE,
)
READING_TIME = re.compile(
    r"\b\d+ ?-? ?min(?:ute)?s?(?: of)? read(?:ing)?(?: time)?\b|\breading time\b:?", re.IGNORECASE
)
FILLER = re.compile(rf"\b(?:on|at|date|time|dated|local time|{_WEEKDAY})(?!\w)|[\s,|/·•:;()–—.-]+", re.IGNORECASE)
