"""Reader of HTML pages: the article's body, and its metadata from what the page says to machines and to readers."""

from service.ingest.markup.reader import read_html

__all__ = ["read_html"]
