"""WARC (ISO 28500): the pages that a crawler was answered with. Nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from service.ingest.files.documents import UNDECODABLE
from service.ingest.files.encoding import declared_charset, decode
from service.ingest.files.fields import web_address
from service.ingest.files.limits import LARGEST_DOCUMENT
from service.ingest.files.place import Place
from service.ingest.files.source import Damaged, Source
from service.ingest.items import Read, Refused
from service.models import ArticleIn

_PAGES = ("text/html", "application/xhtml+xml")


def read_warc(source: Source) -> Iterator[Read[Place]]:
    """The pages that were answered with 200; images, scripts, redirections and errors are no articles, and left out."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    try:
        for number, record in enumerate(ArchiveIterator(source.stream), start=1):
            if _is_page(record):
                page = _page(record)
                if getattr(record.raw_stream, "limit", 0):  # there should be more of it
                    source.check()
                yield source.place._replace(item=number), page
    except ArchiveLoadFailed as error:
        raise Damaged(f"is a damaged WARC file: {error}") from error


def _is_page(record: Any) -> bool:
    if record.rec_type == "resource":
        return _type(record.rec_headers.get_header("Content-Type")) in _PAGES
    if record.rec_type != "response" or record.http_headers is None:
        return False
    return (
        record.http_headers.get_statuscode() == "200"
        and _type(record.http_headers.get_header("Content-Type")) in _PAGES
    )


def _page(record: Any) -> ArticleIn | Refused:
    raw = record.content_stream().read(LARGEST_DOCUMENT + 1)
    if len(raw) > LARGEST_DOCUMENT:
        return Refused(f"is larger than {LARGEST_DOCUMENT:,} bytes")
    headers = record.http_headers or record.rec_headers
    _, _, charset = (headers.get_header("Content-Type") or "").lower().partition("charset=")
    text = decode(raw, charset.split(";")[0].strip(" \"'") or declared_charset(raw))
    if text is None:
        return UNDECODABLE
    return ArticleIn(html=text, url=web_address(record.rec_headers.get_header("WARC-Target-URI")))


def _type(header: str | None) -> str:
    return (header or "").split(";")[0].strip().lower()
