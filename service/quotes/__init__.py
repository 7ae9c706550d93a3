"""Quotes and their speakers, found in a text by rule; pure: text in, quotes out."""

from __future__ import annotations

from service.quotes.extraction import extract

__all__ = ["extract"]
