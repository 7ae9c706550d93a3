"""API keys over HTTP, for those who hold one that is for administration."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Request, Response, delete, get, post
from litestar.params import FromPath, JSONBody
from litestar.status_codes import HTTP_201_CREATED
from msgspec import Meta, Struct, structs

from service.access.stored_keys import MARK, StoredKeys
from service.api.injection import Injected
from service.api.paging import Paging, listed
from service.errors import Conflict, NotFound
from service.store import keys
from service.store.database import Database
from service.store.keys import KeyScope, StoredKey

Lifetime = Annotated[int, Meta(ge=1, le=315_360_000, description="Seconds; for ever where nothing is said.")]


class KeyIn(Struct, kw_only=True, forbid_unknown_fields=True):
    """What a key is for. `write` opens all that `read` does, and `admin` all."""

    name: Annotated[str, Meta(min_length=1, max_length=200)]
    scope: KeyScope = "read"
    expires_in: Lifetime | None = None
    rate_limit: Annotated[int, Meta(ge=0, le=1_000_000_000)] | None = None


class RotationIn(Struct, kw_only=True, forbid_unknown_fields=True):
    """For how many seconds the old key is good beside the new one, and how long the new one lasts."""

    overlap: Annotated[int, Meta(ge=0, le=31_536_000)] = 86_400
    expires_in: Lifetime | None = None


class Key(Struct, kw_only=True):
    """A key, which is never shown again; `prefix` is what it begins with. Times are RFC 3339, null where not (yet) so.

    `rate_limit` is how many requests it may make in a window, 0 for any number; null is the service's own limit.
    `replaces` is the id of the key that it was rotated from.
    """

    id: str
    name: str
    prefix: str
    scope: KeyScope
    rate_limit: int | None
    created_at: str
    expires_at: str | None
    revoked_at: str | None
    replaces: str | None


class NewKey(Key, kw_only=True):
    """A key just made, with the text for `Authorization: Bearer …`: it is shown this once."""

    key: str


class KeyPage(Struct):
    """A page of keys, the latest first; `next_cursor` is null on the last one."""

    items: list[Key]
    next_cursor: str | None


class KeyController(Controller):
    """`/v1/keys`."""

    path = "/keys"
    tags = ("keys",)
    opt = {"scope": "admin"}  # noqa: RUF012 - Litestar's own attribute

    @post("/", operation_id="createKey", summary="Make an API key")
    async def create(self, data: JSONBody[KeyIn], stored_keys: Injected[StoredKeys]) -> Response[NewKey]:
        """Once a key was made nothing is open without one, on this machine neither: let the first be for `admin`."""
        made = await stored_keys.make(data.name, data.scope, seconds=data.expires_in, rate_limit=data.rate_limit)
        return _created(*made)

    @get("/", operation_id="listKeys", summary="List API keys")
    async def list(
        self, request: Request[Any, Any, Any], paging: Injected[Paging], database: Injected[Database]
    ) -> Response[KeyPage]:
        """All that were ever made, the latest first, with those that have ended."""
        async with database.read() as connection:
            found = await keys.page(connection, after=paging.after("keys", keys.Place), limit=paging.limit + 1)
        shown = [Key(**shown_of(one)) for one in found]
        return listed(request, KeyPage, shown, paging.limit, "keys", lambda one: keys.Place(one.created_at, one.id))

    @get("/{key_id:str}", operation_id="getKey", summary="Read an API key")
    async def read(self, key_id: FromPath[str], database: Injected[Database]) -> Key:
        """What it is for and until when, never the key."""
        async with database.read() as connection:
            found = await keys.get(connection, key_id)
        if found is None:
            raise NotFound(f"there is no key {key_id}")
        return Key(**shown_of(found))

    @post("/{key_id:str}/rotate", operation_id="rotateKey", summary="Replace an API key", problems=(Conflict,))
    async def rotate(
        self, key_id: FromPath[str], data: JSONBody[RotationIn], stored_keys: Injected[StoredKeys]
    ) -> Response[NewKey]:
        """A new key for the same purpose; both are good for `overlap` seconds. 409 when the old one has ended."""
        return _created(*await stored_keys.rotate(key_id, overlap=data.overlap, seconds=data.expires_in))

    @delete("/{key_id:str}", operation_id="revokeKey", summary="Revoke an API key")
    async def revoke(self, key_id: FromPath[str], stored_keys: Injected[StoredKeys]) -> None:
        """It opens nothing from now on, in other processes within a second. To revoke it again changes nothing."""
        await stored_keys.revoke(key_id)


def _created(made: StoredKey, text: str) -> Response[NewKey]:
    headers = {"Location": f"/v1/keys/{made.id}", "Cache-Control": "no-store"}
    shown = NewKey(key=text, **shown_of(made))
    return Response(shown, status_code=HTTP_201_CREATED, headers=headers)


def shown_of(key: StoredKey) -> dict[str, Any]:
    """What may be shown of a key: all but what it is recognised by."""
    shown = structs.asdict(key) | {"prefix": f"{MARK}{key.id}"}
    del shown["digest"]
    return shown
