"""The names of facet values: ids are what is counted, names are what people read."""

from __future__ import annotations

import time
from collections.abc import Collection

from service.store import names, speakers
from service.store.database import Database

KEPT_SECONDS = 30.0
"""How long a name is remembered: names hardly ever change, and asking the store costs as much as a search."""

_MOST = 50_000


class Labels:
    """Names of speakers and outlets by id, read from the store and remembered for a while."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._speakers: dict[str, str] = {}
        self._outlets: dict[str, str] = {}
        self._namesakes: dict[str, frozenset[str]] | None = None
        self._until = 0.0

    async def of(self, *, speakers: Collection[str], outlets: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
        """The names of these speakers and of these outlets; unknown ids are left out."""
        self._forget()
        new_speakers = [key for key in speakers if key not in self._speakers]
        new_outlets = [key for key in outlets if key not in self._outlets]
        if new_speakers or new_outlets:
            async with self._database.read() as connection:
                found = await names.labels(connection, speaker_ids=new_speakers, outlet_ids=new_outlets)
            self._speakers |= found[0]
            self._outlets |= found[1]
        return self._speakers, self._outlets

    async def namesakes(self) -> dict[str, frozenset[str]]:
        """The names that several speakers bear, with the ids of these."""
        self._forget()
        found = self._namesakes
        if found is None:
            async with self._database.read() as connection:
                found = self._namesakes = await speakers.namesakes(connection)
        return found

    def _forget(self) -> None:
        now = time.monotonic()
        if now > self._until or len(self._speakers) > _MOST:
            self._speakers, self._outlets, self._namesakes, self._until = {}, {}, None, now + KEPT_SECONDS

    async def current(self, speaker_ids: list[str]) -> list[str]:
        """The ids that these speakers have now, each once: who was merged into another is that one."""
        if not speaker_ids:
            return []
        async with self._database.read() as connection:
            now = await speakers.current(connection, speaker_ids)
        return list(dict.fromkeys(now.get(key, key) for key in speaker_ids))
