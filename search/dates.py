"""Years, months, weeks and days as documents carry them: each by the day that it begins with, and by its number.

A unit's numbers are consecutive, so that a range is a subtraction. Weeks begin on Monday (ISO 8601); all is in UTC.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Literal

Unit = Literal["year", "month", "week", "day"]

UNITS: tuple[Unit, ...] = ("day", "week", "month", "year")
"""From the finest to the coarsest."""

_WIDTH: dict[Unit, int] = {"year": 4, "month": 7, "week": 10, "day": 10}


def dates(day: date | None) -> dict[str, str | None]:
    """Return the fields `year`, `month`, `week` and `day` of a document that was published on `day`."""
    return {unit: None if day is None else written(unit, number(unit, day)) for unit in UNITS}


def number(unit: Unit, day: date) -> int:
    """Return the number of the unit that `day` is in."""
    if unit == "year":
        return day.year
    if unit == "month":
        return day.year * 12 + day.month - 1
    return day.toordinal() if unit == "day" else (day.toordinal() - 1) // 7


def first_day(unit: Unit, place: int) -> date:
    """Return the day that a unit begins with."""
    if unit == "year":
        return date(place, 1, 1)
    if unit == "month":
        return date(place // 12, place % 12 + 1, 1)
    return date.fromordinal(place if unit == "day" else place * 7 + 1)


def last_day(unit: Unit, place: int) -> date:
    """Return the day that a unit ends with."""
    try:
        return first_day(unit, place + 1) - timedelta(days=1)
    except (ValueError, OverflowError):
        return date.max


def written(unit: Unit, place: int) -> str:
    """Return a unit as documents carry it."""
    return first_day(unit, place).isoformat()[: _WIDTH[unit]]


def read(unit: Unit, text: str) -> int:
    """Return the number of a unit as documents carry it."""
    return number(unit, date.fromisoformat(f"{text}-01-01"[:10]))
