"""Pages without an article: error pages, walls, lists of stories. They are refused, with the reason."""

from __future__ import annotations

import re
from service.ingest.markup.document import Document
from service.ingest.shape import is_prose, letters, words
from service.ingest.unreadable import Unreadable

_ERROR_TITLE = re.compile(
    r"(?:\W*(?:error )?(?:404|403|410|429|500|502|503)\b.*|.{0,40}\b(?:page|article|content"
    r"|story) (?:not found|unavailable|does not exist|doesn.t exist)\b.*|not found"
    r"|access (?:to .* )?denied.*"
    r"|just a moment\W*|attention required.*|are you (?:a )?(?:human|robot).*|verify(?:ing)? you are.*"
    r"|service unavailable|forbidden|before you continue.*|please enable (?:js|javascript|cookies).*)",
    re.IGNORECASE,
)
_LONGEST_ERROR = 150
_FEWEST_WORDS = 25


def refuse_what_is_no_article(document: Document, text: str) -> None:
    """Raises `Unreadable` at "/html"."""
    title = document.titles[0] if document.titles else ""
    lines = text.split("\n")
    count = words(text)
    if (count < _LONGEST_ERROR and _ERROR_TITLE.fullmatch(title)) or (
        count < _FEWEST_WORDS and not any(map(is_prose, lines))
    ):
        raise Unreadable("/html", "has no article in it")
    if count < _LONGEST_ERROR and _ERROR_TITLE.fullmatch(lines[0]) and letters(lines[0]) != letters(title):
        raise Unreadable("/html", "has no article in it")
