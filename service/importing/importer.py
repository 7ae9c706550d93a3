"""The use cases of importing: handing a stream in, and calling it off."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from service import identity
from service.errors import Busy
from service.importing.limits import Limits
from service.importing.receiving import receive
from service.store import imports
from service.store.database import Database
from service.store.imports import Import


class Importer:
    """Takes streams in. `taken` is called when there is one to be worked off."""

    def __init__(self, database: Database, limits: Limits, *, taken: Callable[[], None]) -> None:
        self._database = database
        self._limits = limits
        self._taken = taken
        self._receiving = 0

    async def take(self, stream: AsyncIterator[bytes], *, packed: bool) -> Import:
        """Keep a stream to be worked off. Raises `Busy`, `NoRoom`, `TooLarge`, `Malformed`; then nothing is kept."""
        limits = self._limits
        async with self._database.read() as connection:
            waiting = len(await imports.unfinished(connection)) + self._receiving
        if waiting >= limits.waiting:
            raise Busy(f"{waiting} imports wait or are worked on, and no more are taken until one of them is done")
        import_id = identity.new_article_id()
        path = limits.path(import_id)
        self._receiving += 1
        try:
            size = await receive(stream, path, packed=packed, limit=limits.largest, keep_free=limits.keep_free)
            async with self._database.write() as connection:
                made = await imports.add(connection, import_id, size)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        finally:
            self._receiving -= 1
        self._taken()
        return made

    async def cancel(self, import_id: str) -> bool:
        """Stop an import where it is: what is stored stays. False when it has come to its end already."""
        async with self._database.write() as connection:
            stopped = await imports.finish(connection, import_id, "cancelled", "cancelled; what was stored stays")
        if stopped:
            self._limits.path(import_id).unlink(missing_ok=True)
        return stopped
