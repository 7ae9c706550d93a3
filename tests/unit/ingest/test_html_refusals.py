"""Pages without an article are refused, and say why."""

from __future__ import annotations

import pytest

from service.ingest import Unreadable
from tests.unit.ingest.html_page import PARAGRAPHS, linked, page, read_page

STORIES = "".join(
    f'<li><h3><a href="/s{at}">Story number {at} of this long day</a></h3><p>Its first words stand here.</p></li>'
    for at in range(12)
)


def bare(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


PAGES = {
    "a front page": (
        bare("The Wexmouth Herald", f"<ul>{STORIES}</ul>", '<link rel="canonical" href="https://paper.example/">'),
        "is a list of stories, not an article",
    ),
    "a section": (bare("Town", f"<h1>Town</h1><ul>{STORIES}</ul>"), "is a list of stories, not an article"),
    "results": (
        bare("Search results for wall", f"<h1>Search results for wall</h1><ul>{STORIES}</ul>"),
        "is a list of stories, not an article",
    ),
    "a missing page": (
        bare(
            "Page not found",
            "<h1>Sorry</h1><p>The page that you were looking for could not be found on our server.</p>",
        ),
        "is an error page, not an article",
    ),
    "a cookie wall": (
        bare(
            "The Wexmouth Herald",
            "<div><h2>We value your privacy</h2><p>We and our 842 partners store cookies with your consent."
            " You may give or refuse your consent in your browser at any time, and read our privacy notice.</p>"
            "<p>Some partners process personal data without consent, as the privacy notice explains.</p></div>",
        ),
        "asks for consent or a login, and has no article in it",
    ),
    "a login": (
        bare(
            "Log in",
            "<h1>Log in</h1><form><p>Enter the password of your account to go on.</p><input type='password'></form>",
        ),
        "asks for consent or a login, and has no article in it",
    ),
    "a paywall": (
        bare(
            "Harbour wall to be raised",
            f"<h1>Harbour wall to be raised</h1><p>{PARAGRAPHS[0]}</p><p class='paywall'>Subscribe to read on.</p>",
            linked(headline="Harbour wall to be raised", isAccessibleForFree=False),
        ),
        "shows too little of an article that must be paid for",
    ),
}


@pytest.mark.parametrize(("markup", "reason"), PAGES.values(), ids=PAGES.keys())
def test_a_page_without_an_article_is_refused_with_the_reason(markup: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_page(markup)
    assert (refused.value.pointer, refused.value.message) == ("/html", reason)


def test_an_article_with_many_teasers_beside_it_is_none_of_these() -> None:
    assert read_page(page(under=f"<aside><ul>{STORIES}</ul></aside>")).title == "Harbour wall to be raised"


def test_an_article_about_cookies_and_logins_is_an_article() -> None:
    sentence = (
        "The council stores cookies and passwords of every account, and asks for consent, its privacy officer said."
    )
    assert sentence in read_page(page(linked(headline="Harbour wall to be raised"), under=f"<p>{sentence}</p>")).body
