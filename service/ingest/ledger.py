"""What was taken in before is known again by its content, and need not be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

import msgspec
from msgspec import structs

from service.models import ArticleIn
from service.store import taken
from service.store.database import Database

_ROOMS = ("ingest", "quotes")
_READERS = ("trafilatura",)


class Ledger:
    """The store's memory of what was taken in. It forgets what is deleted, so that it can be taken in anew."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def digest(self, given: ArticleIn, outlet: str | None) -> bytes | None:
        """What this is known by; None for what can't be stored anyhow.

        Not by its file: that may grow, or be moved. Another `outlet`, and any other version of the code or the weights
        that read articles, makes another digest, so that it is read again.
        """
        try:
            content = msgspec.json.encode(structs.replace(given, outlet=given.outlet or outlet))
        except UnicodeEncodeError:
            return None
        return blake2b(content, key=readers(), digest_size=16).digest()

    async def known(self, digests: Sequence[bytes]) -> dict[bytes, str]:
        """The ids of the articles that these became."""
        if not digests:
            return {}
        async with self._database.read() as connection:
            return await taken.articles_of(connection, digests)

    async def note(self, became: Mapping[bytes, str]) -> None:
        """Remember which articles these became."""
        if became:
            async with self._database.write() as connection:
                await taken.note(connection, became)


@cache
def readers() -> bytes:
    """A digest of all that decides what is found in an article: our code and its data, and what it reads pages with."""
    made = blake2b(digest_size=16)
    service = Path(__file__).parents[1]
    for path in sorted(path for room in _ROOMS for path in (service / room).rglob("*") if path.is_file()):
        if path.suffix in {".py", ".json", ".txt"}:
            made.update(path.relative_to(service).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    for name in _READERS:
        made.update(version(name).encode())
    return made.digest()
