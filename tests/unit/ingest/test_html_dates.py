"""When a page was published and changed, where its sources say different things or say them badly."""

from __future__ import annotations

import pytest

from service.ingest.markup.timestamps import parse_moment
from tests.unit.ingest.html_page import linked, page, read_page

MIDNIGHT = linked(datePublished="2024-03-05T00:00:00Z")


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def published(markup: str) -> tuple[str | None, str | None]:
    draft = read_page(markup)
    return draft.published_at.isoformat() if draft.published_at else None, draft.published_precision


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2024-03-05T08:15:00.000+0100", "2024-03-05T08:15:00+01:00"),
        ("2024-03-05 08:15:00 +01:00", "2024-03-05T08:15:00+01:00"),
        ("2024-03-05T08:15-500", "2024-03-05T08:15:00-05:00"),
        ("2024-03-05T08:15Z", "2024-03-05T08:15:00+00:00"),
        ("2024-03-05T08:15:00+01:00[Europe/Paris]", "2024-03-05T08:15:00+01:00"),
        ("2024-03-05 08:15:00 UTC", "2024-03-05T08:15:00+00:00"),
        ("20240305T081500Z", "2024-03-05T08:15:00+00:00"),
        ("Tue, 05 Mar 2024 08:15:00 +0100", "2024-03-05T08:15:00+01:00"),
        ("Tue Mar 05 2024 08:15:00 GMT+0100 (CET)", "2024-03-05T08:15:00+01:00"),
        ("1709626500", "2024-03-05T08:15:00+00:00"),
        ("1709626500123", "2024-03-05T08:15:00+00:00"),
        ("2024-03-05T08:15:00", "2024-03-05T08:15:00"),
        ("March 5, 2024 8:15 am EST", "2024-03-05T08:15:00-05:00"),
    ],
)
def test_a_moment_is_read_as_machines_write_it(written: str, read: str) -> None:
    found = parse_moment(written)
    assert found is not None
    assert (found.when.isoformat(), found.precision) == (read, "minute")


@pytest.mark.parametrize(
    "written", ["Friday", "yesterday", "03/04/2024", "2024-13-05", "", "2 hours ago", "0001-01-01"]
)
def test_what_is_no_whole_date_gives_none(written: str) -> None:
    assert parse_moment(written) is None


def test_midnight_in_every_source_is_a_day_without_a_time() -> None:
    assert published(page(MIDNIGHT + meta("article:published_time", "2024-03-05T00:00:00+00:00"))) == (
        "2024-03-05T00:00:00",
        "day",
    )


def test_the_time_is_found_where_it_is_only_shown() -> None:
    shown = '<div class="byline-date">Published 5 March 2024, 08:15 CET</div>'
    assert published(page(MIDNIGHT, over=shown)) == ("2024-03-05T08:15:00+01:00", "minute")


def test_a_time_without_a_zone_takes_the_zone_of_the_same_moment_elsewhere() -> None:
    naive = linked(datePublished="2024-03-05T08:15:42")
    assert published(page(naive + meta("article:published_time", "2024-03-05T13:15:42Z"))) == (
        "2024-03-05T13:15:42+00:00",
        "minute",
    )


def test_a_time_without_a_zone_takes_none_from_another_moment() -> None:
    naive = linked(datePublished="2024-03-05T08:15:42")
    assert published(page(naive + meta("article:published_time", "2024-03-05T09:02:11Z")))[0] == "2024-03-05T08:15:42"


def test_json_ld_goes_before_a_meta_that_says_when_the_page_was_made() -> None:
    head = linked(datePublished="2024-03-05T08:15:00Z") + '<meta name="date" content="2024-03-09T10:00:00Z">'
    assert published(page(head))[0] == "2024-03-05T08:15:00+00:00"


def test_the_dates_of_other_stories_are_not_the_page_s() -> None:
    teaser = (
        '<div class="related-card"><time datetime="2023-01-01T10:00:00Z">1 January</time><p>Another story</p></div>'
    )
    assert published(page(under=teaser)) == (None, None)


def test_a_change_is_told_apart_from_the_publication() -> None:
    draft = read_page(page(linked(datePublished="2024-03-05T08:15:00Z", dateModified="2024-03-05T11:40:00Z")))
    assert draft.modified_at is not None
    assert draft.modified_at.isoformat() == "2024-03-05T11:40:00+00:00"
    same = read_page(page(linked(datePublished="2024-03-05T08:15:00Z", dateModified="2024-03-05T08:15:00Z")))
    assert same.modified_at is None
