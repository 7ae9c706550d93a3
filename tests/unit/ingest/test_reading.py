from __future__ import annotations

from datetime import date

import pytest

from service.ingest import Unreadable, read
from service.models import ArticleIn

TODAY = date(2025, 5, 20)
PAGE = """Harbour wall to be raised | The Wexmouth Herald

By Ada Prowse

5 March 2024

The harbour wall will be raised by two metres, the town clerk said on Tuesday.

“We have waited long enough,” said the mayor, Lena Orr.
"""


@pytest.mark.parametrize(
    ("article_in", "pointer"),
    [
        (ArticleIn(), "/text"),
        (ArticleIn(text="A text.", html="<p>A page.</p>"), "/html"),
        (ArticleIn(html="<p>A page.</p>", body="A body."), "/body"),
        (ArticleIn(text=""), "/text"),
        (ArticleIn(text=" \n\t "), "/text"),
        (ArticleIn(text="12 345 … !"), "/text"),
        (ArticleIn(text="Accept all cookies\nShare this"), "/text"),
        (ArticleIn(text="%PDF-1.7 \x00\x01\x02\x03"), "/text"),
        (ArticleIn(body="\x00\x01\x02\x03\ufffd"), "/body"),
        (ArticleIn(html=""), "/html"),
        (ArticleIn(body="Good.", published_at="yesterday"), "/published_at"),
        (ArticleIn(body="Good.", published_at="2025-05-22"), "/published_at"),
        (ArticleIn(body="Good.", url="ftp://paper.example/a"), "/url"),
        (ArticleIn(body="Good.", title=" \u200b "), "/title"),
        (ArticleIn(body="Good.", authors=["Ada Prowse", "\u200b"]), "/authors/1"),
    ],
)
def test_bad_input_names_its_field(article_in: ArticleIn, pointer: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(article_in, today=TODAY)
    assert refused.value.pointer == pointer
    assert refused.value.message


def test_what_the_page_says_is_found() -> None:
    draft = read(ArticleIn(text=PAGE), today=TODAY)
    assert draft.title == "Harbour wall to be raised"
    assert draft.outlet == "The Wexmouth Herald"
    assert draft.authors == ["Ada Prowse"]
    assert draft.body.startswith("The harbour wall will")
    assert draft.body.endswith("Lena Orr.")


def test_what_is_given_wins_over_what_is_found() -> None:
    given = ArticleIn(
        text=PAGE,
        title="A wall\u200b goes up",
        outlet="Coast Weekly",
        agency="AFP",
        authors=["Jo Field"],
        section="Town",
        language="cy",
        url="HTTPS://Paper.example:443/a?utm_source=x#top",
        published_at="2024-03-06T08:00:00Z",
        external_id="a-1",
    )
    draft = read(given, today=TODAY)
    assert (draft.title, draft.outlet, draft.agency, draft.section) == ("A wall goes up", "Coast Weekly", "AFP", "Town")
    assert (draft.authors, draft.language, draft.external_id) == (["Jo Field"], "cy", "a-1")
    assert draft.url == "https://paper.example/a"
    assert draft.published_at is not None
    assert draft.published_at.isoformat() == "2024-03-06T08:00:00+00:00"
    assert draft.body.startswith("The harbour wall will")


def test_a_given_title_and_outlet_are_recognised_in_the_page() -> None:
    page = "Wall goes up – Holloway\n\nThe harbour wall will be raised by two metres, the clerk said."
    draft = read(ArticleIn(text=page, outlet="Holloway"), today=TODAY)
    assert draft.title == "Wall goes up"
    page = "Walls.\nThe harbour wall will be raised by two metres, the clerk said."
    assert read(ArticleIn(text=page, title="Walls"), today=TODAY).body.startswith("The harbour wall")


def test_a_given_body_keeps_every_line() -> None:
    body = "Advertisement\r\n\r\nRead more: the â€œwallâ€\x9d\n\n\n\nShare this"
    assert read(ArticleIn(body=body)).body == "Advertisement\n\nRead more: the “wall”\n\nShare this"


def test_a_page_without_a_name_or_date_has_none() -> None:
    draft = read(ArticleIn(text="The clerk said on Friday that the wall would be raised. She gave no date."))
    assert (draft.title, draft.outlet, draft.agency, draft.published_at, draft.section) == (None,) * 5
    assert draft.authors == []


def test_a_standfirst_whose_quote_the_body_repeats_is_taken_out_of_it() -> None:
    page = (
        "Wall vote passes\n\nPlan is “long overdue,” mayor says after the vote\n\n"
        "The plan “is long overdue”, the mayor of Wexmouth told the council on Tuesday."
    )
    draft = read(ArticleIn(text=page))
    assert draft.standfirst == "Plan is “long overdue,” mayor says after the vote"
    assert draft.body.startswith("The plan “is")


def test_a_standfirst_whose_quote_stands_nowhere_else_opens_the_body() -> None:
    page = (
        "Wall vote passes\n\nPlan is ‘long overdue’, mayor says after the vote\n\n"
        "The plan comes years too late, the mayor of Wexmouth told the council on Tuesday."
    )
    draft = read(ArticleIn(text=page))
    assert draft.standfirst == "Plan is ‘long overdue’, mayor says after the vote"
    assert draft.body.startswith("Plan is ‘long overdue’, mayor says after the vote\n\nThe plan comes")


def test_a_page_of_one_line_is_its_body() -> None:
    draft = read(ArticleIn(text="Wall to be raised"))
    assert (draft.title, draft.body) == (None, "Wall to be raised")


def test_a_long_hostile_text_takes_linear_time() -> None:
    for text in (
        "word " * 100_000,
        "“" * 99_999 + "a",
        "Share\n" * 15_000 + "a b",
        "a | " * 50_000,
        " " * 300_000 + "x",
        "1 May 2023 " * 30_000,
    ):
        assert read(ArticleIn(text=text)).body


def test_the_language_is_said_only_when_there_is_enough_text() -> None:
    english = "The clerk said that the wall would be raised and that the road would be closed to lorries. " * 3
    german = (
        "Die Mauer am Hafen wird um zwei Meter erhöht, sagte die Bürgermeisterin am Dienstag im Rathaus der Stadt. " * 3
    )
    assert read(ArticleIn(body=english)).language == "en"
    assert read(ArticleIn(body=german)).language == "de"
    assert read(ArticleIn(body=english[:90])).language is None
