"""What stands inside and beside an article without being part of it, taken out of the tree before the text is read.

By what it says of itself and where it leads, never by its words; and nothing that holds much of the page's prose.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from service.ingest.markup.beside import CARD, is_hidden, kind_beside, says_beside
from service.ingest.markup.elements import hints, own_prose, text_of
from service.ingest.shape import words

_LARGEST_SHARE = 0.3  # of the page's prose
_LARGEST_SHARE_OF_CARDS = 0.6  # no article is a link
_FEWEST_JOINED = 40  # words of prose in each of several like containers


def prune(tree: Any, headline: Any) -> None:
    """Take out of the tree what is said to stand beside the article. `headline` and what holds it stay."""
    spared = {headline, *headline.iterancestors()} if headline is not None else set()
    _drop_other_articles(tree, headline)
    _unwrap_misnamed(tree)
    groups: dict[str, list[Any]] = {}
    for element in tree.iter():
        kind = kind_beside(element) if isinstance(element.tag, str) and element not in spared else None
        if kind is not None:
            groups.setdefault(kind, []).append(element)
    prose = _prose(tree)
    for kind, alike in groups.items():
        if sum(map(_prose, alike)) <= (_LARGEST_SHARE_OF_CARDS if kind == CARD else _LARGEST_SHARE) * prose:
            for element in alike:
                element.drop_tree()


def _drop_other_articles(tree: Any, headline: Any) -> None:
    """Take out the articles beside the one that holds the headline: more stories, put under it for scrolling on."""
    own = next(headline.iterancestors("article"), None) if headline is not None else None
    if own is None or _prose(own) < _FEWEST_JOINED:
        return
    kept = {*own.iterancestors(), *own.iter()}
    for other in [each for each in tree.iter("article") if each not in kept]:
        if other.getparent() is not None:
            other.drop_tree()


def join_parts(tree: Any) -> None:
    """Put an article that stands in several like containers into the first: pages break it up for advertisements."""
    alike: dict[tuple[Any, str], list[Any]] = {}
    for element in tree.iter("div", "section"):
        if element.get("class") and any(child.tag == "p" for child in element):
            parent = next(element.iterancestors("article", "main", "body"), None)
            alike.setdefault((parent, element.get("class")), []).append(element)
    for parts in alike.values():
        long = [part for part in parts if own_prose(part) >= _FEWEST_JOINED]
        if len(long) > 1 and not any(part.xpath(".//h1") for part in long):
            for part in long[1:]:
                long[0].extend(list(part))


def _unwrap_misnamed(tree: Any) -> None:
    """Take the name off blocks that hold the article's own prose: "teaser" is also said of an article's start.

    Such prose has the class that most of the page's has, and the block leads nowhere.
    """
    counts: Counter[str] = Counter()
    for paragraph in tree.iter("p"):
        counts[paragraph.get("class") or ""] += words(text_of(paragraph))
    own_class = counts.most_common(1)[0][0] if counts else ""
    if own_class:
        for element in [each for each in tree.iter("div", "section") if says_beside(hints(each))]:
            classes = {each.get("class") for each in element.iter("p")}
            leads = next(element.iter("a", "form", "button", "input", "img", "figcaption"), None) is not None
            if classes == {own_class} and not leads and not is_hidden(element):
                element.drop_tag()


def _prose(element: Any) -> int:
    return sum(words(text_of(each)) for each in element.iter("p"))
