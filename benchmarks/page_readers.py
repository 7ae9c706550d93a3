"""Readers of HTML pages under one signature: ours, and the open extractors that are installed."""

from __future__ import annotations

import importlib.util
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple


class Found(NamedTuple):
    """What a reader found on a page. `has_time` is false where `published` is only a day."""

    title: str | None = None
    authors: Sequence[str] = ()
    published: datetime | None = None
    has_time: bool = False
    outlet: str | None = None
    body: str = ""


Reader = Callable[[bytes], Found | None]


def readers() -> dict[str, Reader]:
    """Ours first, then trafilatura by itself, then what is installed besides."""
    logging.disable(logging.CRITICAL)
    known: dict[str, tuple[str, Reader]] = {
        "onrecord": ("service", onrecord),
        "trafilatura": ("trafilatura", trafilatura),
        "newspaper4k": ("newspaper", newspaper4k),
        "news-please": ("newsplease", news_please),
        "goose3": ("goose3", goose3),
    }
    return {name: reader for name, (module, reader) in known.items() if importlib.util.find_spec(module)}


def onrecord(markup: bytes) -> Found | None:
    """Ours; None for a page that it refuses."""
    from service.ingest import Unreadable, read
    from service.ingest.files.encoding import declared_charset, decode
    from service.models import ArticleIn

    try:
        draft = read(ArticleIn(html=decode(markup, declared_charset(markup)) or ""))
    except Unreadable:
        return None
    return Found(
        draft.title, draft.authors, draft.published_at, draft.published_precision == "minute", draft.outlet, draft.body
    )


def trafilatura(markup: bytes) -> Found | None:
    """trafilatura 2 with its own metadata; it gives days only."""
    import trafilatura as package

    document: Any = package.bare_extraction(markup, with_metadata=True, include_comments=False)
    if document is None:
        return None
    authors = [name.strip() for name in (document.author or "").split(";") if name.strip()]
    published = datetime.fromisoformat(document.date) if document.date else None
    return Found(document.title, authors, published, False, document.sitename, document.text or "")


def newspaper4k(markup: bytes) -> Found | None:
    """newspaper4k, which fetches nothing here."""
    from newspaper import Article

    article: Any = Article("https://paper.example/", fetch_images=False)
    article.download(input_html=markup.decode("utf-8", "replace"))
    article.parse()
    when = article.publish_date
    has_time = bool(when and (when.hour or when.minute or when.second))
    return Found(article.title, article.authors, when, has_time, article.meta_site_name or None, article.text)


def news_please(markup: bytes) -> Found | None:
    """news-please; its times have no zone, and it gives a domain for an outlet."""
    from newsplease import NewsPlease

    article: Any = NewsPlease.from_html(markup.decode("utf-8", "replace"), url=None, fetch_images=False)
    when = article.date_publish if isinstance(article.date_publish, datetime) else None
    has_time = bool(when and (when.hour or when.minute or when.second))
    return Found(article.title, article.authors or [], when, has_time, article.source_domain, article.maintext or "")


def goose3(markup: bytes) -> Found | None:
    """goose3."""
    from goose3 import Goose

    with Goose({"enable_image_fetching": False}) as goose:
        article: Any = goose.extract(raw_html=markup.decode("utf-8", "replace"))
    when = article.publish_datetime_utc
    has_time = bool(when and (when.hour or when.minute or when.second))
    site = (article.opengraph or {}).get("site_name")
    return Found(article.title, article.authors, when, has_time, site, article.cleaned_text)
