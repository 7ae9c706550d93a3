"""One handler as an operation of the document."""

from __future__ import annotations

import inspect
from typing import Any, get_args, get_origin

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.response import Stream
from litestar.status_codes import HTTP_200_OK, HTTP_304_NOT_MODIFIED

from service.api import access, guards
from service.api.contract.headers import refer
from service.api.contract.parameters import describe_parameters, reads_body
from service.api.contract.refusals import Refusals
from service.api.contract.schemas import Schemas
from service.api.contract.texts import MEANINGS, TAGS, Incomplete
from service.api.handlers import parameters_of
from service.models import Article

JSON = "application/json"


def describe(path: str, handler: HTTPRouteHandler, schemas: Schemas, refusals: Refusals) -> dict[str, Any]:
    """The operation. Raises `Incomplete` when the handler leaves out what only it can say."""
    name = handler.operation_id
    if not isinstance(name, str) or not handler.summary or not handler.fn.__doc__:
        raise Incomplete(f"{path}: an operation needs an operation_id, a summary and a docstring")
    tags = [tag for layer in handler.ownership_layers for tag in layer.tags or ()]
    if not tags or set(tags) - TAGS.keys():
        raise Incomplete(f"{name}: it needs a tag that service/api/contract/texts.py explains")
    made: dict[str, Any] = {
        "tags": tags,
        "operationId": name,
        "summary": handler.summary,
        "description": inspect.cleandoc(handler.fn.__doc__),
        "security": security_of(handler),
    }
    parameters = describe_parameters(handler, schemas)
    answers = _answers(handler, schemas)
    if "GET" in handler.http_methods and "ETag" in answers["200"]["headers"]:
        parameters.append(_IF_NONE_MATCH)
        answers["304"] = {"description": MEANINGS[HTTP_304_NOT_MODIFIED], "headers": refer(["ETag", "Cache-Control"])}
    if parameters:
        made["parameters"] = parameters
    if reads_body(handler):
        made["requestBody"] = _body(handler, schemas)
    answers |= refusals.of(path, handler, {int(status) for status in answers})
    made["responses"] = dict(sorted(answers.items()))
    return made


def security_of(handler: HTTPRouteHandler) -> list[dict[str, list[str]]]:
    """The keys that open the operation, of which any will do; none where no guard asks for one."""
    if access.needs_key not in handler.resolve_guards():
        return []
    (method,) = handler.http_methods
    return [{name: []} for name in (("key", "searchKey") if access.scope_of(handler, method) == "search" else ("key",))]


_IF_NONE_MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The `ETag` of what you have: if it is still so, the answer is 304 without a body.",
    "schema": {"type": "string"},
}


def _body(handler: HTTPRouteHandler, schemas: Schemas) -> dict[str, Any]:
    field = handler.parsed_data_field
    if field is None:
        schema = _any_of(handler.opt["lines"], schemas)
        said = "A line of JSON for each, as this schema says; packed by gzip or not"
        content = {media_type: {"schema": schema} for media_type in handler.opt["reads"]}
        return {"description": said, "content": content, "required": True}
    media_types = (guards.MERGE_PATCH, JSON) if "PATCH" in handler.http_methods else (JSON,)
    schema = schemas.refer(field.annotation)
    return {"content": {media_type: {"schema": schema} for media_type in media_types}, "required": True}


def _answers(handler: HTTPRouteHandler, schemas: Schemas) -> dict[str, Any]:
    """What the handler answers when nothing is wrong, and what it says itself of other statuses."""
    kinds: dict[int, tuple[Any, str]] = {handler.status_code: (_returned(handler), MEANINGS[handler.status_code])}
    for status, spec in (handler.responses or {}).items():
        kinds[status] = (spec.data_container, spec.description)
    made = {}
    for status, (kind, said) in kinds.items():
        answer: dict[str, Any] = {"description": said, "headers": refer(_headers(handler, status, kind))}
        if kind is Stream:
            answer["content"] = _lines(handler, schemas)
        elif kind is not None:
            answer["content"] = {JSON: {"schema": schemas.refer(kind)}}
        made[str(status)] = answer
    return made


def _headers(handler: HTTPRouteHandler, status: int, kind: Any) -> set[str]:
    called = parameters_of(handler).called
    names = {"Cache-Control"}
    if kind is Stream:
        names |= {"Content-Disposition", "Export-Moment"}
    if kind is Article or ("GET" in handler.http_methods and status == HTTP_200_OK and kind is not Stream):
        names.add("ETag")
    if any(header.name == "Cache-Control" for header in handler.resolve_response_headers()):
        names.discard("ETag")  # it is never kept
    if "paging" in called:
        names.add("Link")
    if "idempotency" in called:
        names.add("Idempotency-Replayed")
    return names | set(handler.opt.get("answers_with", ()))


def _lines(handler: HTTPRouteHandler, schemas: Schemas) -> dict[str, Any]:
    """A streamed answer: each line of it, as far as the media type has lines that a schema can describe."""
    return {
        media_type: {"schema": _any_of(handler.opt["lines"], schemas)}
        if media_type.endswith("json")
        else {"schema": {"type": "string", "description": "A header, and a record for each."}}
        for media_type in handler.opt["produces"]
    }


def _any_of(kinds: tuple[type, ...], schemas: Schemas) -> dict[str, Any]:
    refs = [schemas.refer(kind) for kind in kinds]
    return refs[0] if len(refs) == 1 else {"anyOf": refs}


def _returned(handler: HTTPRouteHandler) -> Any:
    annotation = handler.parsed_return_field.annotation
    if isinstance(get_origin(annotation), type) and issubclass(get_origin(annotation), Response):
        return get_args(annotation)[0]
    return None if annotation is type(None) else annotation
