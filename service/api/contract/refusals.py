"""Which problems an operation can answer with: they follow from what guards it, what it reads and what it calls.

What only the handler knows (a 409, a 412) is said there: `@put(…, problems=(Conflict, PreconditionFailed))`; and so is
how its errors are rendered, where that is another way than ours (`errors=render`).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_204_NO_CONTENT

from service.api import access, guards
from service.api.contract.headers import refer
from service.api.contract.parameters import reads_body
from service.api.contract.schemas import Schemas
from service.api.handlers import parameters_of
from service.api.problems import render
from service.errors import (
    PROBLEMS,
    Busy,
    Forbidden,
    Invalid,
    KeyInUse,
    KeyReused,
    Malformed,
    NoRoom,
    NotAcceptable,
    NotFound,
    OnRecordError,
    SearchDown,
    StoreDown,
    TookTooLong,
    TooLarge,
    TooManyRequests,
    TooSlow,
    Unauthorized,
    UnsupportedMediaType,
)

Kind = type[OnRecordError]
Render = Callable[[OnRecordError], Response[Any]]

_ALWAYS: tuple[Kind, ...] = (Malformed, TookTooLong, OnRecordError)
_BODY: tuple[Kind, ...] = (Malformed, TooSlow, TooLarge, UnsupportedMediaType, Invalid)
_GUARDS: dict[Callable[..., Any], tuple[Kind, ...]] = {
    access.needs_key: (Unauthorized, Forbidden),
    access.only_local_names: (Forbidden,),
    access.within_rate: (TooManyRequests,),
    guards.acceptable: (NotAcceptable,),
    guards.known_parameters: (Invalid,),
}
_CALLED: dict[str, tuple[Kind, ...]] = {
    "database": (StoreDown,),
    "engine": (SearchDown,),
    "exporter": (StoreDown,),
    "idempotency": (KeyInUse, KeyReused, StoreDown),
    "importer": (StoreDown,),
    "intake": (StoreDown,),
    "labels": (StoreDown,),
    "search": (SearchDown,),
}
_HEADERS: dict[Kind, tuple[str, ...]] = {
    Unauthorized: ("WWW-Authenticate",),
    TooManyRequests: ("RateLimit", "RateLimit-Policy", "Retry-After"),
    **dict.fromkeys((SearchDown, StoreDown, TookTooLong, Busy, KeyInUse), ("Retry-After",)),
}


class Refusals:
    """The problems of all operations; those that may come under one status make one component."""

    def __init__(self, schemas: Schemas) -> None:
        self._schemas = schemas
        self._used: dict[str, tuple[list[Kind], Render]] = {}

    def of(self, path: str, handler: HTTPRouteHandler, answered: Iterable[int]) -> dict[str, Any]:
        """The problems of an operation by status; `answered` are those that it says itself what they mean."""
        found = _found(path, handler)
        rendered: Render = handler.opt.get("errors", render)
        by_status: dict[int, list[Kind]] = {}
        for kind in (one for one in PROBLEMS if one in found):
            by_status.setdefault(rendered(kind(_said(kind))).status_code or kind.status, []).append(kind)
        return {
            str(status): self._refer(kinds, rendered) for status, kinds in by_status.items() if status not in answered
        }

    def components(self) -> dict[str, Any]:
        """The answers that the operations refer to."""
        return {name: self._component(*self._used[name]) for name in sorted(self._used)}

    def _refer(self, kinds: list[Kind], rendered: Render) -> dict[str, Any]:
        name = "Or".join("Unexpected" if kind is OnRecordError else kind.__name__ for kind in kinds)
        name = name if rendered is render else f"{name}In{rendered.__module__.rsplit('.', 2)[-2].title()}"
        self._used[name] = (kinds, rendered)
        return {"$ref": f"#/components/responses/{name}"}

    def _component(self, kinds: list[Kind], rendered: Render) -> dict[str, Any]:
        answers = {kind: rendered(kind(_said(kind))) for kind in kinds}
        first = answers[kinds[0]]
        examples = {
            kind.code: {"summary": kind.title, "value": msgspec.to_builtins(answer.content)}
            for kind, answer in answers.items()
        }
        return {
            "description": " ".join(_said(kind) for kind in kinds),
            "headers": refer(name for kind in kinds for name in _HEADERS.get(kind, ())),
            "content": {
                str(first.media_type): {"schema": self._schemas.refer(type(first.content)), "examples": examples}
            },
        }


def _found(path: str, handler: HTTPRouteHandler) -> set[Kind]:
    found: set[Kind] = {*_ALWAYS, *handler.opt.get("problems", ())}
    for guard in handler.resolve_guards():
        if guard is not guards.acceptable or handler.status_code != HTTP_204_NO_CONTENT:
            found.update(_GUARDS.get(guard, ()))
    if reads_body(handler):
        found.update(_BODY)
    if "{" in path:
        found.add(NotFound)
    for name in parameters_of(handler).called:
        found.update(_CALLED.get(name, ()))
    if StoreDown in found and "GET" not in handler.http_methods:
        found.add(NoRoom)  # a store whose disk is full can be read still
    return found


def _said(kind: Kind) -> str:
    return inspect.cleandoc(kind.__doc__ or "").replace("\n", " ")
