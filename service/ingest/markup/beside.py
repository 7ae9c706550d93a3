"""Which elements stand beside the article: by what their class, id, role or style says, and by how they link.

Never by the article's words. An element that is said to stand beside it may still hold it: "has-comments" and "paywall"
are also said of whole articles, so whoever asks looks at how much it holds.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import Any

from service.ingest.markup.elements import hints, text_of
from service.ingest.shape import is_prose, words

_BESIDE = re.compile(
    r"(?:^|[\s_-])(?:newsletters?|news-?letter\w*|sign-?up|subscri(?:be|ption)\w*|biography|bio|about-?(?:the-)?authors?"
    r"|(?:about-)?authors?[\s_-]?(?:bio|box|info|card|desc\w*|about|details?|profile|list)|comments?(?:-\w+)?|commenting"
    r"|disqus\w*|related\w*|recirc\w*|recommend\w*|promos?|share(?:bar|-?\w+)?|sharing|social(?:-?\w+)?|tool-?tip\w*"
    r"|popover|pop-?up|modals?|rollover[\w-]*|hover-?card|captions?|credits?|advert\w*|ads?"
    r"|ad-?(?:slot|unit|container|wrapper|label|break)|sponsor\w*|read-?(?:more|next|also)|see-also|also-read"
    r"|more-(?:from|on|stories|news)|tags?|tag-?list|topics?-?list|cookies?\w*|consent|gdpr"
    r"|most-?(?:read|popular|viewed)|trending|outbrain|taboola|breadcrumbs?|pagination|visually-?hidden|sr-only"
    r"|screen-?reader\w*|donat\w+|app-?promo|teasers?|login|registration|toolbar|disclaimer|disclosures?|copyright"
    r"|feedback|survey|polls?|ai-?summary\w*|u-hide|is-hidden|ctas?|call-?to-?action|highlights|tiles?|citations?"
    r"|mega-?menu)(?:$|[\s_-])",
    re.IGNORECASE,
)
# "ArticleNewsletterBox" says the same as "article-newsletter-box". Two letters are too few: hashes hold them by chance.
_JOINT = re.compile(r"(?<=[a-z0-9])(?=[A-Z][a-z]{2})")
_PICTURE = re.compile(
    r"(?:^|[\s_-])(?:images?|photos?|pictures?|figures?|gallery|slideshow|slider|media|videos?)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NEVER = frozenset({"html", "body", "main", "article", "head", "h1", "em", "strong", "b", "i"})
_BLOCKS = frozenset({"p", "li", "h2", "h3", "h4"})
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_FEWEST_WORDS = 4
_LEAD_IN = re.compile(r"[^\W\d_][^.!?]{0,40}[:|»>–-]\s*$")
_LONGEST_CAPTION = 60  # words
_FEWEST_STORIES = 3
_LINKED = 0.6  # of an item's letters
_REACH = 20  # paragraphs behind a list

CARD = "a"
"""The kind of blocks that are wholly a link: they lead to another story."""


def kind_beside(element: Any) -> str | None:
    """Why an element stands beside the article, the same text for all of a kind; None if nothing says that it does."""
    if element.tag == "a":
        return CARD if any(each.tag in _BLOCKS for each in element.iter()) else None
    if element.tag in _NEVER:
        return None
    if _is_beside(element):
        return f"named {hints(element)}"
    if element.tag in _BLOCKS:
        return "link" if _is_link_to_another(element) else None
    if element.tag in ("ul", "ol"):
        return "list" if _is_list_of_stories(element) else None
    return "picture" if _is_picture(element) else None


@lru_cache(maxsize=8192)  # the same classes come again and again
def says_beside(hint: str) -> bool:
    """Whether a class, id or test id is that of a box beside an article."""
    return bool(_BESIDE.search(_JOINT.sub("-", hint)))


def _is_beside(element: Any) -> bool:
    if not element.attrib:
        return False
    return (
        is_hidden(element)
        or says_beside(hints(element))
        or element.get("role") in ("complementary", "navigation", "dialog", "tooltip", "banner", "contentinfo")
    )


def is_hidden(element: Any) -> bool:
    """Whether no reader sees the element until a script shows it."""
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


def _is_list_of_stories(element: Any) -> bool:
    """Whether every item of a list is a link for its most part, or holds one where no paragraph follows the list.

    None ends as a sentence does.
    """
    items = [(text_of(each), each) for each in element.iterchildren("li")]
    if len(items) < _FEWEST_STORIES:
        return False
    shares = []
    for text, item in items:
        linked = sum(len(text_of(link)) for link in item.iter("a"))
        if words(text) < _FEWEST_WORDS or text[-1] in ".;:,!" or not linked:
            return False
        shares.append(linked / len(text))
    return min(shares) > _LINKED or not any(
        is_prose(text_of(each)) for each in islice(element.itersiblings("p"), _REACH)
    )


def _is_picture(element: Any) -> bool:
    """Whether it is a picture or a film with what is said of it, and no table, list or quotation."""
    if element.tag != "figure" and not (element.tag in ("div", "section") and _says_picture(hints(element))):
        return False
    shows = next(element.iter("img", "picture", "video", "iframe", "amp-img"), None) is not None
    other = next(element.iter("table", "blockquote", "ul", "ol", "h1", "h2"), None) is not None
    return shows and not other and (element.tag == "figure" or words(text_of(element)) <= _LONGEST_CAPTION)


@lru_cache(maxsize=8192)
def _says_picture(hint: str) -> bool:
    return bool(_PICTURE.search(_JOINT.sub("-", hint)))
