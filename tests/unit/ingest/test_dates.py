from __future__ import annotations

from datetime import date

import pytest

from service.ingest.dates import dateline_date, parse_given, read_date_line

TODAY = date(2025, 5, 20)


@pytest.mark.parametrize(
    ("line", "when"),
    [
        ("29 Jun, 2023 20:35 / Updated 1 year ago", "2023-06-29T20:35:00"),
        ("June 29, 2023", "2023-06-29T00:00:00"),
        ("Published: 29th June 2023 at 8.35pm BST", "2023-06-29T20:35:00+01:00"),
        ("Thu 29 Jun 2023 20.35 BST", "2023-06-29T20:35:00+01:00"),
        ("20:35 EDT, 29 June 2023", "2023-06-29T20:35:00-04:00"),
        ("Jan. 5, 2024, 6:45 p.m. ET", "2024-01-05T18:45:00-05:00"),
        ("July 5, 2024 12:05 AM ET", "2024-07-05T00:05:00-04:00"),
        ("2023-06-29T20:35:10Z", "2023-06-29T20:35:10+00:00"),
        ("2023-06-29 20:35 GMT+3", "2023-06-29T20:35:00+03:00"),
        ("29/06/2023", "2023-06-29T00:00:00"),
        ("06/29/2023 10:15", "2023-06-29T10:15:00"),
        ("04/04/2023", "2023-04-04T00:00:00"),
        ("Updated: 1 July 2023 10:00 | Published: 29 June 2023 09:00", "2023-06-29T09:00:00"),
        ("12 March 2024, 07:45 IST", "2024-03-12T07:45:00"),
    ],
)
def test_a_whole_date_is_read_with_the_time_and_zone_beside_it(line: str, when: str) -> None:
    found = read_date_line(line, TODAY)
    assert found is not None
    assert found.dated is not None
    assert found.dated.when.isoformat() == when
    assert found.dated.precision == ("day" if "T00:00:00" in when else "minute")


@pytest.mark.parametrize(
    "line",
    [
        "Friday",
        "29 June",
        "June 2023",
        "Updated 1 year ago",
        "2 hours ago",
        "03/04/2023",
        "03.04.2023",
        "29/06/23",
        "31 February 2023",
        "21 May 2025",
        "1 June 2099",
        "Last updated: 29 June 2023",
        "Version 12.10.2023.4",
        "2023",
    ],
)
def test_no_date_is_guessed(line: str) -> None:
    found = read_date_line(line, TODAY)
    assert found is None or found.dated is None


def test_a_dateline_gives_a_date_only_with_its_year() -> None:
    dated = dateline_date("HALDEN BAY, Jan. 5, 2023 /Newsline/ -- Norvik said", TODAY)
    assert dated is not None
    assert dated.when.isoformat() == "2023-01-05T00:00:00"
    assert dateline_date("HALDEN BAY, Jan. 5 (Reuters) - Norvik said", TODAY) is None
    assert dateline_date("On June 3, 2023 - a Saturday - the dam broke", TODAY) is not None
    assert dateline_date("The dam broke on June 3, 2023 - a Saturday", TODAY) is None


@pytest.mark.parametrize(
    ("text", "when", "precision"),
    [
        ("2023-06-29", "2023-06-29T00:00:00", "day"),
        ("2023-06-29T20:35:00Z", "2023-06-29T20:35:00+00:00", "minute"),
        ("2023-06-29T20:35:00", "2023-06-29T20:35:00", "minute"),
        ("2023-06-29t20:35:00.5+03:00", "2023-06-29T20:35:00.500000+03:00", "minute"),
    ],
)
def test_a_given_date_is_rfc_3339(text: str, when: str, precision: str) -> None:
    dated = parse_given(text)
    assert dated is not None
    assert (dated.when.isoformat(), dated.precision) == (when, precision)


@pytest.mark.parametrize(
    "text", ["yesterday", "", "29 June 2023", "2023-13-01", "2023-02-30T10:00:00Z", "20230629", "2023"]
)
def test_any_other_given_date_is_none(text: str) -> None:
    assert parse_given(text) is None
