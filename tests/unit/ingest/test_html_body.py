"""What of a page is its article, and what stands inside or beside it."""

from __future__ import annotations

import html

import pytest

from tests.unit.ingest.html_page import PARAGRAPHS, linked, page, read_page

OWN = [html.unescape(text) for text in PARAGRAPHS]


@pytest.mark.parametrize(
    "box",
    [
        '<div class="newsletter-signup"><p>The week on the coast, in your inbox every Friday morning.</p></div>',
        '<section class="author-bio"><p>Ada Prowse has covered the harbour since the first flood.</p></section>',
        '<div class="related-stories"><h3>Ferry fares to rise</h3><p>The ferry wants more money from July.</p></div>',
        '<p>Read more: <a href="/ferry">Ferry fares to rise for the third time in a year</a></p>',
        '<p><a href="/ferry">Ferry fares to rise for the third time in a year</a></p>',
        '<a href="/ferry"><h3>Ferry fares to rise</h3><p>The ferry wants more money from July, the third time.</p></a>',
        "<p>Get the best of the coast in your inbox, and subscribe to all our newsletters for the weekend.</p>",
        "<div hidden><p>This paragraph is not shown to anybody who opens the page in a browser.</p></div>",
        '<div style="display:none"><p>This paragraph is not shown to anybody who opens the page.</p></div>',
        '<div class="StyledNewsletterBox_x1"><p>The week on the coast, in your inbox every Friday morning.</p></div>',
        '<div class="author_detail_box"><p>Ada Prowse has covered the harbour since the first flood.</p></div>',
        '<div class="aiSummaryContent"><ul><li>The wall will rise by two metres.</li></ul></div>',
        '<div class="cta-box"><p>Good reporting about the coast is paid for by those who read it.</p></div>',
        '<figure><img src="q.jpg"><p class="x">The quay at low tide, on the day of the vote.</p></figure>',
        '<div class="image_widget-x1"><img src="q.jpg"><p>The quay at low tide, with two ferries.</p></div>',
        '<figure><p class="image-caption">The quay at low tide, on the day of the vote.</p></figure>',
    ],
)
def test_a_box_inside_the_article_is_left_out(box: str) -> None:
    markup = page(linked(headline="Harbour wall to be raised"))
    middle = f"<p>{PARAGRAPHS[1]}</p>"
    draft = read_page(markup.replace(middle, middle + box))
    assert draft.body.split("\n\n") == OWN


def test_a_list_of_other_stories_under_the_article_is_left_out() -> None:
    stories = (
        "Ferry fares to <a href='/1'>rise again</a>",
        "The <a href='/2'>night train</a> comes back",
        "Nine walks to <a href='/3'>see the sea</a>",
    )
    markup = page(under=f"<ul>{''.join(f'<li>{text}</li>' for text in stories)}</ul>")
    assert read_page(markup).body.split("\n\n") == OWN


def test_a_list_in_the_article_stays_though_its_items_hold_links() -> None:
    items = (
        "the quay, from <a href='/1'>the old mill</a>",
        "the road to <a href='/2'>the school</a>",
        "the mouth of <a href='/3'>the river</a>",
    )
    middle = f"<p>{PARAGRAPHS[1]}</p>"
    listed = f"<ul>{''.join(f'<li>{text}</li>' for text in items)}</ul>"
    assert "the road to the school" in read_page(page().replace(middle, middle + listed)).body


def test_cards_that_lead_to_other_stories_are_left_out_though_they_are_longer_than_the_article() -> None:
    card = (
        "<li><a href='/f'><h3>Ferry fares to rise</h3><p>The ferry wants more money, from July, once more.</p></a></li>"
    )
    markup = page().replace("</article>", f"<ul class='box'>{card * 4}</ul></article>")
    assert read_page(markup).body.split("\n\n") == OWN


def test_a_class_that_the_whole_article_has_takes_nothing_away() -> None:
    markup = page().replace("<p>", '<p class="subscriber-only">').replace("<article>", '<article class="has-comments">')
    assert read_page(markup).body.split("\n\n") == OWN


def test_a_teaser_that_is_the_start_of_the_article_stays() -> None:
    first, rest = PARAGRAPHS[0], "".join(f'<p class="text">{text}</p>' for text in PARAGRAPHS[1:] * 3)
    markup = page().replace(
        "".join(f"<p>{text}</p>" for text in PARAGRAPHS),
        f'<div class="teaser-content"><p class="text">{first}</p></div><div class="rest">{rest}</div>',
    )
    assert read_page(markup).body.startswith(OWN[0])


def test_an_article_that_is_broken_into_like_parts_is_put_together() -> None:
    long = [
        f"{text} It was the {at} time that the council had spoken of it, and few had stayed to the end of the evening."
        for at, text in enumerate(OWN * 2, 2)
    ]
    parts = "".join(
        f'<div class="body__part"><p>{one}</p><p>{other}</p></div><div class="ad"></div>'
        for one, other in zip(long[::2], long[1::2], strict=True)
    )
    markup = page().replace("".join(f"<p>{text}</p>" for text in PARAGRAPHS), f"<div>{parts}</div>")
    assert read_page(markup).body.split("\n\n") == long


def test_the_next_story_under_an_article_is_not_read_with_it() -> None:
    other = "".join(f"<p>{text.replace('wall', 'ferry')}</p>" for text in PARAGRAPHS)
    markup = page().replace("</article>", f"</article><article><h1>Ferry fares to rise</h1>{other}</article>")
    assert read_page(markup).body.split("\n\n") == OWN


def test_a_sentence_that_ends_in_a_link_stays() -> None:
    sentence = "<p>The plan was first set out in <a href='/r'>a report by the harbour board in March</a>.</p>"
    assert (
        "The plan was first set out in a report by the harbour board in March." in read_page(page(under=sentence)).body
    )


def test_text_that_is_only_in_the_linked_data_is_read() -> None:
    told = "\n\n".join(OWN * 2)
    head = f"<title>Wall</title>{linked(headline='Harbour wall to be raised', articleBody=told)}"
    markup = f"<html><head>{head}</head><body><div id='app'></div></body></html>"
    draft = read_page(markup)
    assert draft.title == "Harbour wall to be raised"
    assert OWN[0] in draft.body


@pytest.mark.parametrize(
    "shown",
    [
        '<p class="article-standfirst">Council votes for the plan, after two floods in one winter.</p>',
        "<h2>Council votes for the plan, after two floods in one winter.</h2>",
        '<div class="c-x1">Council votes for the plan, after two floods in one winter.</div>',
    ],
)
def test_a_standfirst_that_is_shown_leaves_the_body(shown: str) -> None:
    described = '<meta name="description" content="Council votes for the plan, after two floods in one winter.">'
    whole = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    draft = read_page(page(described, over=shown).replace(whole, f"<div>{whole}</div>"))
    assert draft.standfirst == "Council votes for the plan, after two floods in one winter."
    assert draft.body.split("\n\n") == OWN


def test_a_description_that_is_not_shown_and_the_first_paragraph_are_no_standfirst() -> None:
    for text in ("Council votes for the plan, after two floods in one winter.", OWN[0]):
        draft = read_page(page(f'<meta name="description" content="{text}">'))
        assert (draft.standfirst, draft.body.split("\n\n")) == (None, OWN)
