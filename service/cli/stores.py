"""The store, for commands that need nothing else of the service."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from service.settings import Settings
from service.store.database import Database
from service.store.migrate import migrate


@asynccontextmanager
async def opened(settings: Settings) -> AsyncIterator[Database]:
    """The store at its newest schema; closed at the end. Raises `StoreUnavailable`."""
    database = Database(settings.database)
    try:
        await migrate(database)
        yield database
    finally:
        await database.close()
