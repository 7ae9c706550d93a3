"""Which of the articles that come in are there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from service.store.tables import articles

Row = dict[str, Any]

_KEYS = ("id", "external_id", "url", "fingerprint")


class Contradiction(Exception):
    """What came in is known as two different stored articles."""


class Known:
    """The stored articles that any of a batch may be; grows as the batch is stored."""

    def __init__(self, stored: Iterable[Row]) -> None:
        self._rows: dict[str, Row] = {}
        self._by_key: dict[tuple[str, str], str] = {}
        for row in stored:
            self.remember(row)

    @classmethod
    async def of(cls, connection: AsyncConnection, rows: Sequence[Row]) -> Known:
        """Look a batch of new rows up in one query."""
        wanted = {key: [row[key] for row in rows if row.get(key)] for key in _KEYS}
        conditions = [articles.c[key].in_(values) for key, values in wanted.items() if values]
        found = await connection.execute(sa.select(articles).where(sa.or_(sa.false(), *conditions)))
        return cls(dict(row) for row in found.mappings())

    def find(self, row: Row) -> Row | Contradiction | None:
        """The stored article that this is: by its id, external id or URL, else by its words from this outlet."""
        ids = [self._by_key.get((key, row[key])) for key in _KEYS if row.get(key)]
        by_name = {one for one in ids[:-1] if one}
        if len(by_name) > 1:
            first, second = sorted(by_name)
            return Contradiction(f"its external_id and its url belong to two stored articles, {first} and {second}")
        found = next(iter(by_name), ids[-1])
        return self._rows[found] if found else None

    def holder(self, fingerprint: str) -> str | None:
        """The id of the article that has these words from this outlet."""
        return self._by_key.get(("fingerprint", fingerprint))

    def remember(self, row: Row) -> None:
        """From now on this article is stored like this; what it was before, it is no more."""
        before = self._rows.get(row["id"], {})
        for key in _KEYS:
            self._by_key.pop((key, before.get(key) or ""), None)
        self._rows[row["id"]] = row
        self._by_key |= {(key, row[key]): row["id"] for key in _KEYS if row[key]}
