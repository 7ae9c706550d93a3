from __future__ import annotations

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


@given(st.text())
def test_no_text_breaks_the_reading_of_a_bound(text: str) -> None:
    try:
        times.period(text, text)
    except ValueError as wrong:
        assert str(wrong) == "from"  # noqa: PT017


def test_now_sorts_as_text() -> None:
    first, second = times.now(), times.now()
    assert first <= second
    assert first.endswith("Z")
