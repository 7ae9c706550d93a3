"""Where a page's headline stands: the heading that agrees with what the page calls itself."""

from __future__ import annotations

from typing import Any

from service.ingest.markup.agreement import overlap, squashed
from service.ingest.markup.elements import hints, is_elsewhere, text_of
from service.ingest.markup.metas import Metas

_SURE = 0.6
_FEWEST_WORDS = 2
_LONGEST = 300
_MOST_ELEMENTS = 40
_HEADINGS = (
    "//h1|//*[@itemprop='headline' and not(self::meta)]|//*[contains(@class,'entry-title') or"
    " contains(@class,'headline')][self::h2 or self::h3 or self::div or self::span]"
)


def page_titles(tree: Any, metas: Metas) -> list[str]:
    """What the page calls itself, where machines look: OpenGraph, Twitter, `<title>`."""
    title = next((text for text in map(text_of, tree.xpath("//title[not(ancestor::svg)]")) if text), None)
    stated = [
        metas.first("og:title"),
        metas.first("twitter:title", "parsely-title", "sailthru.title", "dc.title"),
        title,
    ]
    return list(dict.fromkeys(text for text in stated if text))


def headline_element(tree: Any, titles: list[str], metas: Metas) -> Any:
    """The element that holds the headline: the heading that agrees best with the page's titles; None if there is none.

    A site's name in an `<h1>`, as older pages have it, agrees with the titles too, but is no headline.
    """
    names = {squashed(name) for name in metas.all("og:site_name", "application-name")}
    rated = []
    for number, element in enumerate(tree.xpath(_HEADINGS)[:_MOST_ELEMENTS]):
        text = text_of(element)
        if not text or len(text) > _LONGEST or squashed(text) in names or (number and is_elsewhere(element)):
            continue
        shared = max((overlap(text, title) for title in titles), default=_SURE if element.tag == "h1" else 0.0)
        is_long = len(text.split()) > _FEWEST_WORDS or not text.isascii()
        stated = element.get("itemprop") == "headline" or "headline" in hints(element)
        rated.append(((shared >= _SURE and is_long, element.tag == "h1", stated, shared), element))
    best = max(rated, key=lambda each: each[0], default=None)
    return best[1] if best and best[0][0] else None
