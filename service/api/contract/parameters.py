"""What an operation takes: the parameters of its handler and of the dependencies behind it, and the body."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from litestar.handlers import HTTPRouteHandler
from litestar.params import ParameterKwarg, PathParameter
from litestar.typing import FieldDefinition
from msgspec import Meta

from service.api.contract.schemas import Schemas
from service.api.contract.texts import Incomplete
from service.api.handlers import PLACES, kwarg_of, parameters_of
from service.errors import PreconditionRequired


def reads_body(handler: HTTPRouteHandler) -> bool:
    """Whether a request has a body: JSON, or lines that the handler reads itself (`reads=…`)."""
    return "data" in handler.parsed_fn_signature.parameters or "reads" in handler.opt


def describe_parameters(handler: HTTPRouteHandler, schemas: Schemas) -> list[dict[str, Any]]:
    """The parameters as OpenAPI has them. Raises `Incomplete` for one that nobody has explained."""
    return [_describe(handler, field, schemas) for field in parameters_of(handler).given]


def _describe(handler: HTTPRouteHandler, field: FieldDefinition, schemas: Schemas) -> dict[str, Any]:
    said, place = kwarg_of(field), PLACES[type(kwarg_of(field))]
    name = said.name or field.name
    meaning = said.description or PATHS.get(name)
    if not meaning:
        raise Incomplete(f"{handler.operation_id}: the parameter {name} has no description")
    kind, can_be_left_out = _without_none(field.annotation)
    schema = schemas.refer(Annotated[kind, _meta(said, kind)])
    made: dict[str, Any] = {"name": name, "in": place, "description": meaning, "schema": schema}
    if isinstance(field.default, (str, int, float)):
        schema["default"] = field.default
    elif place == "path" or not can_be_left_out or _is_required(handler, name):
        made["required"] = True
    return made


PATHS = {
    "article_id": "The article's id.",
    "facet": "Which facet's values are searched.",
    "import_id": "The import's id.",
    "key_id": "The key's id.",
    "outlet_id": "The outlet's id.",
    "quote_id": "The quote's id.",
    "revision": "The revision's number, from 1.",
    "uid": "`articles` or `quotes`.",
    "speaker_id": "The speaker's id; one that was merged leads to who they are now.",
}
"""What the parts of paths mean, the same wherever they stand."""


def _is_required(handler: HTTPRouteHandler, name: str) -> bool:
    """`If-Match` where the handler answers 428 without it."""
    return name == "If-Match" and PreconditionRequired in handler.opt.get("problems", ())


_LONGEST_ID = 500


def _without_none(annotation: Any) -> tuple[Any, bool]:
    if get_origin(annotation) not in {Union, UnionType}:
        return annotation, False
    kinds = [kind for kind in get_args(annotation) if kind is not NoneType]
    return (kinds[0] if len(kinds) == 1 else Union[tuple(kinds)]), len(kinds) < len(get_args(annotation))  # noqa: UP007


def _meta(said: ParameterKwarg, kind: Any) -> Meta:
    is_list = get_origin(kind) is list
    limits: dict[str, Any] = {
        "ge": said.ge, "gt": said.gt, "le": said.le, "lt": said.lt, "pattern": said.pattern,
        "min_length": said.min_items if is_list else said.min_length,
        "max_length": said.max_items if is_list else said.max_length,
    }  # fmt: skip
    if isinstance(said, PathParameter) and kind is str:
        limits |= {"min_length": said.min_length or 1, "max_length": said.max_length or _LONGEST_ID}
    given: dict[str, Any] = {name: limit for name, limit in limits.items() if limit is not None}
    return Meta(**given)
