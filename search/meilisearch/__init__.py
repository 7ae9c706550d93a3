"""The production engine: a Meilisearch server (1.14 or later), through meilisearch-python-sdk."""

from __future__ import annotations

from search.meilisearch.engine import MeilisearchEngine

__all__ = ["MeilisearchEngine"]
