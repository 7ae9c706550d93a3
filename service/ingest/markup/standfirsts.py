"""The standfirst of a page: the sentence or two that stand between its headline and its article."""

from __future__ import annotations

import re
from typing import Any

from service.ingest.credits import is_credit
from service.ingest.markup.agreement import squashed
from service.ingest.markup.bylines import BY
from service.ingest.markup.document import Document
from service.ingest.markup.elements import hints, own_prose, text_of
from service.ingest.shape import words

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:dek|deck|sub-?(?:title|head|heading|headline|deck)|strap-?line|chapo)(?:$|[\s_-])|standfirst",
    re.IGNORECASE,
)
# These are also said of an article's first paragraph.
_PERHAPS = re.compile(
    r"(?:^|[\s_-])(?:excerpt|abstract|synopsis|summary|description|intro|lede?|lead)(?:$|[\s_-])", re.IGNORECASE
)
_TAGS = ("h2", "h3", "h4", "p", "div", "span")
_REACH = 60  # elements under the headline
_FEWEST_WORDS = 5
_MOST_WORDS = 60


def standfirst(document: Document) -> str | None:
    """What is shown under the headline and named a standfirst, or stands alone and describes the page, or heads it too.

    The first paragraph of the article is none, though many pages describe themselves with it.
    """
    described = {squashed(text) for text in document.metas.all("og:description", "description", "twitter:description")}
    title = squashed(text_of(document.headline)) if document.headline is not None else ""
    for element in document.after_headline(_REACH, *_TAGS):
        text = text_of(element)
        if not _FEWEST_WORDS <= words(text) <= _MOST_WORDS or _is_other(element, text, title):
            continue
        is_alone = own_prose(element.getparent()) <= words(text)
        is_perhaps = _is_named(element, _PERHAPS) or squashed(text) in described
        is_heading = element.tag == "h2" and element.getparent() is document.headline.getparent()
        if _is_named(element, _NAMED) or (is_alone and (is_perhaps or is_heading)):
            return text
    return None


def _is_named(element: Any, names: re.Pattern[str]) -> bool:
    return element.get("itemprop") in ("description", "alternativeHeadline") or bool(names.search(hints(element)))


def _is_other(element: Any, text: str, title: str) -> bool:
    """Whether it is the (squashed) title again, a byline, a box, a picture's caption or credit."""
    if squashed(text) == title or BY.match(text) or is_credit(text):
        return True
    inside = ".//li|.//h1|.//time|ancestor-or-self::figure|ancestor-or-self::*[contains(@class,'caption')]"
    return bool(element.xpath(inside))
