"""Pages without an article: error pages, walls, front pages and other lists. They are refused, with the reason.

A page that says of itself that it is an article (JSON-LD, OpenGraph, microdata) is only refused for what its text is:
a missed page can be sent again as text, but nothing that is none may be stored as an article.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from service.ingest.markup.document import Document
from service.ingest.markup.elements import text_of
from service.ingest.shape import is_prose, letters, words
from service.ingest.unreadable import Unreadable

_ERROR_TITLE = re.compile(
    r"(?:\W*(?:error )?(?:404|403|410|429|500|502|503)\b.*|.{0,60}\b(?:page|article|content"
    r"|story) (?:(?:can.?t|can ?not|could ?n.t|could not|was not|isn.t|not) (?:be )?(?:found|available)|unavailable"
    r"|does not exist|doesn.t exist|no longer (?:exists|available))\b.*|not found|(?:oops|sorry)\b.*"
    r"|something went wrong.*"
    r"|access (?:to .* )?denied.*|.{0,30}\bwe can.?t find (?:that|the|this) page.*"
    r"|just a moment\W*|attention required.*|are you (?:a )?(?:human|robot).*|verify(?:ing)? you are.*"
    r"|service unavailable|forbidden|before you continue.*|please enable (?:js|javascript|cookies).*)",
    re.IGNORECASE,
)
_SEARCH_TITLE = re.compile(r"(?:search(?:$|\W| results)|results for\b|you searched for\b)", re.IGNORECASE)
_WALL = re.compile(
    r"\b(?:cookies?|consent|partners|privacy|personal data|subscri\w+|log ?in|sign ?in|sign ?up|register|registration"
    r"|account|password|e-?mail address|javascript|browser|ad ?blocker|captcha|robot|free trial"
    r"|unlimited|paywall|already a member)\b",
    re.IGNORECASE,
)
_LIST_TYPES = frozenset({"CollectionPage", "ItemList", "SearchResultsPage", "ProfilePage", "ContactPage", "AboutPage"})
_TEASERS = "//h2[.//a]|//h3[.//a]|//h4[.//a]|//a[.//h2 or .//h3 or .//h4]"
_MANY_TEASERS = 8
_SHORTEST_TEASER = 4  # words
_LONGEST_ERROR = 150
_LONGEST_WALL = 300
_LONGEST_STUB = 60
_FEWEST_CALLS = 3
_CALL_EVERY = 20  # words
_FEWEST_TOGETHER = 90
_FEWEST_WORDS = 25


def refuse_lists(document: Document) -> None:
    """Raises `Unreadable` at "/html" for a front page, a section, a page of results."""
    if document.says_article:
        return
    title = document.titles[0] if document.titles else ""
    teasers = sum(
        words(text_of(each)) >= _SHORTEST_TEASER for each in document.tree.xpath(_TEASERS)[: 3 * _MANY_TEASERS]
    )
    is_front = document.headline is None and _address_path(document) == ""
    is_list = bool(document.linked.types & _LIST_TYPES) or document.headline is None
    is_many = teasers >= _MANY_TEASERS and document.longest_prose < _FEWEST_TOGETHER
    if is_front or _SEARCH_TITLE.match(title) or (is_list and is_many):
        raise Unreadable("/html", "is a list of stories, not an article")


def refuse_what_is_no_article(document: Document, text: str) -> None:
    """Raises `Unreadable` at "/html" when `text`, all that was read, is no article's."""
    title = document.titles[0] if document.titles else ""
    lines = text.split("\n")
    count = words(text)
    prose = sum(words(line) for line in lines if is_prose(line))
    first = lines[0]
    if count < _LONGEST_ERROR and (
        _ERROR_TITLE.fullmatch(title) or (_ERROR_TITLE.fullmatch(first) and letters(first) != letters(title))
    ):
        raise Unreadable("/html", "is an error page, not an article")
    if count < _LONGEST_WALL and not document.says_article:
        calls = len(_WALL.findall(text))
        is_wall = calls >= _FEWEST_CALLS and calls * _CALL_EVERY > count
        has_login = bool(document.tree.xpath("//input[@type='password']"))
        if is_wall or (has_login and document.headline is None and prose < _LONGEST_STUB):
            raise Unreadable("/html", "asks for consent or a login, and has no article in it")
    if prose < _LONGEST_STUB and document.is_paid_for:
        raise Unreadable("/html", "shows too little of an article that must be paid for")
    if count < _FEWEST_WORDS and not prose:
        raise Unreadable("/html", "has no article in it")
    if document.is_video and prose < _LONGEST_STUB:
        raise Unreadable("/html", "holds a video and no article")


def _address_path(document: Document) -> str | None:
    links = [*document.tree.xpath("//link[@rel='canonical']/@href"), *document.metas.all("og:url")]
    return urlsplit(str(links[0])).path.strip("/") if links else None
