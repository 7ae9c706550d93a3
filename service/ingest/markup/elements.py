"""Elements of a parsed page: their clean text, their class names, where they stand."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from service.ingest.cleanup import clean_line
from service.ingest.shape import is_prose, words

_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}\d?|#\d{2,6}|#[xX][0-9a-fA-F]{2,5});")
# The parts of a page that hold other stories, readers' words or the site's own furniture.
_ELSEWHERE_TAGS = frozenset({"nav", "aside", "footer", "form", "noscript", "template"})
_ELSEWHERE = re.compile(
    r"(?:^|[\s_-])(?:related|recommend\w*|teasers?|cards?|promos?|sidebar|side-bar|comments?|disqus|most-?(?:read|popular"
    r"|viewed)|trending|popular|latest|more-(?:news|stories|from|on)|read-?(?:more|next)|newsletters?|outbrain|taboola"
    r"|carousel|navigation|nav|menu|footer|breadcrumbs?|widgets?|ticker|latestnews|listing|list-item|feed)(?:$|[\s_-])",
    re.IGNORECASE,
)


# Where two elements meet without a space: "By" and "Ada Prowse" are two words, "Mc" and "Leod" hardly meet so.
_SEAM = re.compile("\ue000")
_SEAM_OF_WORDS = re.compile("(?<=[^\\W_])\ue000+(?=[A-Z0-9])|(?<=[:,;|])\ue000+")


def plain(text: Any) -> str:
    """The text on one clean line, also when it was escaped twice ("&amp;#8217;")."""
    line = str(text)
    for _ in range(2):
        if _ENTITY.search(line):
            line = html.unescape(line)
    if "<" in line and re.search(r"</?[a-z]+[^<>]*>", line):
        line = re.sub(r"</?[a-z]+[^<>]*>", "", line)
    return clean_line(line)


def text_of(element: Any) -> str:
    """The element's text on one line; blocks and neighbouring spans apart, scripts and styles left out."""
    joined = _SEAM.sub("", _SEAM_OF_WORDS.sub(" ", "".join(_pieces(element))))
    return plain(" ".join(joined.split()))


def _pieces(element: Any, depth: int = 30) -> Iterator[str]:
    if not isinstance(element.tag, str) or element.tag in ("script", "style", "noscript", "svg", "template", "button"):
        return
    apart = " " if element.tag in ("div", "p", "br", "li", "h1", "h2", "h3", "section", "time", "address") else ""
    yield apart + (element.text or "")
    for child in element if depth else ():
        yield "\ue000"
        yield from _pieces(child, depth - 1)
        yield "\ue000" + (child.tail or "")
    yield apart


def hints(element: Any) -> str:
    """Class, id and test id in one string."""
    return " ".join(filter(None, (element.get(name) for name in ("class", "id", "data-testid", "data-component"))))


def own_prose(element: Any) -> int:
    """The words of the paragraphs that stand right in this element and read as prose."""
    return sum(words(text) for text in map(text_of, element.iterchildren("p")) if is_prose(text))


def is_elsewhere(element: Any, *, itself: bool = False) -> bool:
    """Whether the element, or `itself` too, is part of what is not the article: other stories, menus, comments."""
    if itself and _says_elsewhere(hints(element)):
        return True
    for each in element.iterancestors():
        if each.tag in ("body", "html", "article", "main"):
            return False
        if each.tag in _ELSEWHERE_TAGS or _says_elsewhere(hints(each)):
            return True
    return False


@lru_cache(maxsize=8192)  # the same classes come again and again
def _says_elsewhere(hint: str) -> bool:
    return bool(_ELSEWHERE.search(hint))
