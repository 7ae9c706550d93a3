"""RSS and Atom: the items that hold the whole article. What a feed only points to is never fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from service.ingest.files.fields import clipped, names, usable_moment, web_address
from service.ingest.files.fragments import text_of_html
from service.ingest.files.place import Place
from service.ingest.files.source import Source
from service.ingest.items import Read, Refused
from service.ingest.outlets import is_outlet
from service.ingest.truncation import breaks_off
from service.models import ArticleIn

_WHOLE_WORDS = 150  # a summary of as many that does not break off is the article: many feeds have no other place for it
_GLOBAL = ("tag:", "urn:")
_END = re.compile(rb"</(?:rss|feed|rdf:RDF)\s*>", re.IGNORECASE)
_END_REACH = 4_096
_ELLIPSIS = ("…", "...", "[…]", "[...]")


def read_feed(source: Source) -> Iterator[Read[Place]]:
    """The items of a feed, in its order."""
    import feedparser  # late: few files are feeds

    # A stream: given a text, it would look whether that is an address to fetch, or a file.
    raw = source.whole()
    parsed = feedparser.parse(io.BytesIO(raw), sanitize_html=False)
    cut = not _END.search(raw[-_END_REACH:])
    entries = parsed.entries[:-1] if cut else parsed.entries  # the last one may go on
    outlet = _outlet(parsed.feed)
    for number, entry in enumerate(entries, start=1):
        yield source.place._replace(item=number), _article(entry, outlet)
    if cut:
        yield source.place, Refused(f"is no feed, or cut off after item {len(entries)}")
    elif parsed.bozo and not entries:
        yield source.place, Refused(f"is a broken feed: {parsed.bozo_exception}")


def _article(entry: Any, outlet: str | None) -> ArticleIn | Refused:
    text = _text(entry)
    if text is None:
        return Refused("has only a summary, and what a feed points to is not fetched")
    key = entry.get("id")
    return ArticleIn(
        body=text,
        title=clipped(text_of_html(entry.get("title") or "")),
        outlet=outlet,
        url=web_address(entry.get("link")),
        published_at=usable_moment(entry.get("published")) or usable_moment(dict.get(entry, "updated")),
        authors=names(", ".join(author.get("name") or "" for author in entry.get("authors") or ())),
        external_id=clipped(key) if isinstance(key, str) and key.startswith(_GLOBAL) else None,
    )


def _text(entry: Any) -> str | None:
    """The whole text of an item, if it has one."""
    contents = [_shown(content) for content in entry.get("content") or ()]
    content = max(contents, key=len, default="")
    summary = _shown(entry.get("summary_detail") or {})
    if content and content != summary:
        return content
    lines = [line for line in summary.split("\n") if line]
    if len(summary.split()) < _WHOLE_WORDS or summary.endswith(_ELLIPSIS) or breaks_off(lines[-1], lines[-13:-1]):
        return None
    return summary


def _shown(content: Any) -> str:
    value = content.get("value") or ""
    return value.strip() if content.get("type") == "text/plain" and "<" not in value else text_of_html(value)


def _outlet(feed: Any) -> str | None:
    """The publisher that the feed names, else its title where that reads as an outlet's name."""
    title = clipped(text_of_html(feed.get("title") or ""))
    return clipped(feed.get("publisher")) or (title if title and is_outlet(title) else None)
