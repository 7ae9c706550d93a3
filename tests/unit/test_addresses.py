"""Forms of one page's address are folded onto each other; addresses of two pages never are."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.addresses import folded
from service.ingest.urls import canonical_url

PAGE = "https://www.paper.example/news/2024/wall-is-raised-10432.html"

SAME = [
    "http://www.paper.example/news/2024/wall-is-raised-10432.html",
    "https://paper.example/news/2024/wall-is-raised-10432.html",
    "HTTPS://WWW.Paper.Example:443/news/2024/wall-is-raised-10432.html#comments",
    "https://m.paper.example/news/2024/wall-is-raised-10432.html",
    "https://mobile.paper.example/news/2024/wall-is-raised-10432.html",
    "https://touch.paper.example/news/2024/wall-is-raised-10432.html/",
    "https://amp.paper.example/news/2024/wall-is-raised-10432.html",
    "https://www.paper.example/news/2024/wall-is-raised-10432.html/amp/",
    "https://www.paper.example/amp/news/2024/wall-is-raised-10432.html",
    "https://www.paper.example/news/2024/wall-is-raised-10432.amp.html",
    "https://www.paper.example/news/2024/wall-is-raised-10432.html?amp=1",
    "https://www.paper.example/news/2024/wall-is-raised-10432.html?amp",
    "https://www.paper.example/news/2024/wall-is-raised-10432.html?outputType=amp&utm_source=x&fbclid=y",
    "https://www.paper.example/news//2024/./wall-is-raised-10432.html",
    "https://www.paper.example/news/2024/w%61ll-is-raised-10432.html",
    "https://www-paper-example.cdn.ampproject.org/c/s/www.paper.example/news/2024/wall-is-raised-10432.html",
    "https://www-paper-example.cdn.ampproject.org/v/s/www.paper.example/amp/news/2024/wall-is-raised-10432.html?amp_js_v=0.1",
    "https://www.google.com/amp/s/amp.paper.example/news/2024/wall-is-raised-10432.html",
    "https://www.google.co.uk/amp/s/www.paper.example/news/2024/wall-is-raised-10432.html",
]

OTHERS = [
    PAGE,
    "https://www.paper.example/news/2024/wall-is-raised-10433.html",
    "https://www.paper.example/News/2024/wall-is-raised-10432.html",
    "https://www.paper.example/news/2024/wall-is-raised-10432.html?page=2",
    "https://www.paper.example/",
    "https://www.paper.example/?p=5",
    "https://www.paper.example/?p=6",
    "https://www.paper.example/amp",
    "https://www.paper.example/index.php?id=123",
    "https://www.paper.example/index.php?id=124",
    "https://www.paper.example/story.php?cid=123",
    "https://www.paper.example/story.php?cid=124",
    "https://www.paper.example/story?amp=12",
    "https://www.paper.example/story?output=pdf",
    "https://www.paper.example/example/amplifier",
    "https://www.paper.example/example",
    "https://www.paper.example:8080/example",
    "https://sport.paper.example/example",
    "https://paper.example.org/example",
    "https://m.example/example",
    "https://amp.dev/example",
    "https://www.google.com/amp",
    "https://www.google.com/search?q=amp",
]


@pytest.mark.parametrize("url", SAME)
def test_forms_of_one_page_are_one_address(url: str) -> None:
    assert folded(canonical_url(url)) == folded(canonical_url(PAGE))


def test_two_pages_are_never_one_address() -> None:
    for one, other in combinations(OTHERS, 2):
        assert folded(canonical_url(one)) != folded(canonical_url(other)), (one, other)


def test_a_page_of_a_folder_and_the_folder_are_one() -> None:
    assert folded("https://a.example/news/index.html") == folded("https://a.example/news/") == "a.example/news"
    assert folded("https://en.m.wiki.example/Wall") == folded("https://en.wiki.example/Wall")


parts = st.sampled_from(
    [
        "",
        "a",
        "amp",
        "AMP",
        "index.html",
        "index.php",
        "a.amp",
        "a.amp.html",
        ".amp",
        "c",
        "s",
        "www.b.example",
        "1%2F2",
        "é",
    ]
)
names = st.sampled_from(["id", "p", "amp", "outputType", "output", "q", "page", "cid", "utm_source", "AMP"])
values = st.sampled_from(["", "1", "2", "amp", "AMP", "10432", "a b", "a&b", "é"])
hosts = st.lists(st.sampled_from(["www", "m", "amp", "a", "mobile", "b2", "co", "uk", "com"]), min_size=1, max_size=5)
urls = st.builds(
    lambda scheme, host, path, query: (
        f"{scheme}://{'.'.join(host)}/{'/'.join(path)}?" + "&".join(f"{name}={value}" for name, value in query)
    ),
    st.sampled_from(["http", "https"]),
    hosts | st.just(["a", "cdn", "ampproject", "org"]) | st.just(["www", "google", "com"]),
    st.lists(parts, max_size=5),
    st.lists(st.tuples(names, values), max_size=3),
)


@given(urls)
def test_folding_what_is_folded_changes_nothing(url: str) -> None:
    once = folded(canonical_url(url))
    assert folded(f"https://{once}") == once
    assert folded(canonical_url(f"https://{once}")) == once


@given(
    st.integers(0, 10**9),
    st.integers(0, 10**9),
    st.sampled_from(["?id={}", "?p={}", "story-{}", "{}", "{}/amp", "?article={}&amp=1"]),
)
def test_two_numbers_are_two_pages(one: int, other: int, form: str) -> None:
    first, second = (folded(canonical_url(f"https://m.a.example/{form.format(number)}")) for number in (one, other))
    assert (first == second) == (one == other)
