"""API keys as they are kept: never the key itself, but what it is recognised by."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import sqlalchemy as sa
from msgspec import Struct, structs
from sqlalchemy.ext.asyncio import AsyncConnection

from service import times
from service.store.tables import api_keys

KeyScope = Literal["read", "write", "admin"]
"""What an API key may be for: to read, to change as well, and to make keys as well."""


class Place(NamedTuple):
    """A key's place in the order of the list."""

    created_at: str
    id: str


class StoredKey(Struct, frozen=True, kw_only=True):
    """One key. `digest` is keyed (HMAC), so that a copy of the store opens nothing; times are RFC 3339, UTC."""

    id: str
    name: str
    scope: KeyScope
    digest: str
    rate_limit: int | None
    created_at: str
    expires_at: str | None = None
    revoked_at: str | None = None
    replaces: str | None = None


async def add(connection: AsyncConnection, key: StoredKey) -> None:
    """Keep a new key."""
    await connection.execute(api_keys.insert().values(structs.asdict(key)))


async def get(connection: AsyncConnection, key_id: str) -> StoredKey | None:
    """The key with this id, whether it is still good or not."""
    found = (await connection.execute(sa.select(api_keys).where(api_keys.c.id == key_id))).mappings().first()
    return StoredKey(**found) if found else None


async def page(connection: AsyncConnection, *, after: Place | None, limit: int) -> Sequence[StoredKey]:
    """All keys, the latest first, from behind a place in this order on."""
    query = sa.select(api_keys).order_by(api_keys.c.created_at.desc(), api_keys.c.id.desc()).limit(limit)
    if after is not None:
        query = query.where(sa.tuple_(api_keys.c.created_at, api_keys.c.id) < sa.tuple_(*map(sa.literal, after)))
    return [StoredKey(**row) for row in (await connection.execute(query)).mappings()]


async def any_made(connection: AsyncConnection) -> bool:
    """Whether a key was ever made: from then on nothing is open without one, even when all of them have ended."""
    return (await connection.scalars(sa.select(sa.exists().select_from(api_keys)))).one()


async def end(connection: AsyncConnection, key_id: str, at: str) -> None:
    """Let a key end at `at`, unless it ends sooner."""
    later = sa.or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > at)
    await connection.execute(api_keys.update().where(api_keys.c.id == key_id, later).values(expires_at=at))


async def revoke(connection: AsyncConnection, key_id: str) -> bool:
    """End a key now; False when there is none. To revoke it again changes nothing."""
    mine = api_keys.c.id == key_id
    now = sa.func.coalesce(api_keys.c.revoked_at, times.now())
    return (await connection.execute(api_keys.update().where(mine).values(revoked_at=now))).rowcount > 0
