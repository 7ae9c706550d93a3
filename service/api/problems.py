"""Renders every error as `application/problem+json` (RFC 9457), whoever raised it."""

from __future__ import annotations

from typing import Any

import structlog
from litestar import Request, Response
from litestar.exceptions import HTTPException, MethodNotAllowedException, NotFoundException, ValidationException
from litestar.types import ExceptionHandlersMap
from msgspec import Struct

from search.engine import SearchRejected, SearchUnavailable
from service.errors import (
    Fault,
    Invalid,
    Malformed,
    MethodNotAllowed,
    NotFound,
    OnRecordError,
    SearchDown,
    StoreDown,
    TooLarge,
)
from service.faults import named, without_path
from service.store.unavailable import StoreUnavailable

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


def render(error: OnRecordError) -> Response[Problem]:
    """The answer for an error of ours."""
    problem = Problem(
        type=f"/problems/{error.code.replace('_', '-')}",
        title=error.title,
        status=error.status,
        detail=error.detail,
        code=error.code,
        errors=error.faults,
    )
    return Response(problem, status_code=error.status, media_type=MEDIA_TYPE, headers=error.headers)


def _ours(_: Request[Any, Any, Any], error: OnRecordError) -> Response[Problem]:
    return render(error)


def _http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
    """Litestar's own errors, in our words."""
    if isinstance(error, ValidationException):
        return render(_invalid(error))
    if isinstance(error, NotFoundException):
        return render(NotFound(f"there is nothing at {request.url.path}"))
    if isinstance(error, MethodNotAllowedException):
        return render(MethodNotAllowed(f"{request.method} is not allowed here", headers=dict(error.headers or {})))
    if error.status_code == TooLarge.status:
        return render(TooLarge.body(f"has more than {request.route_handler.resolve_request_max_body_size():,} bytes"))
    if error.status_code < 500:
        return render(Malformed.body(f"is no valid JSON: {error.detail}"))
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


def _not_utf8(_: Request[Any, Any, Any], error: UnicodeDecodeError) -> Response[Problem]:
    return render(Malformed.body(f"is no valid UTF-8: {error.reason} at byte {error.start}"))


def _too_deep(_: Request[Any, Any, Any], __: RecursionError) -> Response[Problem]:
    return render(Malformed.body("is nested too deeply"))


def _search_down(_: Request[Any, Any, Any], error: SearchUnavailable) -> Response[Problem]:
    _log.warning("search_unavailable", reason=str(error))
    said = "the search engine does not answer; articles are still taken, and will be found when it is back"
    return render(SearchDown(said, headers={"Retry-After": str(RETRY_AFTER_SECONDS)}))


def _search_rejected(_: Request[Any, Any, Any], error: SearchRejected) -> Response[Problem]:
    return render(Invalid(str(error)))


def _store_down(_: Request[Any, Any, Any], error: StoreUnavailable) -> Response[Problem]:
    _log.error("store_unavailable", reason=str(error))
    said = "the database can't be read or written; nothing of this request was stored"
    return render(StoreDown(said, headers={"Retry-After": str(RETRY_AFTER_SECONDS)}))


def _unexpected(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
    _log.error("unexpected_error", method=request.method, path=request.url.path, exc_info=error)
    return render(OnRecordError("an unexpected error; it has been logged"))


HANDLERS: ExceptionHandlersMap = {
    OnRecordError: _ours,
    HTTPException: _http,
    UnicodeDecodeError: _not_utf8,
    RecursionError: _too_deep,
    SearchUnavailable: _search_down,
    SearchRejected: _search_rejected,
    StoreUnavailable: _store_down,
    Exception: _unexpected,
}
