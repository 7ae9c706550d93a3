"""An example for every body: written by hand for what a client thinks in, composed of these for pages of it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from service.api.contract.texts import Incomplete

_FILE = Path(__file__).with_name("examples.json")

_PLAIN: dict[str, Any] = {
    "facets": {"outlet": [{"value": "the-ledger", "label": "The Ledger", "count": 1}]},
    "is_cut": False,
    "limit": 20,
    "next_cursor": None,
    "offset": 0,
    "query": "harbour wall",
    "took_ms": 3,
    "total": 1,
    "total_is_exact": True,
    "cut_facets": [],
}
"""Fields of pages and searches."""


@cache
def written() -> dict[str, Any]:
    """The examples written by hand, by the names of their schemas."""
    found: dict[str, Any] = msgspec.json.decode(_FILE.read_bytes())
    return found


def give_examples(document: dict[str, Any]) -> None:
    """Give every body of every operation an example. Raises `Incomplete` where none can be composed."""
    schemas = document["components"]["schemas"]
    for operations in document["paths"].values():
        for operation in operations.values():
            bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
            for media_type, content in (one for body in bodies for one in body.get("content", {}).items()):
                if "examples" not in content:
                    content["example"] = _example(content["schema"], schemas, operation["operationId"], media_type)


def _example(schema: dict[str, Any], schemas: dict[str, Any], place: str, media_type: str) -> Any:
    if media_type == "text/csv":
        return written()["text/csv"]
    return _compose(schema, schemas, place)


def _compose(schema: dict[str, Any], schemas: dict[str, Any], place: str) -> Any:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return written()[name] if name in written() else _compose(schemas[name], schemas, name)
    if "anyOf" in schema:
        return _compose(schema["anyOf"][0], schemas, place)
    if schema.get("type") == "array":
        return [_compose(schema["items"], schemas, place)]
    if "properties" not in schema:
        raise Incomplete(f"{place} needs an example in service/api/contract/examples.json")
    return {
        name: _PLAIN[name] if name in _PLAIN else _compose(kind, schemas, f"{place}.{name}")
        for name, kind in schema["properties"].items()
    }
