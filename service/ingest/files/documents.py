"""Files that are one article: raw text, HTML, Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from service.ingest.files.encoding import declared_charset, decode
from service.ingest.files.fields import clipped, names, usable_moment, web_address
from service.ingest.files.fragments import text_of_html
from service.ingest.files.place import Place
from service.ingest.files.source import Source
from service.ingest.items import Read, Refused
from service.models import ArticleIn

UNDECODABLE = Refused("is binary, or in an encoding that cannot be told")

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(.{0,65536}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_KEYS = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "publication", "publisher", "newspaper"),
    "agency": ("agency",),
    "url": ("url", "link", "canonical_url", "permalink"),
    "published_at": ("published_at", "date", "published", "pubdate", "datepublished"),
    "authors": ("authors", "author", "byline"),
    "section": ("section",),
    "external_id": ("external_id",),
}
"""Under which keys a front matter may say what is known of an article; the first that is there wins."""


def read_html(source: Source) -> Iterator[Read[Place]]:
    """A page."""
    raw = source.whole()
    text = decode(raw, declared_charset(raw))
    yield source.place, UNDECODABLE if text is None else ArticleIn(html=text)


def read_text(source: Source) -> Iterator[Read[Place]]:
    """A raw page's text."""
    text = decode(source.whole())
    yield source.place, UNDECODABLE if text is None else ArticleIn(text=text)


def read_markdown(source: Source) -> Iterator[Read[Place]]:
    """A text in Markdown (CommonMark), with or without a front matter in YAML."""
    text = decode(source.whole())
    yield source.place, UNDECODABLE if text is None else _markdown(text)


def _markdown(text: str) -> ArticleIn:
    from markdown_it import MarkdownIt

    front = _FRONT_MATTER.match(text)
    known = _read_front(front[1]) if front else None
    if front and known is not None:
        text = text[front.end() :]
    made = ArticleIn(text=text_of_html(MarkdownIt("commonmark", {"breaks": True}).render(text)))
    return _with_front(made, known or {})


def _read_front(text: str) -> dict[str, Any] | None:
    """The front matter by its keys in lower case; None when it is none: two rulers may well stand in a text."""
    try:
        # Only texts, lists and mappings: a date is read by ourselves, with its zone, and nothing is ever called.
        found = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - the base loader makes no objects
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    return {str(key).lower(): value for key, value in found.items()} if isinstance(found, dict) else None


def _with_front(made: ArticleIn, known: dict[str, Any]) -> ArticleIn:
    found = {field: next((known[key] for key in keys if known.get(key)), None) for field, keys in _KEYS.items()}
    for field in ("title", "outlet", "agency", "section", "external_id"):
        value = found[field]
        setattr(made, field, clipped(value) if isinstance(value, str) else None)
    made.url = web_address(found["url"])
    made.published_at = usable_moment(found["published_at"])
    made.authors = names(found["authors"])
    return made
