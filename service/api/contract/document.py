"""The document as a whole."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute

from service.api.contract.examples import give_examples
from service.api.contract.headers import HEADERS
from service.api.contract.operations import describe, security_of
from service.api.contract.refusals import Refusals
from service.api.contract.schemas import Schemas
from service.api.contract.texts import DESCRIPTION, SCHEMES, TAGS, Incomplete

__all__ = ["Incomplete", "build", "document_bytes"]

_METHODS = ("get", "post", "put", "patch", "delete")


@cache
def document_bytes(app: Litestar) -> bytes:
    """The document as it is committed: indented JSON with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(build(app)), indent=2) + b"\n"


@cache
def build(app: Litestar) -> dict[str, Any]:
    """The OpenAPI 3.1 document. Raises `Incomplete` for a route that leaves out what a client has to know."""
    schemas = Schemas()
    refusals = Refusals(schemas)
    paths: dict[str, dict[str, Any]] = {}
    schemes: set[str] = set()
    for path, method, handler in sorted(_documented(app), key=_order):
        paths.setdefault(path, {})[method] = describe(path, handler, schemas, refusals)
        schemes |= {name for one in security_of(handler) for name in one}
    used = {tag for operations in paths.values() for operation in operations.values() for tag in operation["tags"]}
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "On Record",
            "version": version("onrecord"),
            "summary": "Who said what, when, in which outlet",
            "description": DESCRIPTION,
            "contact": {"name": "The people who run this instance"},
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/", "description": "This instance, local or production", "x-internal": False}],
        "tags": [{"name": name, "description": said} for name, said in sorted(TAGS.items()) if name in used],
        "paths": paths,
        "components": {
            "schemas": {},
            "responses": refusals.components(),
            "headers": HEADERS,
            "securitySchemes": {name: SCHEMES[name] for name in sorted(schemes)},
        },
    }
    schemas.settle(document)
    give_examples(document)
    return document


def _documented(app: Litestar) -> list[tuple[str, str, HTTPRouteHandler]]:
    return [
        (route.path_format, method.lower(), handler)
        for route in app.routes
        if isinstance(route, HTTPRoute)
        for method, (handler, _) in route.route_handler_map.items()
        if method != "OPTIONS" and handler.resolve_include_in_schema()
    ]


def _order(one: tuple[str, str, HTTPRouteHandler]) -> tuple[str, int]:
    return one[0], _METHODS.index(one[1])
