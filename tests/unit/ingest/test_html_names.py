"""Headlines, authors and outlets of pages that name more, or other, than these."""

from __future__ import annotations

import json

import pytest

from tests.unit.ingest.html_page import PARAGRAPHS, linked, page, read_page


def site(name: str) -> str:
    return f'<meta property="og:site_name" content="{name}">'


def graph(*objects: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@graph": objects})}</script>'


def test_the_headline_that_is_shown_goes_before_the_one_for_search_engines() -> None:
    draft = read_page(page(linked(headline="Wexmouth harbour wall: what you need to know")))
    assert draft.title == "Harbour wall to be raised"


def test_a_headline_that_was_escaped_twice_is_read() -> None:
    head = linked(headline="Wall&#8217;s cost &amp;amp; height")
    markup = page(head).replace("<h1>Harbour wall to be raised</h1>", "").replace("Harbour wall to be raised |", "")
    assert read_page(markup).title == "Wall’s cost & height"


def test_the_site_s_name_in_the_only_heading_is_not_the_headline() -> None:
    markup = page(site("The Wexmouth Herald")).replace(
        "<h1>Harbour wall to be raised</h1>", "<h1>The Wexmouth Herald</h1>"
    )
    draft = read_page(markup)
    assert (draft.title, draft.outlet) == ("Harbour wall to be raised", "The Wexmouth Herald")


def test_authors_are_found_behind_their_ids() -> None:
    article = {
        "@type": "NewsArticle",
        "headline": "Harbour wall to be raised",
        "author": [{"@id": "#a"}, {"@id": "#b"}],
    }
    people = [
        {"@type": "Person", "@id": f"#{key}", "name": name} for key, name in (("a", "Ada Prowse"), ("b", "Jo Field"))
    ]
    assert read_page(page(graph(article, *people))).authors == ["Ada Prowse", "Jo Field"]


def test_authors_of_related_stories_are_not_the_page_s() -> None:
    other = {
        "@type": "NewsArticle",
        "headline": "Ferry fares to rise again",
        "author": {"@type": "Person", "name": "Sam Rook"},
    }
    own = {
        "@type": "NewsArticle",
        "headline": "Harbour wall to be raised",
        "author": {"@type": "Person", "name": "Ada Prowse"},
    }
    assert read_page(page(graph(other, own))).authors == ["Ada Prowse"]
    teaser = '<div class="related"><span class="byline">By Sam Rook</span></div>'
    assert read_page(page(under=teaser)).authors == []


@pytest.mark.parametrize(
    "byline",
    [
        '<div class="byline">By <a rel="author" href="/by/ada">Ada Prowse</a></div>',
        '<div class="article__meta"><span>By</span><a href="/author/ada">Ada Prowse</a></div>',
        '<span itemprop="author"><span itemprop="name">Ada Prowse</span></span>',
        '<p class="c-x1">By Ada Prowse</p>',
        '<address><a rel="author">Ada Prowse</a></address>',
        '<div class="author-name">ADA PROWSE</div>',
    ],
)
def test_a_byline_is_found_where_nothing_is_said_to_machines(byline: str) -> None:
    draft = read_page(page(over=byline))
    assert [name.title() for name in draft.authors] == ["Ada Prowse"]
    assert draft.body.startswith("The harbour wall")


@pytest.mark.parametrize(
    "name",
    ["https://paper.example/ada", "@adaprowse", "Herald Newsroom", "admin", "Staff Reporter", "The Wexmouth Herald"],
)
def test_addresses_handles_desks_and_the_outlet_are_no_authors(name: str) -> None:
    assert read_page(page(site("The Wexmouth Herald") + f'<meta name="author" content="{name}">')).authors == []


def test_a_person_may_have_one_lower_case_or_foreign_name_where_the_page_says_that_it_is_one() -> None:
    head = linked(author=[{"@type": "Person", "name": "渡辺 洋介"}, {"@type": "Person", "name": "Ole van der Meer"}])
    assert read_page(page(head)).authors == ["渡辺 洋介", "Ole van der Meer"]


def test_the_source_that_names_all_authors_goes_before_one_that_names_some() -> None:
    head = (
        linked(author={"@type": "Person", "name": "Ada Prowse"}) + '<meta name="author" content="Ada Prowse, Jo Field">'
    )
    assert read_page(page(head)).authors == ["Ada Prowse", "Jo Field"]


@pytest.mark.parametrize(
    ("stated", "publisher", "outlet"),
    [
        ("wexmouthherald", "The Wexmouth Herald", "The Wexmouth Herald"),
        ("wexmouthherald.example", "Wexmouth Herald", "Wexmouth Herald"),
        ("The Wexmouth Herald | News from the coast", None, "The Wexmouth Herald"),
        ("The Wexmouth Herald.co.uk", None, "The Wexmouth Herald"),
        ("The Wexmouth Herald", "Coastal Media Group Ltd", "The Wexmouth Herald"),
    ],
)
def test_a_domain_or_a_slogan_gives_way_to_the_name(stated: str, publisher: str | None, outlet: str) -> None:
    head = site(stated) + (linked(publisher={"name": publisher}) if publisher else "")
    assert read_page(page(head)).outlet == outlet


@pytest.mark.parametrize(
    "address",
    [
        '<link rel="canonical" href="https://www.wexmouthherald.co.uk/wall">',
        '<meta name="twitter:site" content="@WexmouthHerald">',
    ],
)
def test_a_page_that_gives_itself_no_name_has_the_one_that_it_prints_of_its_address(address: str) -> None:
    logo = "<header><img alt='Home'><img alt='The Wexmouth Herald logo'></header>"
    markup = page(address).replace(" | The Wexmouth Herald", "").replace("<nav>", f"{logo}<nav>")
    unnamed = markup.replace("© 2024 The Wexmouth Herald", "")
    assert read_page(unnamed).outlet == "The Wexmouth Herald"
    assert read_page(unnamed.replace(address, "")).outlet is None


def test_a_page_in_a_script_without_spaces_is_read() -> None:
    body = "".join(
        f"<p>{text}</p>" for text in ["港の壁は来年までに二メートル高くされると、市議会が火曜日の夜に決めた。"] * 3
    )
    markup = page(lang="ja").replace("".join(f"<p>{text}</p>" for text in PARAGRAPHS), body)
    assert "港の壁" in read_page(markup.replace("Harbour wall to be raised", "港の壁が高くなる")).body


def test_a_name_that_holds_the_word_of_a_byline_stays_whole() -> None:
    head = linked(
        author=[{"@type": "Person", "name": name} for name in ("Ruby Hall", "Trudi Latour (tla)", "Colby Orr")]
    )
    assert read_page(page(head)).authors == ["Ruby Hall", "Trudi Latour", "Colby Orr"]


def test_the_owner_is_the_outlet_only_where_there_is_no_other_name() -> None:
    owner = linked(publisher={"name": "Coastal Publishing Group"})
    assert read_page(page(owner + '<meta name="application-name" content="The Wexmouth Herald">')).outlet == (
        "The Wexmouth Herald"
    )
