from __future__ import annotations

import pytest

from service.ingest.boilerplate import is_boilerplate
from service.ingest.credits import is_caption, is_credit
from service.ingest.headings import heading_kind
from service.ingest.truncation import breaks_off, is_cut_notice, without_cut_mark

OF_THE_PAGE = [
    "Source link",
    "ADVERTISEMENT",
    "Advertisement - story continues below",
    "Read more: Ferry fares to rise",
    "READ ALSO: Who owns the quay?",
    "RELATED: Ten beaches",
    "Share this article",
    "Facebook Twitter WhatsApp",
    "12 Comments",
    "Updated 3 hours ago",
    "Sign up for our daily newsletter",
    "Subscribe to our channel for more",
    "We use cookies to improve your experience.",
    "By continuing to use this site you agree to our cookie policy.",
    "Get the latest stories delivered to your inbox every morning",
    "Follow us on Instagram",
    "Skip to content",
    "5 min read",
    "***",
    "https://paper.example/a",
    "Click here to join our WhatsApp group",
    "Already a subscriber? Log in",
    "© 2024 The Paper. All rights reserved.",
    "For more of the coast, sign up for our free weekly newsletter, The Tide.",
    "The best of the harbour, straight to your inbox.",
]
OF_THE_ARTICLE = [
    "Source code seen by this paper shows that nobody had tested the gate.",
    "Read more than one contract and you find the same clause, she said.",
    "Also on Thursday, the mayor said he would no longer fight the release of the film.",
    "Share prices fell by a fifth in early trading.",
    "Supporters had signed up for its weekly newsletter, which was sent to their inbox until May.",
    "“Sign up for our newsletter,” the baker told everybody who came in that week.",
    "“We use cookies,” the baker said, “and nobody has complained.”",
    "Advertisements for the vote will run until May.",
    "Yes.",
    "No comment.",
    "Follow the money, she added, and you find the same three names.",
    "More than 40 people were moved to the school.",
    "- Twitter and the courts",
    "Comments by the minister angered the union.",
    "Print is not dead, the editor insisted at the meeting.",
    "Related charges against the firm were dropped in May.",
    "Support for the plan fell to a third of voters.",
    "Subscribers of the old network lost their numbers.",
    "You may also like to know who paid for it, he told the court that morning.",
]


@pytest.mark.parametrize("line", OF_THE_PAGE)
def test_the_pages_own_lines_are_told(line: str) -> None:
    assert is_boilerplate(line)


@pytest.mark.parametrize("line", OF_THE_ARTICLE)
def test_a_sentence_that_starts_like_a_button_stays(line: str) -> None:
    assert not is_boilerplate(line)
    assert not is_caption(line)
    assert not is_credit(line)


@pytest.mark.parametrize(
    "line",
    [
        "Photo: Jo Field",
        "Source: Pixabay",
        "Image credit – Polar Society",
        "Getty Images",
        "Jo Field/AFP",
        "Picture by Jo Field",
        "© Jo Field",
        "Handout/Reuters.",
    ],
)
def test_a_line_that_is_a_picture_credit_is_told(line: str) -> None:
    assert is_credit(line)


@pytest.mark.parametrize(
    "line",
    [
        "FILE PHOTO: The harbour at dawn, May 3",
        "The harbour at dawn. (Photo: AFP)",
        "The mayor in May. REUTERS/Jo Field",
        "The mayor speaks in May. [File: Jo Field/Reuters]",
        "The mayor at work / Getty Images",
        "The harbour in May. Photograph: Jo Field/The Paper",
    ],
)
def test_a_caption_is_told_by_its_ends(line: str) -> None:
    assert is_caption(line)


@pytest.mark.parametrize(
    "line",
    [
        "DUNMOUTH (AP) — The harbour wall will be raised, the mayor said.",
        "The wall will be raised, the mayor said. (Reuters)",
        "The pictures were licensed from Getty Images.",
        "The firm sued AFP and Reuters.",
        "The strike ends on Friday, she said. — AFP",
    ],
)
def test_a_paragraph_that_names_an_agency_is_no_caption(line: str) -> None:
    assert not is_caption(line)
    assert not is_credit(line)


def test_headings_of_boxes_are_told_from_sentences() -> None:
    assert heading_kind("About the author") == "about"
    assert heading_kind("12 Comments") == "comments"
    assert heading_kind("Most read:") == "related"
    assert heading_kind("About the author of the letter, nothing is known to this day.") is None


@pytest.mark.parametrize(
    "line", ["Continue reading", "Subscribe to continue reading", "This article is for subscribers only"]
)
def test_a_notice_that_the_text_is_cut_is_told(line: str) -> None:
    assert is_cut_notice(line)


@pytest.mark.parametrize(
    ("line", "bare"),
    [("the bell and a crate of […]", "the bell and a crate of"), ("a crate of… [+2381 chars]", "a crate of")],
)
def test_a_scrapers_mark_is_taken_off(line: str, bare: str) -> None:
    assert without_cut_mark(line) == (bare, True)


def test_a_line_breaks_off_only_where_the_others_do_not() -> None:
    prose = ["The wall will be raised by two metres, the clerk said on Monday."] * 3
    assert breaks_off("Work starts in May, but the engineers say so far the county has", prose)
    assert not breaks_off("Work starts in May.", prose)
    assert not breaks_off("- Fishing crews that hold a local licence for the inner harbour", prose)
    assert not breaks_off("“Nobody asked us”", prose)
