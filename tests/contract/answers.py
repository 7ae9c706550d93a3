"""Holds an answer to the committed contract: status, headers, media type, schema, and the problems that may come."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jsonschema_rs
from httpx import Response

FILE = Path(__file__).parents[2] / "openapi" / "openapi.json"
PROBLEM = "application/problem+json"

_HOME = "urn:on-record:contract"
_AS_THE_CASE_MAY_BE = frozenset({"Link", "Idempotency-Replayed", "RateLimit", "RateLimit-Policy"})
_LINES = 50


class Broken(AssertionError):
    """An answer is not what the contract says."""


class Contract:
    """A document, with a validator compiled for each schema when it is first needed."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.document = document
        self._registry = jsonschema_rs.Registry([(_HOME, document)], draft=jsonschema_rs.Draft202012)
        self._paths = [(_pattern(path), path) for path in sorted(document["paths"], key=lambda path: path.count("{"))]
        self._validators: dict[str, Any] = {}

    def hold(self, answer: Response) -> None:
        """Raise `Broken` when an answer is not one that the contract tells of."""
        method, where = answer.request.method.lower(), answer.request.url.path.rstrip("/") or "/"
        path = next((path for pattern, path in self._paths if pattern.fullmatch(where)), None)
        if method == "options" or not (path or where.startswith("/v1")):
            return
        said = f"{method} {where} answered {answer.status_code}"
        if path is None or (operation := self._operation(path, method)) is None:
            if answer.status_code not in {400, 403, 404, 405}:
                raise Broken(f"{said}, and the contract does not know it")
            if method != "head":
                shape = "MeilisearchError" if where.startswith("/v1/instantsearch/") else "Problem"
                self._hold_to(answer, f"/components/schemas/{shape}", said)
            return
        pointer, response = self._resolve(f"/paths/{_escape(path)}/{operation}/responses", answer.status_code, said)
        self._hold_headers(answer, response, said)
        if answer.is_stream_consumed and method != "head" and answer.status_code != 304:
            self._hold_body(answer, pointer, response, said)

    def validate(self, pointer: str, value: object) -> str | None:
        """What is wrong with a value under the schema at a JSON pointer of the document."""
        if pointer not in self._validators:
            self._validators[pointer] = jsonschema_rs.Draft202012Validator(
                {"$ref": f"{_HOME}#{quote(pointer)}"}, registry=self._registry, validate_formats=True
            )
        error = next(iter(self._validators[pointer].iter_errors(value)), None)
        return None if error is None else f"{'/'.join(map(str, error.instance_path))}: {error.message[:500]}"

    def _operation(self, path: str, method: str) -> str | None:
        known = self.document["paths"][path]
        wanted = "get" if method == "head" else method
        return wanted if wanted in known else None

    def _resolve(self, pointer: str, status: int, said: str) -> tuple[str, dict[str, Any]]:
        response = _at(self.document, pointer).get(str(status))
        if response is None:
            raise Broken(f"{said}, which the contract does not tell of")
        if "$ref" in response:
            pointer = response["$ref"].removeprefix("#")
            return pointer, _at(self.document, pointer)
        return f"{pointer}/{status}", response

    def _hold_headers(self, answer: Response, response: dict[str, Any], said: str) -> None:
        examples = response.get("content", {}).get(PROBLEM, {}).get("examples", {})
        sometimes = {"Retry-After"} if len(examples) > 1 else set()
        for name in response.get("headers", {}).keys() - _AS_THE_CASE_MAY_BE - sometimes:
            if name not in answer.headers:
                raise Broken(f"{said} without {name}")

    def _hold_body(self, answer: Response, pointer: str, response: dict[str, Any], said: str) -> None:
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        content = response.get("content", {})
        if not content and not answer.content:
            return
        if media_type not in content:
            raise Broken(f"{said} as {media_type or 'nothing'}, not as {', '.join(content)}")
        schema = f"{pointer}/content/{_escape(media_type)}/schema"
        self._hold_to(answer, schema, said)
        if media_type == PROBLEM and answer.json()["code"] not in content[PROBLEM]["examples"]:
            raise Broken(f"{said} with the code {answer.json()['code']}, which the contract does not tell of")

    def _hold_to(self, answer: Response, schema: str, said: str) -> None:
        media_type = answer.headers.get("content-type", "").partition(";")[0]
        if media_type.startswith("text/"):
            return
        lines = answer.text.splitlines()[:_LINES] if media_type.endswith("ndjson") else [answer.content]
        for line in lines:
            value = json.loads(line)
            if wrong := self.validate(schema, value):
                raise Broken(f"{said}, and its body is not as the contract says: {wrong}")
            if media_type == PROBLEM and value["status"] != answer.status_code:
                raise Broken(f"{said}, and its body says {value['status']}")


@cache
def committed() -> Contract:
    """The contract in the repository, which a test of its own compares with what is served."""
    return Contract(json.loads(FILE.read_bytes()))


def _pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)))


def _escape(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def _at(document: dict[str, Any], pointer: str) -> dict[str, Any]:
    found: Any = document
    for part in pointer.split("/")[1:]:
        found = found[part.replace("~1", "/").replace("~0", "~")]
    return dict(found)
