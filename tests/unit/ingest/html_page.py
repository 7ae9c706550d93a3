"""An invented page of a newspaper, to be varied by the tests of the HTML reader."""

from __future__ import annotations

import json
from datetime import date

from service.ingest import read
from service.models import ArticleIn, Draft

TODAY = date(2025, 5, 20)
PARAGRAPHS = [
    "The harbour wall at Wexmouth will be raised by two metres after councillors voted for it on Tuesday night.",
    "&ldquo;We have waited long enough,&rdquo; said the mayor, Lena Orr, who had argued for it since the first flood.",
    "Work starts in May and lasts a year, and the road along the quay will be closed to lorries until then.",
]


def page(head: str = "", over: str = "", under: str = "", lang: str = "en-GB") -> str:
    """A page with three paragraphs: markup for its head, and for right over and under the paragraphs."""
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    return (
        f'<!doctype html><html lang="{lang}"><head>'
        f"<title>Harbour wall to be raised | The Wexmouth Herald</title>{head}</head>"
        '<body><nav><a href="/">Home</a> <a href="/n">News</a></nav><article><h1>Harbour wall to be raised</h1>'
        f"{over}{body}{under}</article><footer>© 2024 The Wexmouth Herald</footer></body></html>"
    )


def linked(**values: object) -> str:
    """JSON-LD of a news article."""
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **values})}</script>'


def read_page(markup: str) -> Draft:
    """The page, read as on `TODAY`."""
    return read(ArticleIn(html=markup), today=TODAY)
