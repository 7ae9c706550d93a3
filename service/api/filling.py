"""Searches wait while the index is filled again: what it holds by then is a part, and nobody could tell which."""

from __future__ import annotations

import time
from contextlib import suppress

from service.errors import SearchDown
from service.store import articles
from service.store.database import Database
from service.store.unavailable import StoreUnavailable

KEPT_SECONDS = 0.5
"""How long an answer of the store is believed."""

_RETRY_AFTER_SECONDS = 5


class Filling:
    """Whether the index has lost what it held, or is a new version's, and does not hold all of it yet."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._is_filling = False
        self._until = 0.0

    async def check(self) -> None:
        """Raise `SearchDown` while it does not."""
        if time.monotonic() > self._until:
            with suppress(StoreUnavailable):  # search does without the store
                async with self._database.read() as connection:
                    self._is_filling = await articles.any_missed(connection)
            self._until = time.monotonic() + KEPT_SECONDS
        if self._is_filling:
            said = "the search index is being filled from the store, and would answer with a part of it"
            raise SearchDown(said, headers={"Retry-After": str(_RETRY_AFTER_SECONDS)})
