"""What a handler takes: its own parameters and those of the dependencies behind it, read from their signatures."""

from __future__ import annotations

from litestar.handlers import HTTPRouteHandler
from litestar.params import HeaderParameter, ParameterKwarg, PathParameter, QueryParameter
from litestar.typing import FieldDefinition
from msgspec import Struct

PLACES: dict[type[ParameterKwarg], str] = {PathParameter: "path", QueryParameter: "query", HeaderParameter: "header"}
"""Where each kind of parameter stands in a request."""


class Taken(Struct):
    """The parameters of a handler in their order, and the names of what it calls (its dependencies)."""

    given: list[FieldDefinition]
    called: set[str]


def parameters_of(handler: HTTPRouteHandler) -> Taken:
    """What the handler and its dependencies take, and what they call."""
    providers = handler.resolve_dependencies()
    taken = Taken([], set())
    signatures = [handler.parsed_fn_signature]
    for signature in signatures:  # grows while it is read: dependencies have dependencies
        for field in signature.parameters.values():
            if type(field.kwarg_definition) in PLACES:
                taken.given.append(field)
            elif field.name in providers and field.name not in taken.called:
                taken.called.add(field.name)
                signatures.append(providers[field.name].parsed_fn_signature)
    order = list(PLACES.values())
    taken.given.sort(key=lambda field: order.index(PLACES[type(kwarg_of(field))]))
    return taken


def kwarg_of(field: FieldDefinition) -> ParameterKwarg:
    """What is said of a parameter: its name in the request, its limits, its meaning."""
    if not isinstance(field.kwarg_definition, ParameterKwarg):
        raise TypeError(field.name)
    return field.kwarg_definition
