"""What stands inside and beside an article without being part of it, taken out of the tree before the text is read.

By what its class, id or role says, never by its words; and never anything that holds much of the page's prose, since
"has-comments" and "paywall" are also said of whole articles.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import Any

from service.ingest.markup.elements import hints, own_prose, text_of
from service.ingest.shape import words

_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:newsletters?|news-?letter\w*|sign-?up|subscri(?:be|ption)\w*|(?:about-)?author-?(?:bio|box|info|card|desc\w*|about"
    r"|details|profile)|about-?(?:the-)?authors?|biography|bio|comments?(?:-\w+)?|commenting|disqus\w*|related\w*|recirc\w*"
    r"|recommend\w*|promos?|share(?:bar|-?\w+)?|sharing|social(?:-?\w+)?|tool-?tip\w*|popover|pop-?up|rollover[\w-]*|hover-?card"
    r"|captions?|credits?|advert\w*|ads?|ad-?(?:slot|unit|container|wrapper|label|break)|sponsor\w*|read-?(?:more|next|also)"
    r"|see-also|also-read|more-(?:from|on|stories|news)|tags?|tag-?list|topics?-?list|cookies?\w*|consent|gdpr|most-?(?:read|popular"
    r"|viewed)|trending|outbrain|taboola|breadcrumbs?|pagination|visually-?hidden|sr-only|screen-?reader\w*|donat\w+|app-?promo"
    r"|teasers?|login|registration|toolbar|disclaimer|copyright|feedback|survey)(?:$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NEVER = frozenset({"html", "body", "main", "article", "head", "h1", "a", "em", "strong", "b", "i"})
_BLOCKS = frozenset({"p", "li", "h2", "h3", "h4"})
_LARGEST_SHARE = 0.3  # of the page's prose
_FEWEST_WORDS = 4
_LEAD_IN = re.compile(r"[^\W\d_][^.!?]{0,40}[:|»>–-]\s*$")
_FEWEST_JOINED = 40  # words of prose in each of several like containers


def prune(tree: Any, headline: Any) -> None:
    """Take out of the tree what is said to stand beside the article. `headline` and what holds it stay."""
    spared = {headline, *headline.iterancestors()} if headline is not None else set()
    _drop_other_articles(tree, headline)
    _unwrap_misnamed(tree)
    beside: dict[str, list[Any]] = {}
    for element in tree.iter():
        if isinstance(element.tag, str) and element.tag not in _NEVER and element not in spared:
            if _is_beside(element):
                beside.setdefault(hints(element), []).append(element)
            elif element.tag in _BLOCKS and _is_link_to_another(element):
                beside.setdefault("", []).append(element)
        elif element.tag == "a" and element not in spared and any(each.tag in _BLOCKS for each in element.iter()):
            beside.setdefault("a", []).append(element)  # a card that leads to another story
    limit = _LARGEST_SHARE * _prose(tree)
    for alike in beside.values():
        if sum(map(_prose, alike)) <= limit:
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
        for element in [each for each in tree.iter("div", "section") if _says_beside(hints(each))]:
            classes = {each.get("class") for each in element.iter("p")}
            leads = next(element.iter("a", "form", "button", "input", "img", "figcaption"), None) is not None
            if classes == {own_class} and not leads and not _is_hidden(element):
                element.drop_tag()


def _prose(element: Any) -> int:
    return sum(words(text_of(each)) for each in element.iter("p"))


@lru_cache(maxsize=8192)  # the same classes come again and again
def _says_beside(hint: str) -> bool:
    return bool(_BESIDE.search(hint))


def _is_beside(element: Any) -> bool:
    if not element.attrib:
        return False
    return (
        _is_hidden(element)
        or _says_beside(hints(element))
        or element.get("role") in ("complementary", "navigation", "dialog", "tooltip", "banner", "contentinfo")
    )


def _is_hidden(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN_STYLE.search(element.get("style") or ""))


def _is_link_to_another(element: Any) -> bool:
    """Whether a block is one link and nothing else, but for a lead-in like "Read more:". Sentences stay."""
    links = list(element.iter("a"))
    if len(links) != 1:
        return False
    text, linked = text_of(element), text_of(links[0])
    if words(linked) < _FEWEST_WORDS or not text.endswith(linked) or linked.endswith((".", "”", '"')):
        return False
    lead = text[: len(text) - len(linked)]
    return not lead.strip() or bool(_LEAD_IN.fullmatch(lead))
