"""Search keys: tokens that a browser may hold for a while. Signed (JWT, HS256), not stored: a new secret ends them."""

from __future__ import annotations

import time

import jwt
import msgspec

from service.access.grants import BEARER, ForcedFilters, Grant
from service.errors import Unauthorized
from service.settings import Secret

_ALGORITHM = "HS256"
_ISSUER, _AUDIENCE = "onrecord", "search"
_CLAIMS = ["iss", "aud", "iat", "exp", "filters"]


class SearchKeys:
    """Makes and reads search keys with one secret."""

    def __init__(self, secret: Secret) -> None:
        self._secret = secret

    def make(self, forced: ForcedFilters, seconds: int) -> tuple[str, int]:
        """A key that is good for `seconds`, and when it ends (epoch seconds)."""
        now = int(time.time())
        claims = {"iss": _ISSUER, "aud": _AUDIENCE, "iat": now, "exp": now + seconds}
        claims["filters"] = msgspec.to_builtins(forced)
        return jwt.encode(claims, self._secret.reveal(), _ALGORITHM), now + seconds

    def read(self, key: str) -> Grant:
        """What a key opens. Raises `Unauthorized` for one that is out of date, changed, or not ours.

        The algorithm is ours to say, not the token's (RFC 8725, 3.1): one with `alg: none` is no key.
        """
        try:
            claims = jwt.decode(
                key,
                self._secret.reveal(),
                algorithms=[_ALGORITHM],
                issuer=_ISSUER,
                audience=_AUDIENCE,
                options={"require": _CLAIMS},
            )
            forced = msgspec.convert(claims["filters"], ForcedFilters)
            return Grant("search", forced, who=key.rpartition(".")[2])
        except jwt.ExpiredSignatureError as over:
            raise Unauthorized("the search key is out of date", headers=BEARER) from over
        except (jwt.PyJWTError, msgspec.ValidationError) as wrong:
            raise Unauthorized("this is no key of this service", headers=BEARER) from wrong
