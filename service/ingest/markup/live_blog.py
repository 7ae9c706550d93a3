"""Live blogs: pages that grow by updates, each with its own time, and often its own headline and author.

The article is what stands over the updates and all of them, in the order of the page. Its times and authors are the
page's, never an update's.
"""

from __future__ import annotations

import re
from typing import Any

from service.ingest.markup.agreement import squashed
from service.ingest.markup.elements import text_of

LIVE_TITLE = re.compile(
    r"\blive\b(?!-)|live-?(?:blog|ticker)|\bas it happened\b|\ben direct\b|\ben vivo\b|\bin diretta\b|newsblog",
    re.IGNORECASE,
)
_CLOCKED = ".//time|.//*[@datetime or @data-timestamp or @itemprop='datePublished']"
_HEADINGS = ("h2", "h3", "h4", "h5")
_FEWEST = 3
_BEGINNING = 60  # letters that tell an update from others


def shown_updates(tree: Any) -> list[Any]:
    """The elements of a live blog's page that are its updates: alike, side by side, each with a time and a paragraph.

    A heading that is a link leads to another story: such a list is of teasers.
    """
    alike: dict[tuple[Any, str, str], list[Any]] = {}
    for element in tree.iter("article", "section", "div", "li"):
        if element.get("class") or element.tag in ("article", "li"):
            alike.setdefault((element.getparent(), element.tag, element.get("class") or ""), []).append(element)
    for group in alike.values():
        if len(group) >= _FEWEST:
            updates = [each for each in group if _is_update(each)]
            if len(updates) >= _FEWEST and len(updates) * 2 > len(group):
                return updates
    return []


def flatten(updates: list[Any], headline: Any) -> None:
    """Put what the updates hold side by side, behind what stands over them, so that they are read as one text.

    An update without a heading begins with its time: nobody's words run from one update into the next.
    """
    for update in updates:
        clock = next(update.iter("time"), None)
        if clock is not None and next(update.iter(*_HEADINGS), None) is None:
            clock.tag = "h4"
            update.insert(0, clock)
    article = next(headline.iterancestors("article"), None) if headline is not None else None
    for update in updates:
        if article is not None and article not in update.iterancestors():
            article.append(update)
    for update in updates:
        update.drop_tag()


def with_told_updates(text: str, told: list[str]) -> str:
    """The text, and under it what the page tells of its updates, if it shows none of them."""
    shown = squashed(text)
    if not told or any(squashed(each.split("\n\n")[-1])[:_BEGINNING] in shown for each in told):
        return text
    return "\n\n".join(filter(None, [text, *told]))


def _is_update(element: Any) -> bool:
    if not element.xpath(_CLOCKED) or not any(text_of(each) for each in element.iter("p")):
        return False
    return not any(
        text_of(link) == text_of(heading)
        for heading in element.iter(*_HEADINGS)
        for link in [*heading.iter("a"), *heading.iterancestors("a")]
        if not (link.get("href") or "").startswith("#")
    )
