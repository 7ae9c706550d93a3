"""Which search engine there is."""

from __future__ import annotations

from search.engine import SearchEngine
from service.settings import Settings


def open_engine(settings: Settings, *, read_only: bool = False) -> SearchEngine:
    """The engine that the settings ask for: Meilisearch where a URL is set, else the embedded one."""
    # Late: neither library is quick to import, and only one is of use.
    if settings.search_url:
        from search.meilisearch import MeilisearchEngine

        key = settings.search_key.reveal() if settings.search_key else None
        return MeilisearchEngine(
            settings.search_url, key, prefix=settings.search_prefix, timeout=settings.search_timeout
        )
    from search.embedded import EmbeddedEngine

    return EmbeddedEngine(settings.data_dir / "search", read_only=read_only)
