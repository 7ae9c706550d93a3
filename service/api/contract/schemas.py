"""The schemas of what goes in and comes out, as msgspec knows them, made strict and plain."""

from __future__ import annotations

import inspect
from typing import Any

import msgspec

_TEMPLATE = "#/components/schemas/{name}"


class Schemas:
    """Collects the types that a document speaks of; `settle` fills them in, all at once."""

    def __init__(self) -> None:
        self._asked: list[tuple[Any, dict[str, Any]]] = []

    def refer(self, kind: Any) -> dict[str, Any]:
        """The schema of a type, a reference for a Struct; empty until `settle` fills it in."""
        made: dict[str, Any] = {}
        self._asked.append((kind, made))
        return made

    def settle(self, document: dict[str, Any]) -> None:
        """Fill in every schema that was asked for, and the components that they refer to."""
        kinds = [kind for kind, _ in self._asked]
        schemas, components = msgspec.json.schema_components(kinds, ref_template=_TEMPLATE)
        for (_, made), schema in zip(self._asked, schemas, strict=True):
            made.update(_plain(schema))
        document["components"]["schemas"] = {name: _plain(components[name]) for name in sorted(components)}


def _plain(schema: Any) -> Any:
    """A schema with what readers of OpenAPI expect: typed enums, closed objects, tidy texts, whole numbers as such."""
    if isinstance(schema, list):
        return [_plain(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _plain(value) for name, value in schema.items() if name != "title" or isinstance(value, dict)}
    if isinstance(made.get("description"), str):
        made["description"] = inspect.cleandoc(made["description"])
    if "enum" in made and "type" not in made and all(isinstance(one, str) for one in made["enum"]):
        made["type"] = "string"
    if made.get("type") == "integer":
        made.setdefault("format", "int64")
    if "const" in made and isinstance(made["const"], str):
        made["type"] = "string"
    if isinstance(made.get("properties"), dict) and made.get("type") == "object":
        made.setdefault("additionalProperties", False)
        if not made.get("required"):
            made.pop("required", None)
    return made
