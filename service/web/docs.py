"""The contract as a page: plain HTML, rendered here, that loads nothing from other hosts."""

from __future__ import annotations

import re
from html import escape
from typing import Any


def render(document: dict[str, Any]) -> str:
    """An HTML page with every operation and schema of an OpenAPI document."""
    info = document["info"]
    operations = [
        _operation(method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    schemas = [_schema(name, schema) for name, schema in document["components"]["schemas"].items()]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(info["title"])} API</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        '<link rel="stylesheet" href="/assets/page.css"></head><body>'
        '<header class="top"><a class="brand" href="/">On Record</a>'
        '<nav aria-label="Service"><a href="/">Search</a></nav></header><main class="docs">'
        f"<h1>{escape(info['title'])} API <small>{escape(info['version'])}</small></h1>"
        f"<p>{_prose(info.get('description', ''))}</p>"
        '<p>The same as a file: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1)</p>'
        f"<h2>Operations</h2>{''.join(operations)}<h2>Schemas</h2>{''.join(schemas)}</main></body></html>"
    )


def _prose(text: str) -> str:
    """A description with its `code` as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(text))


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    rows = "".join(_parameter(one) for one in operation.get("parameters", []))
    table = f"<table><thead><tr><th>Parameter<th>In<th>Type<th>Meaning</thead><tbody>{rows}</tbody></table>"
    answers = "".join(
        f"<li><code>{escape(status)}</code> {_answer(answer)}</li>" for status, answer in operation["responses"].items()
    )
    bodies = operation.get("requestBody", {}).get("content", {}).values()
    body = next((content["schema"] for content in bodies), None)
    taken = f"<p>Body: {_type(body)}</p>" if body else ""
    name = escape(operation["operationId"])
    return (
        f'<section id="{name}"><h3><code>{escape(method.upper())} {escape(path)}</code> '
        f"{escape(operation.get('summary', ''))}</h3><p>{_prose(operation.get('description', ''))}</p>"
        f"{taken}{table if rows else ''}<ul>{answers}</ul></section>"
    )


def _parameter(one: dict[str, Any]) -> str:
    said = _prose(one.get("description", ""))
    return f"<tr><td><code>{escape(one['name'])}</code><td>{escape(one['in'])}<td>{_type(one['schema'])}<td>{said}</tr>"


def _answer(answer: dict[str, Any]) -> str:
    if "$ref" in answer:
        return escape(answer["$ref"].rsplit("/", 1)[-1])
    schemas = [content["schema"] for content in answer.get("content", {}).values() if "schema" in content]
    return _prose(answer.get("description", "")) + "".join(f": {_type(schema)}" for schema in schemas)


def _schema(name: str, schema: dict[str, Any]) -> str:
    required = set(schema.get("required", ()))
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code>{'' if field in required else ' (optional)'}<td>{_type(kind)}</tr>"
        for field, kind in schema.get("properties", {}).items()
    )
    said = _prose(schema.get("description", ""))
    head = f'<section id="{escape(name)}"><h3>{escape(name)}</h3><p>{said}</p>'
    return f"{head}<table><tbody>{rows}</tbody></table></section>"


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = escape(schema["$ref"].rsplit("/", 1)[-1])
        return f'<a href="#{name}">{name}</a>'
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(_type(one) for one in schema[key])
    if "enum" in schema:
        return " | ".join(f"<code>{'null' if one is None else escape(str(one))}</code>" for one in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return escape(str(schema.get("type", "any")))
