"""`Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): what is repeated is answered, and not done again.

The answer is kept in the transaction that it tells of, so that after a crash either both are there or neither. Only
what was done is kept: a refused request changed nothing, and may be repeated with another body.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.params import HeaderParameter

from service.errors import Invalid, KeyInUse, KeyReused
from service.store import idempotency
from service.store.database import Connection, Database
from service.store.idempotency import KeptAnswer

IdempotencyKey = Annotated[
    str | None,
    HeaderParameter(
        name="Idempotency-Key",
        max_length=512,
        description="A name of your own for this request, best a UUID. Repeated with it, it is answered as before and "
        "not done again; another request with it is refused (422), as is one while the first is under way (409).",
    ),
]

REPLAYED = "Idempotency-Replayed"

_KEY = re.compile(r'"(?P<quoted>(?:[ !#-\[\]-~]|\\["\\]){1,255})"|(?P<bare>[!#-\[\]-~]{1,255})')


class Answered(Exception):
    """The request was done before; this is what was answered."""

    def __init__(self, answer: KeptAnswer) -> None:
        super().__init__()
        self.answer = answer


class Attempt:
    """One try of a request, under a key or without one."""

    def __init__(self, database: Database, kept_seconds: int, key: str | None, request: bytes) -> None:
        self._database = database
        self._kept_seconds = kept_seconds
        self._key = key
        self._request = request

    async def keep(self, connection: Connection, response: Response[Any]) -> None:
        """Keep the answer together with what it tells of. Raises `Answered` when another try was faster: roll back."""
        if self._key is None:
            return
        answer = self._answer(response)
        if not await idempotency.keep(connection, self._key, answer, kept_seconds=self._kept_seconds):
            await self.check(connection)

    async def amend(self, response: Response[Any]) -> None:
        """Keep another answer than was kept, when more is known by the time that it is sent."""
        if self._key is not None:
            async with self._database.write() as connection:
                await idempotency.replace(connection, self._key, self._answer(response))

    async def check(self, connection: Connection) -> None:
        """Raise `Answered` when the request was done before, and `KeyReused` when another was under its key."""
        if self._key is None:
            return
        kept = await idempotency.find(connection, self._key, kept_seconds=self._kept_seconds)
        if kept is None:
            return
        if kept.request != self._request:
            raise KeyReused.parameter("Idempotency-Key", "was given with another request before")
        raise Answered(kept)

    def _answer(self, response: Response[Any]) -> KeptAnswer:
        body = msgspec.json.encode(response.content)
        return KeptAnswer(self._request, response.status_code or 200, dict(response.headers), body)


class Idempotency:
    """The requests with a key that are under way in this process, and the way to those that were answered."""

    def __init__(self, database: Database, *, kept_hours: int) -> None:
        self._database = database
        self._kept_seconds = kept_hours * 3_600
        self._under_way: set[str] = set()

    @asynccontextmanager
    async def attempt(self, request: Request[Any, Any, Any], given: str | None) -> AsyncIterator[Attempt]:
        """A try of this request. Raises `Answered`, `KeyReused`, `KeyInUse`, and `Invalid` for what is no key."""
        if given is None:
            yield Attempt(self._database, self._kept_seconds, None, b"")
            return
        key = f"{request.state.grant.who} {read_key(given)}"  # two callers may choose the same one
        if key in self._under_way:
            said = "has come before and is not answered yet"
            raise KeyInUse(f"a request with this Idempotency-Key {said}", headers={"Retry-After": "1"})
        self._under_way.add(key)
        try:
            asked = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
            attempt = Attempt(self._database, self._kept_seconds, key, sha256(asked + await request.body()).digest())
            async with self._database.read() as connection:
                await attempt.check(connection)
            yield attempt
        finally:
            self._under_way.discard(key)


def read_key(given: str) -> str:
    """The key in a header, a string of structured fields (RFC 8941) or, as is common, without quotes."""
    found = _KEY.fullmatch(given.strip())
    if found is None:
        raise Invalid.parameter("Idempotency-Key", "is no string of 1 to 255 printable ASCII characters")
    return found["bare"] or re.sub(r"\\(.)", r"\1", found["quoted"])


def replay(_: Request[Any, Any, Any], done: Answered) -> Response[bytes]:
    """The answer as it was given before."""
    answer = done.answer
    headers = {**answer.headers, REPLAYED: "true"}
    return Response(answer.body, status_code=answer.status, media_type="application/json", headers=headers)
