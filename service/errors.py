"""One hierarchy of errors: a stable code, an HTTP status, and what a person can do about it.

Rendered as `application/problem+json` (RFC 9457) by `service.api.problems`. The codes are part of the contract.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Self

from msgspec import UNSET, Struct, UnsetType


class Fault(Struct, frozen=True, omit_defaults=True):
    """One thing that is wrong with a request: where (a JSON pointer into the body, or a parameter's name) and what."""

    message: str
    pointer: str | UnsetType = UNSET
    parameter: str | UnsetType = UNSET


class OnRecordError(Exception):
    """Base of all errors that a caller is told about. Its message becomes the problem's `detail`."""

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal"
    title: ClassVar[str] = "Something went wrong on our side"

    def __init__(self, detail: str, *, faults: Sequence[Fault] = (), headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = list(faults)
        self.headers = headers or {}

    @classmethod
    def body(cls, message: str) -> Self:
        """An error of the request's body as a whole."""
        return cls(f"the body {message}", faults=[Fault(message=message, pointer="")])

    @classmethod
    def at(cls, pointer: str, message: str) -> Self:
        """An error at one place of the body, e.g. `Invalid.at("/published_at", "is no date")`."""
        return cls(f"{pointer} {message}", faults=[Fault(message=message, pointer=pointer)])

    @classmethod
    def parameter(cls, name: str, message: str) -> Self:
        """An error in one query parameter."""
        return cls(f"{name} {message}", faults=[Fault(message=message, parameter=name)])


class Malformed(OnRecordError):
    """The request can't be read at all: broken JSON, invalid UTF-8."""

    status, code, title = 400, "malformed", "The request can't be read"


class Unauthorized(OnRecordError):
    """An API key is needed and none, or a wrong one, was given."""

    status, code, title = 401, "unauthorized", "An API key is needed"


class Forbidden(OnRecordError):
    """The request comes from where nothing is answered, or with a key that does not open this."""

    status, code, title = 403, "forbidden", "This request is not allowed"


class NotFound(OnRecordError):
    """Nothing is there under this id."""

    status, code, title = 404, "not_found", "Not found"


class MethodNotAllowed(OnRecordError):
    """The path exists, but not with this method; `Allow` lists those that do."""

    status, code, title = 405, "method_not_allowed", "This method is not allowed here"


class NotAcceptable(OnRecordError):
    """`Accept` names nothing that this route answers with."""

    status, code, title = 406, "not_acceptable", "Not in any of these formats"


class TooSlow(OnRecordError):
    """The body came too slowly, and was not waited for any longer."""

    status, code, title = 408, "too_slow", "The request came too slowly"


class Conflict(OnRecordError):
    """The request contradicts what is stored."""

    status, code, title = 409, "conflict", "The request contradicts what is stored"


class KeyInUse(OnRecordError):
    """A request with the same `Idempotency-Key` is under way; `Retry-After` says when to ask again."""

    status, code, title = 409, "idempotency_key_in_use", "The same request is under way"


class KeyReused(OnRecordError):
    """The `Idempotency-Key` came with another request before; each request needs a key of its own."""

    status, code, title = 422, "idempotency_key_reused", "The Idempotency-Key belongs to another request"


class PreconditionFailed(OnRecordError):
    """The article is not at the revision that `If-Match` names; somebody has changed it meanwhile."""

    status, code, title = 412, "precondition_failed", "It has changed meanwhile"


class PreconditionRequired(OnRecordError):
    """A whole replacement needs `If-Match`, so that nobody's change is lost unseen."""

    status, code, title = 428, "precondition_required", "If-Match is needed"


class TooLarge(OnRecordError):
    """The request's body, or an article in it, is over a limit."""

    status, code, title = 413, "too_large", "The request is too large"


class UnsupportedMediaType(OnRecordError):
    """The body's Content-Type is not one that this route reads."""

    status, code, title = 415, "unsupported_media_type", "This Content-Type is not read here"


class Invalid(OnRecordError):
    """The request can be read, but something in it breaks a rule; `errors` names each field."""

    status, code, title = 422, "validation", "The request is not valid"


class TooManyRequests(OnRecordError):
    """This key has made as many requests as it may for now; `Retry-After` says when to come again."""

    status, code, title = 429, "rate_limited", "Too many requests"


class SearchDown(OnRecordError):
    """The search engine does not answer now. Nothing is lost; the store goes on."""

    status, code, title = 503, "search_unavailable", "Search is not available right now"


class StoreDown(OnRecordError):
    """The database does not answer now, or can't be written."""

    status, code, title = 503, "store_unavailable", "The store is not available right now"


class TookTooLong(OnRecordError):
    """It took longer than a request may, and was given up: it was done wholly, or not at all."""

    status, code, title = 503, "took_too_long", "It took too long"


class Busy(OnRecordError):
    """There is as much to do as may wait; `Retry-After` says when to come again."""

    status, code, title = 503, "busy", "There is too much to do right now"


class NoRoom(OnRecordError):
    """The disk has no room for what has to be kept in a file."""

    status, code, title = 507, "no_room", "There is no room on the disk"


class BadSettings(OnRecordError):
    """The service can't start with these settings; the message says all that is wrong with them."""

    code, title = "settings", "The settings are not valid"


PROBLEMS: tuple[type[OnRecordError], ...] = (
    Malformed, Unauthorized, Forbidden, NotFound, MethodNotAllowed, NotAcceptable, TooSlow, Conflict, KeyInUse,
    PreconditionFailed, TooLarge, UnsupportedMediaType, Invalid, KeyReused, PreconditionRequired, TooManyRequests,
    SearchDown, StoreDown, TookTooLong, Busy, NoRoom, OnRecordError,
)  # fmt: skip
"""Every problem that a caller can meet, each code once."""
