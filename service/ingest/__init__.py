"""Readers of articles: text, HTML and JSON in, clean drafts with their metadata out; nothing is stored here."""

from service.ingest.reading import read
from service.ingest.unreadable import Unreadable

__all__ = ["Unreadable", "read"]
