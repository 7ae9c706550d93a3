"""Live blogs: what is the article, in which order, and whose times and names are the page's."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from service.ingest.extracting import quotes_of
from tests.unit.ingest.html_page import read_page

TITLE = "Wexmouth flood live: sea over the harbour wall"
OVER = (
    "The sea is over the harbour wall at Wexmouth, and the town is getting ready for a higher tide this evening.",
    "We will tell you here what happens, and the road along the quay stays closed to everybody until the morning.",
)
UPDATES = [
    (
        "09:40",
        "Ferry stops for the day",
        ["The ferry will not sail again before the evening tide, its master has said."],
    ),
    (
        "09:15",
        "Quay closed to lorries",
        [
            "The road along the quay has been closed to lorries since nine, and a queue reaches back to the bridge.",
            "“We were told at the last moment, and we will be here until the night",
        ],
    ),
    (
        "08:50",
        "",
        ["“It is only water, and it will go as it came,” said Ada Prowse, who keeps the shop at the end of the quay."],
    ),
    (
        "08:20",
        "Warning for the coast",
        ["The weather service has put out a warning for the whole coast until midnight."],
    ),
]
TEXTS = [text for _, _, texts in UPDATES for text in texts]


def shown(tag: str = "div") -> str:
    return "".join(
        f'<{tag} class="post"><time datetime="2024-03-05T{clock}:00+00:00">{clock}</time>'
        f'<span class="byline">By Tom Hale</span>'
        f"{f'<h2>{heading}</h2>' if heading else ''}{''.join(f'<p>{text}</p>' for text in texts)}</{tag}>"
        for clock, heading, texts in UPDATES
    )


def told(**values: object) -> str:
    updates = [
        {
            "@type": "BlogPosting",
            "headline": heading or "Wexmouth flood live",
            "datePublished": f"2024-03-05T{clock}:00Z",
            "dateModified": "2024-03-05T19:30:00Z",
            "author": {"@type": "Person", "name": "Tom Hale"},
            "articleBody": "".join(f"<p>{text}</p>" for text in texts),
        }
        for clock, heading, texts in UPDATES
    ]
    blog = {"@type": "LiveBlogPosting", "headline": TITLE, "author": {"@type": "Person", "name": "Ivo Brandt"}}
    return f'<script type="application/ld+json">{json.dumps({**blog, "liveBlogUpdate": updates, **values})}</script>'


TIMES = {"datePublished": "2024-03-05T08:00:00Z", "dateModified": "2024-03-05T09:41:00Z"}
INTRO = "".join(f"<p>{text}</p>" for text in OVER)
HEADLINE = f"<h1>{TITLE}</h1>"


def page(head: str, inner: str) -> str:
    return f"<html lang='en'><head><title>{TITLE} | The Wexmouth Herald</title>{head}</head><body>{inner}</body></html>"


@pytest.mark.parametrize("head", [told(**TIMES), ""], ids=["told", "shown only"])
@pytest.mark.parametrize(
    "inner",
    [
        f"<article>{HEADLINE}{INTRO}{shown()}</article>",
        f"<article>{HEADLINE}{INTRO}<div>{shown('article')}</div></article>",
        f"<main><article>{HEADLINE}{INTRO * 2}</article><section>{shown('article')}</section></main>",
        f"<main>{HEADLINE}{INTRO}<ol class='live-feed'>{shown('li')}</ol></main>",
    ],
    ids=["in one article", "articles in an article", "articles beside it", "a list"],
)
def test_the_article_is_what_stands_over_the_updates_and_all_of_them_in_the_order_of_the_page(
    inner: str, head: str
) -> None:
    body = read_page(page(head, inner)).body
    wanted = [OVER[0], *(part for _, heading, texts in UPDATES for part in [heading, *texts] if part)]
    places = [body.find(part) for part in wanted]
    assert min(places) >= 0
    assert places == sorted(places)


def test_updates_that_only_a_script_shows_are_taken_from_what_is_told() -> None:
    draft = read_page(page(told(**TIMES), f"<main>{HEADLINE}{INTRO}<div id='live'></div></main>"))
    assert draft.body.startswith(OVER[0])
    assert [text for text in TEXTS if text not in draft.body] == []


def test_updates_that_are_shown_are_not_repeated_from_what_is_told() -> None:
    draft = read_page(page(told(**TIMES), f"<article>{HEADLINE}{INTRO}{shown()}</article>"))
    assert [draft.body.count(text) for text in TEXTS] == [1] * len(TEXTS)


def test_times_and_authors_are_the_pages_and_never_those_of_an_update() -> None:
    draft = read_page(page(told(**TIMES), f"<article>{HEADLINE}{INTRO}{shown()}</article>"))
    assert (draft.published_at, draft.modified_at, draft.authors) == (
        datetime(2024, 3, 5, 8, 0, tzinfo=UTC),
        datetime(2024, 3, 5, 9, 41, tzinfo=UTC),
        ["Ivo Brandt"],
    )
    bare = read_page(page("", f"<article>{HEADLINE}{INTRO}{shown()}</article>"))
    assert (bare.published_at, bare.modified_at, bare.authors) == (None, None, [])


def test_the_start_of_its_coverage_is_when_a_live_blog_was_published_if_nothing_else_says_so() -> None:
    draft = read_page(
        page(told(coverageStartTime="2024-03-05T08:01:00Z"), f"<article>{HEADLINE}{INTRO}{shown()}</article>")
    )
    assert draft.published_at == datetime(2024, 3, 5, 8, 1, tzinfo=UTC)


def test_nobodys_words_run_from_one_update_into_the_next() -> None:
    draft = read_page(page("", f"<article>{HEADLINE}{INTRO}{shown()}</article>"))
    found = {quote.text.split()[0]: quote for quote in quotes_of(draft.standfirst, draft.body)}
    assert found["It"].speaker == "Ada Prowse"
    assert "We" not in found or found["We"].utterance != found["It"].utterance


def test_a_list_of_teasers_on_a_page_with_live_in_its_title_is_no_live_blog() -> None:
    teasers = "".join(
        f"<div class='item'><time datetime='2024-03-05T{clock}:00Z'>{clock}</time>"
        f"<h3><a href='/{clock}'>{heading} again today</a></h3><p>{texts[0]}</p></div>"
        for clock, heading, texts in UPDATES
        if heading
    )
    prose = "".join(f"<p>{text} It was so {at} times.</p>" for at, text in enumerate(OVER * 3))
    draft = read_page(page("", f"<main><article>{HEADLINE}{prose}</article><section>{teasers}</section></main>"))
    assert not any(text in draft.body for text in TEXTS)
