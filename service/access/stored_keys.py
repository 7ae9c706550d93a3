"""API keys: made for a purpose, shown once, kept as keyed hashes, and taken back when they are not wanted any more."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from datetime import UTC, datetime, timedelta

from service import times
from service.access.grants import BEARER, Grant
from service.errors import Conflict, NotFound, Unauthorized
from service.settings import Secret
from service.store import keys
from service.store.database import Connection, Database
from service.store.keys import KeyScope, StoredKey

MARK = "onr_"
"""What every key begins with, so that it is known for one where it should not be: in a log, in a commit."""

REMEMBERED_SECONDS = 0.5
"""How long what the store says of a key is believed; a revoked one opens nothing after that."""

_ID_BYTES = 6
_SECRET_BYTES = 32
_MOST = 10_000


class StoredKeys:
    """Makes, reads, replaces and revokes keys; `secret` keys the hashes."""

    def __init__(self, database: Database, secret: Secret) -> None:
        self._database = database
        self._secret = secret.reveal().encode()
        self._found: dict[str, tuple[float, StoredKey | None]] = {}
        self._any: tuple[float, bool] = (0.0, False)

    async def make(
        self,
        name: str,
        scope: KeyScope,
        *,
        seconds: int | None = None,
        rate_limit: int | None = None,
    ) -> tuple[StoredKey, str]:
        """A new key that is good for `seconds`, for ever where that is None, and the text that is its only copy."""
        async with self._database.write() as connection:
            made, text = await self._add(connection, name, scope, seconds, rate_limit)
        self._any = (0.0, False)
        return made, text

    async def rotate(self, key_id: str, *, overlap: int, seconds: int | None = None) -> tuple[StoredKey, str]:
        """A new key for the same purpose; the old one is good for `overlap` seconds more.

        Raises `NotFound`, and `Conflict` for a key that is not good any more.
        """
        async with self._database.write() as connection:
            old = await keys.get(connection, key_id)
            if old is None:
                raise NotFound(f"there is no key {key_id}")
            if ended(old):
                raise Conflict(f"the key {key_id} is not good any more: make a new one")
            made = await self._add(connection, old.name, old.scope, seconds, old.rate_limit, replaces=old.id)
            await keys.end(connection, old.id, _in(overlap))
        self._found.pop(old.id, None)
        return made

    async def _add(
        self,
        connection: Connection,
        name: str,
        scope: KeyScope,
        seconds: int | None,
        rate_limit: int | None,
        replaces: str | None = None,
    ) -> tuple[StoredKey, str]:
        key_id = secrets.token_hex(_ID_BYTES)
        text = f"{MARK}{key_id}_{secrets.token_urlsafe(_SECRET_BYTES)}"
        made = StoredKey(
            id=key_id,
            name=name,
            scope=scope,
            digest=self._digest(text),
            rate_limit=rate_limit,
            created_at=times.now(),
            expires_at=None if seconds is None else _in(seconds),
            replaces=replaces,
        )
        await keys.add(connection, made)
        return made, text

    async def revoke(self, key_id: str) -> None:
        """End a key at once. Raises `NotFound`."""
        async with self._database.write() as connection:
            if not await keys.revoke(connection, key_id):
                raise NotFound(f"there is no key {key_id}")
        self._found.pop(key_id, None)

    async def any_made(self) -> bool:
        """Whether a key was ever made here."""
        until, made = self._any
        if not made and time.monotonic() > until:
            async with self._database.read() as connection:
                made = await keys.any_made(connection)
            self._any = (time.monotonic() + REMEMBERED_SECONDS, made)
        return made

    async def read(self, text: str) -> Grant:
        """What a key opens. Raises `Unauthorized` for one that is unknown, revoked or out of date."""
        key_id = text.removeprefix(MARK).partition("_")[0]
        key = await self._key(key_id)
        if key is None or not hmac.compare_digest(self._digest(text), key.digest):
            raise Unauthorized("this is no key of this service", headers=BEARER)
        if ended(key):
            raise Unauthorized("the key was revoked, or is out of date", headers=BEARER)
        return Grant(key.scope, who=key.id, rate_limit=key.rate_limit)

    async def _key(self, key_id: str) -> StoredKey | None:
        until, found = self._found.get(key_id, (0.0, None))
        if time.monotonic() > until:
            async with self._database.read() as connection:
                found = await keys.get(connection, key_id)
            if len(self._found) >= _MOST:  # ids that nobody made are remembered, too
                self._found.clear()
            self._found[key_id] = (time.monotonic() + REMEMBERED_SECONDS, found)
        return found

    def _digest(self, text: str) -> str:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).hexdigest()


def _in(seconds: int) -> str:
    return times.stored(datetime.now(UTC) + timedelta(seconds=seconds))


def ended(key: StoredKey) -> bool:
    """Whether a key was revoked or is out of date."""
    return key.revoked_at is not None or (key.expires_at is not None and key.expires_at <= times.now())
