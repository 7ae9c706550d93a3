from __future__ import annotations

from contextlib import suppress
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import times

JUNE_FIRST = 1_685_577_600
DAY = 86_400


def test_a_date_as_upper_bound_includes_its_whole_day() -> None:
    period = times.period("2023-06-01", "2023-06-01")
    assert (period.start, period.end) == (JUNE_FIRST, JUNE_FIRST + DAY)


def test_a_moment_as_upper_bound_includes_its_own_second() -> None:
    assert times.period(None, "2023-06-01T00:00:00Z").end == JUNE_FIRST + 1


def test_a_zone_is_heeded_and_a_missing_one_is_utc() -> None:
    assert times.period("2023-06-01T02:00:00+02:00", None).start == JUNE_FIRST
    assert times.period("2023-06-01T00:00:00", None).start == JUNE_FIRST


@pytest.mark.parametrize(
    "text", ["Friday", "2023", "2023-6-1", "20230601", "2023-W22-4", "2023-02-30", "2023-06-01T25:00", "", "٢٠٢٣-٠٦-٠١"]
)
def test_what_is_no_rfc_3339_date_is_refused_by_the_name_of_its_bound(text: str) -> None:
    with pytest.raises(ValueError, match=r"^from$"):
        times.period(text, None)
    with pytest.raises(ValueError, match=r"^to$"):
        times.period(None, text)


@given(st.text() | st.datetimes().map(str) | st.dates().map(str), st.sampled_from(["", "Z", "+14:00", "-23:59"]))
def test_no_text_breaks_the_reading_of_a_bound(text: str, zone: str) -> None:
    for bounds in ((text + zone, None), (None, text + zone)):
        with suppress(ValueError):
            times.period(*bounds)


def test_a_time_without_seconds_is_its_whole_minute() -> None:
    assert times.period(None, "2023-06-01T00:00Z").end == JUNE_FIRST + 60


def test_seconds_before_1970_are_rounded_down_too() -> None:
    moment = "1969-12-31T23:59:59"
    period = times.period(moment, moment)
    inside = times.epoch_seconds(datetime.fromisoformat(f"{moment}.500000+00:00"))
    assert period.start is not None
    assert period.end is not None
    assert period.start <= inside < period.end


def test_now_sorts_as_text() -> None:
    first, second = times.now(), times.now()
    assert first <= second
    assert first.endswith("Z")
