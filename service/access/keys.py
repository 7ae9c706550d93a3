"""The keys that open the service, asked one kind after the other; another kind of key is another question here."""

from __future__ import annotations

import hmac

from service.access.grants import BEARER, EVERYTHING, Grant
from service.access.search_keys import SearchKeys
from service.access.stored_keys import MARK, StoredKeys
from service.errors import Unauthorized
from service.settings import Secret


class Keys:
    """Says what a request may do by its `Authorization` header (RFC 6750)."""

    def __init__(self, api_key: Secret | None, stored_keys: StoredKeys, search_keys: SearchKeys) -> None:
        self._api_key = api_key
        self._stored_keys = stored_keys
        self._search_keys = search_keys

    async def needed(self) -> bool:
        """Whether nothing is open without a key: one is set, or was ever made."""
        return self._api_key is not None or await self._stored_keys.any_made()

    async def grant(self, authorization: str | None) -> Grant:
        """What the header opens. Raises `Unauthorized` where a key is needed, and for every key that is not known.

        A key that is no longer good is refused even where none is needed: what it kept out must not become open.
        """
        if authorization is None:
            if not await self.needed():
                return EVERYTHING
            raise Unauthorized("give the key as Authorization: Bearer …", headers=BEARER)
        scheme, _, key = authorization.partition(" ")
        key = key.strip()
        if scheme.lower() != "bearer":
            raise Unauthorized("give the key as Authorization: Bearer …", headers=BEARER)
        if self._api_key is not None and hmac.compare_digest(key.encode(), self._api_key.reveal().encode()):
            return EVERYTHING
        if key.startswith(MARK):
            return await self._stored_keys.read(key)
        return self._search_keys.read(key)
