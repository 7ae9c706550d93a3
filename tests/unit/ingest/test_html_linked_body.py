"""The body that a page repeats for machines, beside the one that it shows."""

from __future__ import annotations

import html

from service.ingest.markup.linked_body import settled
from tests.unit.ingest.html_page import PARAGRAPHS, linked, page, read_page

OWN = [html.unescape(text) for text in PARAGRAPHS]
LONG = [
    *OWN,
    "The money comes from the county, which has put four millions aside for walls and gates along the whole coast.",
    "A first plan from two years ago had been dropped, since the fishermen feared for their places at the quay.",
]
BOX = "The coast week by week is what our friends at the ferry company write about, in colour and on good paper."


def test_a_paragraph_that_is_not_told_is_a_box_where_the_rest_is() -> None:
    shown = "\n\n".join([*LONG[:2], BOX, *LONG[2:]])
    assert settled(shown, " ".join(LONG)).replace("\n\n\n", "\n\n") == "\n\n".join(LONG)


def test_what_stands_under_the_end_of_what_is_told_is_a_box_too() -> None:
    box = "The ferry company’s paper tells you more, in colour."
    assert box not in settled("\n\n".join([*LONG, box]), " ".join(LONG))


def test_subheadings_lists_quotes_and_a_standfirst_stay_though_they_are_not_told() -> None:
    shown = [
        "The council has voted for the higher wall, after two floods in one winter.",
        *LONG[:2],
        "What comes next",
        "- The road is closed from the first of May.",
        "“It will look like a prison,” said Ada Prowse, who keeps the shop at the corner of the quay.",
        *LONG[2:],
    ]
    assert settled("\n\n".join(shown), " ".join(LONG)).split("\n\n") == shown


def test_a_told_text_that_is_cut_off_takes_nothing_from_the_end() -> None:
    shown = "\n\n".join([*LONG, BOX])
    assert settled(shown, " ".join(LONG)[:-30]) == shown
    assert settled(shown, " ".join(LONG[:4])) == shown


def test_a_teaser_that_is_told_takes_nothing_away() -> None:
    shown = "\n\n".join([*LONG, BOX])
    assert settled(shown, LONG[0]) == shown
    assert settled(shown, f"{LONG[0]} And this is some other text about quite another harbour in the north.") == shown


def test_the_told_text_is_read_where_the_page_shows_only_its_start_or_something_else() -> None:
    told = "\n\n".join(LONG)
    for over in (LONG[0], BOX):
        shown = page(
            linked(headline="Harbour wall to be raised", articleBody="".join(f"<p>{text}</p>" for text in LONG))
        )
        draft = read_page(shown.replace("".join(f"<p>{text}</p>" for text in PARAGRAPHS), f"<p>{over}</p>"))
        assert draft.body == told


def test_emphasis_and_links_in_the_told_text_break_no_paragraph() -> None:
    told = f"<p>{LONG[0].replace('harbour wall', '<b>harbour</b> <a href=x>wall</a>')}</p><p>{' '.join(LONG[1:])}</p>"
    markup = f"<html><head><title>Wall</title>{linked(headline='Wall', articleBody=told)}</head><body></body></html>"
    assert read_page(markup).body.split("\n\n")[0] == LONG[0]
