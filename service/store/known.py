"""Which of the articles that come in are there already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.store.inserting import add_missing
from service.store.tables import articles, known_as

Row = dict[str, Any]

_KEYS = ("id", "external_id", "url", "address", "fingerprint")
_PREFIXES = {"address": "url:", "fingerprint": "words:"}


class Contradiction(Exception):
    """What came in is known as two different stored articles."""


class Owners(Struct, frozen=True):
    """The stored articles (ids) that have an article's id, external id, address, and words from its outlet."""

    id: str | None
    external_id: str | None
    url: str | None
    words: str | None


class Known:
    """The stored articles that any of a batch may be; grows as the batch is stored."""

    def __init__(self, stored: Iterable[Row], aliases: Mapping[str, str]) -> None:
        self._rows: dict[str, Row] = {}
        self._by_key: dict[tuple[str, str], str] = {}
        self._aliases = dict(aliases)
        for row in stored:
            self.remember(row)

    @classmethod
    async def of(cls, connection: AsyncConnection, rows: Sequence[Row]) -> Known:
        """Look a batch of new rows up in two queries."""
        wanted = {key: [row[key] for row in rows if row.get(key)] for key in _KEYS}
        names = [prefix + value for key, prefix in _PREFIXES.items() for value in wanted[key]]
        found = await connection.execute(sa.select(known_as).where(known_as.c.key.in_(names)))
        aliases = {row["key"]: row["article_id"] for row in found.mappings()}
        conditions = [articles.c[key].in_(values) for key, values in wanted.items() if values]
        if aliases:
            conditions.append(articles.c.id.in_(set(aliases.values())))
        stored = await connection.execute(
            sa.select(articles).where(sa.or_(sa.false(), *conditions)).order_by(articles.c.id.desc())
        )
        return cls((dict(row) for row in stored.mappings()), aliases)

    def owners(self, row: Row) -> Owners:
        """Whose its external id, its address and its words are. The very URL goes before one that is like it."""
        return Owners(
            self._by_key.get(("id", row.get("id", ""))),
            self._by_key.get(("external_id", row["external_id"])),
            self._by_key.get(("url", row["url"])) or self._held("address", row["address"]),
            self._held("fingerprint", row["fingerprint"]),
        )

    def find(self, row: Row) -> Row | Contradiction | None:
        """The stored article that this is: by its id, external id or URL, else by its words from this outlet."""
        owners = self.owners(row)
        by_name = {one for one in (owners.id, owners.external_id, owners.url) if one}
        if len(by_name) > 1:
            first, second = sorted(by_name)[:2]
            return Contradiction(f"its external_id and its url belong to two stored articles, {first} and {second}")
        found = next(iter(by_name), owners.words)
        return self._rows[found] if found else None

    def remember(self, row: Row, also: Iterable[str] = ()) -> None:
        """From now on this article is stored like this; what it was before, it is no more.

        `also` are keys of `known_as` that it brings; what another is known by stays with that one.
        """
        before = self._rows.get(row["id"], {})
        for key in _KEYS:
            self._by_key.pop((key, before.get(key) or ""), None)
        self._rows[row["id"]] = row
        self._by_key |= {(key, row[key]): row["id"] for key in _KEYS if row[key]}
        for key in also:
            self._aliases.setdefault(key, row["id"])

    async def also(self, connection: AsyncConnection, row: Row, address: str) -> None:
        """Know an article by a further address from now on."""
        if not self._held("address", address):
            self._aliases[_PREFIXES["address"] + address] = row["id"]
            await also_known_as(connection, row["id"], address=address)

    def _held(self, key: str, value: str | None) -> str | None:
        if not value:
            return None
        return self._by_key.get((key, value)) or self._aliases.get(_PREFIXES[key] + value)


async def also_known_as(
    connection: AsyncConnection, article_id: str, *, address: str | None = None, fingerprint: str | None = None
) -> None:
    """Keep a further address, or former words, of an article; what another is known by stays with that one."""
    named = {"address": address, "fingerprint": fingerprint}
    rows = [{"key": _PREFIXES[key] + value, "article_id": article_id} for key, value in named.items() if value]
    await add_missing(connection, known_as, rows)
