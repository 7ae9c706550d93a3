"""Errors as Meilisearch says them: its client shows `message`, and knows no problem details."""

from __future__ import annotations

import re

from litestar import Response
from msgspec import Struct

from service.errors import (
    Forbidden,
    Invalid,
    Malformed,
    MethodNotAllowed,
    NotFound,
    OnRecordError,
    TooLarge,
    Unauthorized,
    UnsupportedMediaType,
)

PATH = "/v1/instantsearch/"
"""What stands behind it is answered in Meilisearch's shapes, errors too."""

_LINK = "https://docs.meilisearch.com/errors#"
_CODES: dict[type[OnRecordError], str] = {
    Malformed: "malformed_payload",
    Unauthorized: "invalid_api_key",
    Forbidden: "invalid_api_key",
    NotFound: "not_found",
    MethodNotAllowed: "method_not_allowed",
    TooLarge: "payload_too_large",
    UnsupportedMediaType: "invalid_content_type",
    Invalid: "bad_request",
}
_FIELD = re.compile(r"(?:/queries/\d+)?/(?P<name>[A-Za-z]+)(?:/\d+)*")
_PARAMETERS = frozenset(
    {
        "q", "filter", "facets", "sort", "distinct", "offset", "limit", "page", "hitsPerPage", "matchingStrategy",
        "attributesToRetrieve", "attributesToHighlight", "highlightPreTag", "highlightPostTag", "attributesToCrop",
        "cropLength", "cropMarker",
    }
)  # fmt: skip
_OWN = {"indexUid": "index_uid", "facetName": "facet_search_facet_name", "facetQuery": "facet_search_facet_query"}


class MeilisearchError(Struct):
    """What Meilisearch answers when something is wrong. `code` is one of its own wherever it has one for that."""

    message: str
    code: str
    type: str
    link: str


class Refused(Invalid):
    """A query that can't be answered, with the code that Meilisearch has for that."""

    def __init__(self, meilisearch_code: str, message: str) -> None:
        super().__init__(message)
        self.meilisearch_code = meilisearch_code


class NoIndex(NotFound):
    """There is no such index."""


def render(error: OnRecordError) -> Response[MeilisearchError]:
    """The answer for an error of ours on these routes."""
    code = _code(error)
    kind = "auth" if error.status in (401, 403) else "invalid_request" if error.status < 500 else "internal"
    body = MeilisearchError(message=error.detail, code=code, type=kind, link=f"{_LINK}{code}")
    # Meilisearch has no 422.
    status = 400 if isinstance(error, Invalid) else error.status
    return Response(body, status_code=status, media_type="application/json", headers=error.headers)


def _code(error: OnRecordError) -> str:
    if isinstance(error, Refused):
        return error.meilisearch_code
    if isinstance(error, NoIndex):
        return "index_not_found"
    places = [_FIELD.fullmatch(fault.pointer) for fault in error.faults if isinstance(fault.pointer, str)]
    for name in (place["name"] for place in places if place):
        if name in _PARAMETERS or name in _OWN:
            return field_code(name)
    return next((code for kind, code in _CODES.items() if isinstance(error, kind)), error.code)


def field_code(name: str) -> str:
    """Meilisearch's code for a wrong value of a search parameter."""
    snake = re.sub(r"[A-Z]", lambda letter: f"_{letter[0].lower()}", name)
    return f"invalid_{_OWN.get(name, f'search_{snake}')}"
