from __future__ import annotations

import pytest

from service.ingest import Unreadable
from tests.unit.ingest.html_page import PARAGRAPHS, linked, page, read_page


def test_paragraphs_stay_apart_and_nothing_of_the_page_is_among_them() -> None:
    caption = "<figure><figcaption>The quay. Photo: Jo Field</figcaption></figure>"
    under = f"<p>Advertisement</p><p>Read more: Ferry fares to rise</p>{caption}"
    draft = read_page(page(under=under))
    assert draft.title == "Harbour wall to be raised"
    assert draft.body.split("\n\n") == [text.replace("&ldquo;", "“").replace("&rdquo;", "”") for text in PARAGRAPHS]


def test_time_and_zone_come_from_json_ld() -> None:
    draft = read_page(page(linked(datePublished="2024-03-05T08:15:00+01:00")))
    assert draft.published_at is not None
    assert (draft.published_at.isoformat(), draft.published_precision) == ("2024-03-05T08:15:00+01:00", "minute")


def test_midnight_is_no_time_of_day_and_a_better_source_goes_before_it() -> None:
    midnight = linked(datePublished="2024-03-05T00:00:00Z")
    draft = read_page(page(midnight))
    assert draft.published_at is not None
    assert (draft.published_at.isoformat(), draft.published_precision) == ("2024-03-05T00:00:00", "day")
    meta = '<meta property="article:published_time" content="2024-03-05T08:15:00Z">'
    draft = read_page(page(midnight + meta))
    assert draft.published_at is not None
    assert (draft.published_at.isoformat(), draft.published_precision) == ("2024-03-05T08:15:00+00:00", "minute")


def test_a_time_element_dates_a_page_without_anything_else() -> None:
    draft = read_page(page(over='<time datetime="2024-03-05T08:15:00Z">5 March</time>'))
    assert draft.published_at is not None
    assert draft.published_at.isoformat() == "2024-03-05T08:15:00+00:00"


def test_an_undated_page_and_one_of_the_future_have_no_date() -> None:
    assert read_page(page()).published_at is None
    assert read_page(page(linked(datePublished="2099-03-05T08:15:00Z"))).published_at is None


def test_people_are_authors_and_agencies_are_not() -> None:
    people = [{"name": "Ada Prowse"}, {"name": "AFP"}, {"name": "https://paper.example/ada"}]
    draft = read_page(page(linked(author=people)))
    assert (draft.authors, draft.agency) == (["Ada Prowse"], "AFP")


def test_site_name_section_address_and_language_are_found() -> None:
    head = (
        '<meta property="og:site_name" content="The Wexmouth Herald | News from the coast">'
        '<link rel="canonical" href="https://paper.example/wall?utm_source=x">'
        '<meta property="article:section" content="Town">'
    )
    draft = read_page(page(head))
    assert (draft.outlet, draft.section, draft.url, draft.language) == (
        "The Wexmouth Herald",
        "Town",
        "https://paper.example/wall",
        "en",
    )


def test_a_standfirst_is_found() -> None:
    draft = read_page(page(over="<p class='standfirst'>Council votes for the plan after two floods</p>"))
    assert draft.standfirst == "Council votes for the plan after two floods"
    assert draft.body.startswith("The harbour wall")


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "   ",
        "<",
        "<html></html>",
        "no markup at all",
        "<html><body><h1>404</h1><p>Page not found</p></body></html>",
        "<html><title>Just a moment...</title><body><p>Checking your browser before you go on.</p></body></html>",
        "<html><body><p>We use cookies to improve your visit.</p><button>Accept all cookies</button></body></html>",
        "<div>" * 5_000,
        '<script type="application/ld+json">' + "[" * 5_000 + "</script>",
    ],
)
def test_a_page_without_an_article_is_refused(markup: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_page(markup)
    assert refused.value.pointer == "/html"


def test_broken_json_ld_is_passed_over() -> None:
    broken = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": </script>'
    assert read_page(page(broken)).title == "Harbour wall to be raised"
