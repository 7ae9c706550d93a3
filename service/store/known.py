"""Which of the articles that come in are there already."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.ext.asyncio import AsyncConnection

from service.models import Draft
from service.store.tables import articles


class Contradiction(Exception):
    """The article's external id and URL belong to two different stored articles."""


class Stored(Struct, frozen=True):
    """A stored article by the three things that it is known by."""

    id: str
    fingerprint: str
    external_id: str | None
    url: str | None


class Known:
    """The stored articles that any of a batch may be; grows as the batch is stored."""

    def __init__(self, stored: Sequence[Stored]) -> None:
        self._by_key: dict[tuple[str, str], Stored] = {}
        for one in stored:
            self._remember(one)

    @classmethod
    async def of(cls, connection: AsyncConnection, drafts: Sequence[Draft], fingerprints: Sequence[str]) -> Known:
        """Look the batch up in one query."""
        columns = (articles.c.fingerprint, articles.c.external_id, articles.c.url)
        wanted = (
            fingerprints,
            [draft.external_id for draft in drafts if draft.external_id],
            [draft.url for draft in drafts if draft.url],
        )
        conditions = [column.in_(keys) for column, keys in zip(columns, wanted, strict=True) if keys]
        if not conditions:
            return cls([])
        rows = await connection.execute(sa.select(articles.c.id, *columns).where(sa.or_(*conditions)))
        return cls([Stored(*row) for row in rows])

    def find(self, draft: Draft, fingerprint: str) -> Stored | Contradiction | None:
        """The article that this is: by its words from this outlet, else by its external id or URL."""
        same = self._by_key.get(("fingerprint", fingerprint))
        if same is not None:
            return same
        by_id = self._by_key.get(("external_id", draft.external_id)) if draft.external_id else None
        by_url = self._by_key.get(("url", draft.url)) if draft.url else None
        if by_id is not None and by_url is not None and by_id.id != by_url.id:
            return Contradiction(
                f"external_id {draft.external_id!r} and url {draft.url!r} belong to two stored articles, "
                f"{by_id.id} and {by_url.id}"
            )
        return by_id or by_url

    def add(self, article_id: str, draft: Draft, fingerprint: str) -> None:
        """From now on this article is stored; what it was before, it is no more."""
        before = [key for key, one in self._by_key.items() if one.id == article_id and key[0] == "fingerprint"]
        for key in before:
            del self._by_key[key]
        self._remember(Stored(article_id, fingerprint, draft.external_id, draft.url))

    def _remember(self, one: Stored) -> None:
        self._by_key["fingerprint", one.fingerprint] = one
        if one.external_id:
            self._by_key["external_id", one.external_id] = one
        if one.url:
            self._by_key["url", one.url] = one
