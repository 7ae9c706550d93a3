"""Who is let in: by the host that was asked for, by the key, and by how much that key has asked for already."""

from __future__ import annotations

import re
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures import MutableScopeHeaders
from litestar.handlers import BaseRouteHandler
from litestar.types import Message, Scope

from service.access.grants import Grant
from service.access.grants import Scope as Opened
from service.access.keys import Keys
from service.access.rates import Rates
from service.errors import Forbidden
from service.settings import LOOPBACK

_HOST = re.compile(r"(?:\[(?P<v6>[0-9a-f:.]+)\]|(?P<name>[a-z0-9.-]*?)\.?)(?::\d{1,5})?")
_READING = frozenset({"GET", "HEAD"})

Connection = ASGIConnection[Any, Any, Any, Any]


async def only_local_names(connection: Connection, _: BaseRouteHandler) -> None:
    """Without a key, answer only to names of this machine.

    A page on the web can make a browser's requests reach a loopback port under a name of its own (DNS rebinding);
    the `Host` header gives it away.
    """
    hosts = connection.headers.getall("host", [""])
    named = _HOST.fullmatch(hosts[0].lower())
    host = (named["v6"] or named["name"]) if named and len(hosts) == 1 else None
    keys: Keys = connection.app.state.access
    if host not in LOOPBACK and not await keys.needed():
        raise Forbidden(
            f"without an API key only requests to this machine's own names are answered, not {', '.join(hosts)!r}"
        )


async def needs_key(connection: Connection, handler: BaseRouteHandler) -> None:
    """Ask what the request's key opens, keep it as `state.grant`, and refuse what it does not."""
    keys: Keys = connection.app.state.access
    grant = await keys.grant(connection.headers.get("authorization"))
    wanted = scope_of(handler, str(connection.scope.get("method")))
    if not grant.opens(wanted):
        raise Forbidden(f"this key is for {grant.scope} only, and {wanted} is asked for")
    connection.state.grant = grant


def scope_of(handler: BaseRouteHandler, method: str) -> Opened:
    """What a key has to open for this route: what its `opt={"scope": …}` says, else to read or to write by its method.

    Read for GET and HEAD, write for all others.
    """
    named: Opened | None = handler.opt.get("scope")
    return named or ("read" if method in _READING else "write")


async def within_rate(connection: Connection, _: BaseRouteHandler) -> None:
    """Count the request. A search key is in many browsers, and no key is nobody's: each address is counted then."""
    grant: Grant = connection.state.grant
    rates: Rates = connection.app.state.rates
    shared = grant.scope == "search" or not grant.who
    address = connection.client.host if shared and connection.client else ""
    connection.state.rate = rates.take(f"{grant.who} {address}", grant.rate_limit)


async def tell_rate(message: Message, scope: Scope) -> None:
    """A `before_send` hook: what is left of a limit stands in every answer's head."""
    rate: dict[str, str] = scope.get("state", {}).get("rate", {})
    if rate and message["type"] == "http.response.start":
        headers = MutableScopeHeaders.from_message(message)
        for name, value in rate.items():
            headers[name] = value
