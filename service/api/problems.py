"""Renders every error as `application/problem+json` (RFC 9457), whoever raised it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException, ValidationException
from litestar.types import ExceptionHandlersMap
from msgspec import Struct

from search.engine import SearchRejected, SearchUnavailable
from service.api.instantsearch.errors import PATH as INSTANTSEARCH
from service.api.instantsearch.errors import render as meilisearch_error
from service.errors import (
    Fault,
    Invalid,
    Malformed,
    MethodNotAllowed,
    NoRoom,
    NotFound,
    OnRecordError,
    SearchDown,
    StoreDown,
    TooLarge,
)
from service.faults import named, without_path
from service.store.unavailable import SAID, StoreUnavailable

Asked = Request[Any, Any, Any]

_log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2


class Problem(Struct, kw_only=True, forbid_unknown_fields=True):
    """What went wrong: `code` is stable, `detail` is for people, `errors` names each field or parameter at fault."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Fault] = []


def problem_of(error: OnRecordError) -> Problem:
    """An error of ours as it is sent."""
    return Problem(
        type=f"/problems/{error.code.replace('_', '-')}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        code=error.code,
        errors=error.faults,
    )


def render(error: OnRecordError) -> Response[Problem]:
    """The answer for an error of ours."""
    return Response(problem_of(error), status_code=error.status, media_type=MEDIA_TYPE, headers=error.headers)


def rendered(path: str, error: OnRecordError) -> Response[Any]:
    """The answer for an error of ours, in the shape of the route."""
    return meilisearch_error(error) if path.startswith(INSTANTSEARCH) else render(error)


def _ours(_: Asked, error: OnRecordError) -> OnRecordError:
    return error


def _http(request: Asked, error: HTTPException) -> OnRecordError:
    """Litestar's own errors, in our words."""
    if isinstance(error, ValidationException):
        return _invalid(error)
    if isinstance(error, NotFoundException):
        return NotFound(f"there is nothing at {request.scope['path']}")
    if isinstance(error, MethodNotAllowedException):
        return MethodNotAllowed(f"{request.method} is not allowed here", headers=dict(error.headers or {}))
    if error.status_code == TooLarge.status:
        return TooLarge.body(f"has more than {request.route_handler.resolve_request_max_body_size():,} bytes")
    if error.status_code < 500:
        return Malformed.body(f"is no valid JSON: {error.detail}")
    return _unexpected(request, error)


def _invalid(error: ValidationException) -> Invalid:
    extra: list[Any] = error.extra if isinstance(error.extra, list) else []
    faults = [_fault(item) for item in extra if isinstance(item, dict)]
    said = "; ".join(f"{_place(fault)}: {fault.message}" for fault in faults)
    return Invalid(said or error.detail, faults=faults)


def _fault(item: dict[str, Any]) -> Fault:
    key, message = str(item.get("key", "")), without_path(str(item.get("message", "")))
    if item.get("source") != "body":
        return Fault(message=message, parameter=key)
    if message == "'data'":  # what Litestar says of a body that is not there
        return Fault(message="a JSON body is needed", pointer="")
    return named(message, "" if key == "data" else key)


def _place(fault: Fault) -> str:
    return fault.parameter if isinstance(fault.parameter, str) else (fault.pointer or "body")


def _not_utf8(_: Asked, error: UnicodeDecodeError) -> OnRecordError:
    return Malformed.body(f"is no valid UTF-8: {error.reason} at byte {error.start}")


def _too_deep(_: Asked, __: RecursionError) -> OnRecordError:
    return Malformed.body("is nested too deeply")


def _search_down(_: Asked, error: SearchUnavailable) -> OnRecordError:
    _log.warning("search_unavailable", reason=str(error))
    said = "the search engine does not answer; articles are still taken, and will be found when it is back"
    return SearchDown(said, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def _search_rejected(_: Asked, error: SearchRejected) -> OnRecordError:
    return Invalid(str(error))


def _store_down(_: Asked, error: StoreUnavailable) -> OnRecordError:
    _log.error("store_unavailable", reason=str(error), trouble=error.trouble)
    said = f"{SAID[error.trouble]}; nothing of this request was stored"
    if error.trouble == "full":
        return NoRoom(said)
    return StoreDown(said, headers={"Retry-After": str(RETRY_AFTER_SECONDS)})


def _unexpected(request: Asked, error: Exception) -> OnRecordError:
    _log.error("unexpected_error", method=request.method, path=request.scope["path"], exc_info=error)
    return OnRecordError("an unexpected error; it has been logged")


def _answering(read: Callable[[Asked, Any], OnRecordError]) -> Callable[[Asked, Any], Response[Any]]:
    """A handler that answers with what an exception is read as, in the shape of the route."""

    def handler(request: Asked, error: Exception) -> Response[Any]:
        return rendered(request.scope["path"], read(request, error))

    return handler


_READ: dict[type[Exception], Callable[[Asked, Any], OnRecordError]] = {
    OnRecordError: _ours,
    HTTPException: _http,
    UnicodeDecodeError: _not_utf8,
    RecursionError: _too_deep,
    SearchUnavailable: _search_down,
    SearchRejected: _search_rejected,
    StoreUnavailable: _store_down,
    Exception: _unexpected,
}

HANDLERS: ExceptionHandlersMap = {kind: _answering(read) for kind, read in _READ.items()}
