"""What every request has to pass before a handler sees it: the formats, the parameters.

All are `async`, since Litestar would run each plain function in a thread of its own.
"""

from __future__ import annotations

import re
from typing import Any

import msgspec
from litestar.connection import ASGIConnection
from litestar.datastructures.headers import Accept
from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
from litestar.params import QueryParameter
from litestar.status_codes import HTTP_204_NO_CONTENT

from service.api.handlers import parameters_of
from service.errors import Fault, Invalid, NotAcceptable, UnsupportedMediaType

MERGE_PATCH = "application/merge-patch+json"
"""RFC 7396: what is not said stays."""

_CHARSET = re.compile(r"""(?:^|;)\s*charset\s*=\s*["']?(?P<name>[^"';\s]*)""")

Connection = ASGIConnection[Any, Any, Any, Any]


async def json_only(connection: Connection, handler: BaseRouteHandler) -> None:
    """A body is read only when it says that it is JSON.

    Besides the manners, this keeps web pages out: a form or `text/plain` can be posted across origins without asking.
    """
    if "data" not in handler.parsed_fn_signature.parameters:
        return
    taken = ("application/json", MERGE_PATCH) if connection.scope.get("method") == "PATCH" else ("application/json",)
    given = connection.headers.get("content-type", "").lower()
    media_type, _, parameters = given.partition(";")
    if media_type.strip() not in taken:
        raise UnsupportedMediaType.body(f"is read as application/json, not as {media_type.strip() or 'nothing'}")
    charset = _CHARSET.search(parameters)
    if charset and charset["name"] not in {"utf-8", "utf8"}:
        raise UnsupportedMediaType.body(f"is read as UTF-8, as all JSON (RFC 8259), not as {charset['name']}")
    if connection.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType("the body is read as it is, not compressed", headers={"Accept-Encoding": "identity"})


async def acceptable(connection: Connection, handler: BaseRouteHandler) -> None:
    """Refuse to answer in a format that the caller does not take, where it says which it takes.

    A route answers with JSON, or with the media types of its `produces`, of which a parameter `format` may name one.
    """
    accepted = connection.headers.get("accept", "").strip()
    answers_nothing = isinstance(handler, HTTPRouteHandler) and handler.status_code == HTTP_204_NO_CONTENT
    if not accepted or answers_nothing or "format" in connection.query_params:
        return
    produced: list[str] = list(handler.opt.get("produces", ("application/json",)))
    if Accept(accepted).best_match(produced) is None:
        raise NotAcceptable(f"the answer is {' or '.join(produced)}, which Accept does not name")


async def known_parameters(connection: Connection, handler: BaseRouteHandler) -> None:
    """A misspelt parameter is an error: ignored, it would answer another question than was asked."""
    if not isinstance(handler, HTTPRouteHandler):
        return
    # Litestar hands every guard a new copy of the handler; what all copies share are its options.
    if "parameters" not in handler.opt:
        handler.opt["parameters"] = _parameters(handler)
    single, repeatable, nullable = handler.opt["parameters"]
    given = connection.query_params
    faults = [
        Fault(message="is no parameter of this route", parameter=name)
        for name in given
        if name not in single | repeatable
    ]
    faults += [
        Fault(message="is given more than once", parameter=name) for name in single if len(given.getall(name, [])) > 1
    ]
    faults += [
        Fault(message="is none of its values", parameter=name)
        for name in nullable
        if any(value.lower() == "null" for value in given.getall(name, []))
    ]
    if faults:
        raise Invalid("; ".join(f"{fault.parameter} {fault.message}" for fault in faults), faults=faults)


def _parameters(handler: HTTPRouteHandler) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """The names of the handler's query parameters (its dependencies' too): those given once, those repeatable.

    The third are those of which msgspec would read the text `null` as if they were not given.
    """
    single: set[str] = set()
    repeatable: set[str] = set()
    nullable: set[str] = set()
    for field in parameters_of(handler).given:
        if isinstance(field.kwarg_definition, QueryParameter):
            name = field.kwarg_definition.name or field.name
            (repeatable if field.is_non_string_sequence else single).add(name)
            if _reads_null(field.annotation):
                nullable.add(name)
    return frozenset(single), frozenset(repeatable), frozenset(nullable)


def _reads_null(kind: Any) -> bool:
    try:
        return msgspec.convert("null", kind, strict=False) is None
    except msgspec.ValidationError:
        return False
