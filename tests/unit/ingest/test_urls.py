from __future__ import annotations

import pytest

from service.ingest import Unreadable
from service.ingest.urls import canonical_url


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Paper.Example:443/a/../b?utm_source=x&id=3#top", "https://paper.example/b?id=3"),
        ("http://paper.example", "http://paper.example/"),
        ("https://paper.example/a?b=2&a=1&fbclid=z&gclid=q", "https://paper.example/a?a=1&b=2"),
        ("https://paper.example/a?cid=social&mod=hp&rss", "https://paper.example/a"),
        ("https://paper.example/story.php?cid=10432", "https://paper.example/story.php?cid=10432"),
        ("https://paper.example:8443/a", "https://paper.example:8443/a"),
        (" https://paper.example/caf%c3%a9 ", "https://paper.example/caf%C3%A9"),
        ("https://bücher.example/a", "https://xn--bcher-kva.example/a"),
    ],
)
def test_an_address_has_one_form(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    "url",
    [
        "",
        "paper.example/a",
        "ftp://paper.example",
        "javascript:alert(1)",
        "https://",
        "http:///a",
        "https://pa per.example/",
        "https://[::1",
    ],
)
def test_anything_but_http_with_a_host_is_refused(url: str) -> None:
    with pytest.raises(Unreadable) as refused:
        canonical_url(url)
    assert refused.value.pointer == "/url"
