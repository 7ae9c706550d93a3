"""The contract is whole, says what is so, and does not break those who were there before."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from httpx import Request, Response
from litestar import Controller, Litestar, get
from litestar.params import FromPath

from service.api.contract import Incomplete, build
from service.models import Span
from tests.contract.answers import FILE, Broken, committed
from tests.contract.breaking import announces, breaking

RELEASED = FILE.with_name("released.json")
DOCUMENT = committed().document
OPERATIONS = {one["operationId"]: one for methods in DOCUMENT["paths"].values() for one in methods.values()}


def test_nothing_breaks_that_the_version_does_not_announce() -> None:
    if not RELEASED.exists():
        pytest.skip("nothing was released yet: `make release-contract` keeps the contract of a release")
    released = json.loads(RELEASED.read_bytes())
    if not announces(released["info"]["version"], DOCUMENT["info"]["version"]):
        assert breaking(released, DOCUMENT) == []


def test_operations_read_well_in_a_client() -> None:
    verbs = "create|read|list|get|replace|correct|delete|merge|split|search|post|export|import|extract|cancel|check|"
    verbs += "retry|empty|rotate|revoke|multi|facet"  # the last two as Meilisearch calls its routes
    for name, operation in OPERATIONS.items():
        assert re.fullmatch(rf"(?:{verbs})[A-Z][A-Za-z]+", name), name
        assert operation["summary"], name
        assert operation["description"], name
        assert not operation["summary"].endswith("."), name


def test_every_example_is_as_its_schema_says() -> None:
    checked = 0
    for pointer, content in _contents(DOCUMENT):
        examples = (
            [content["example"]] if "example" in content else [one["value"] for one in content["examples"].values()]
        )
        for example in examples:
            assert committed().validate(f"{pointer}/schema", example) is None, pointer
            checked += 1
    assert checked > len(OPERATIONS)


def _contents(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every body in a document, with its JSON pointer."""
    found = []
    bodies = {
        f"/paths/{path.replace('/', '~1')}/{method}/{place}": body
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        for place, body in {
            "requestBody": operation.get("requestBody", {}),
            **{f"responses/{status}": one for status, one in operation["responses"].items()},
        }.items()
    }
    bodies |= {f"/components/responses/{name}": one for name, one in document["components"]["responses"].items()}
    for pointer, body in bodies.items():
        for media_type, content in body.get("content", {}).items():
            found.append((f"{pointer}/content/{media_type.replace('/', '~1')}", content))
    return found


def test_every_object_is_closed_and_every_enum_has_a_type() -> None:
    for name, schema in DOCUMENT["components"]["schemas"].items():
        assert schema["description"], name
        assert schema["additionalProperties"] is False, name
    assert '"enum"' in FILE.read_text()
    for node in _nodes(DOCUMENT["components"]["schemas"]):
        assert "enum" not in node or "type" in node, node


def _nodes(node: Any) -> list[dict[str, Any]]:
    inner = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    return [*([node] if isinstance(node, dict) else []), *(found for one in inner for found in _nodes(one))]


def test_what_may_be_left_out_is_not_what_may_be_null() -> None:
    patch, article = (DOCUMENT["components"]["schemas"][name] for name in ("ArticlePatch", "Article"))
    assert {"type": "null"} in patch["properties"]["section"]["anyOf"]
    assert "required" not in patch
    assert "section" in article["required"]
    assert "quotes" not in article["required"]
    assert article["properties"]["quotes"]["type"] == "array"
    for operation in OPERATIONS.values():
        for parameter in operation.get("parameters", ()):
            assert "anyOf" not in parameter["schema"], "a parameter is left out, it is never null"


LIMITED_BY_SETTINGS = {"ArticleIn.text", "ArticleIn.html", "ArticleIn.body", "SearchKeyIn.expires_in"}
"""`ONRECORD_MAX_ARTICLE_CHARS` (413), `ONRECORD_SEARCH_KEY_SECONDS` (422)."""


def test_what_comes_in_has_limits() -> None:
    """In place of OWASP's rules on limits, which openapi/spectral.yaml switches off, since they ask them of answers."""
    limitless = []
    for name, operation in OPERATIONS.items():
        given = (one for one in operation.get("parameters", ()) if one["name"] != "If-None-Match")  # the server's limit
        taken = {f"{name}, {one['name']}": one["schema"] for one in given}
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            taken[name] = content["application/json"]["schema"]
        for place, schema in taken.items():
            limitless += _limitless(place, schema)
    assert set(limitless) - LIMITED_BY_SETTINGS == set()


def _limitless(place: str, schema: dict[str, Any]) -> list[str]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _limitless(name, DOCUMENT["components"]["schemas"][name])
    if "anyOf" in schema:
        return [found for one in schema["anyOf"] for found in _limitless(place, one)]
    inner = {f"{place}.{name}": one for name, one in schema.get("properties", {}).items()}
    inner |= {f"{place}[]": schema["items"]} if "items" in schema else {}
    limit = {"string": "maxLength", "array": "maxItems", "integer": "maximum"}.get(schema.get("type", ""))
    kept = limit is None or "enum" in schema or limit in schema or "exclusiveMaximum" in schema
    return ([] if kept else [place]) + [found for name, one in inner.items() for found in _limitless(name, one)]


def test_limits_of_items_are_told() -> None:
    section = next(one for one in OPERATIONS["searchQuotes"]["parameters"] if one["name"] == "section")
    assert section["schema"]["items"]["maxLength"] == 500
    assert section["schema"]["maxItems"] == 100


def _app(**options: Any) -> Litestar:
    class Spans(Controller):
        tags = options.pop("tags", ("quotes",))

        @get("/spans/{span_id:str}", **options)
        async def read(self, span_id: FromPath[str]) -> Span:
            raise NotImplementedError

        read.fn.__doc__ = "One."

    return Litestar([Spans], openapi_config=None)


@pytest.mark.parametrize(
    ("options", "missing"),
    [
        ({"summary": "Read"}, "operation_id"),
        ({"operation_id": "getSpan"}, "summary"),
        ({"operation_id": "getSpan", "summary": "Read", "tags": ("spans",)}, "tag"),
        ({"operation_id": "getSpan", "summary": "Read"}, "span_id has no description"),
    ],
)
def test_a_route_that_leaves_something_out_is_refused(options: dict[str, Any], missing: str) -> None:
    with pytest.raises(Incomplete, match=missing):
        build(_app(**options))


def test_a_body_without_an_example_is_refused() -> None:
    class Spans(Controller):
        tags = ("quotes",)

        @get("/spans", operation_id="getSpan", summary="Read a span")
        async def read(self) -> Span:
            """One."""
            raise NotImplementedError

    with pytest.raises(Incomplete, match="example"):
        build(Litestar([Spans], openapi_config=None))


OUTLET = {"id": "a", "name": "A", "articles": 1}
BROKEN: dict[str, tuple[int, dict[str, str], Any]] = {
    "an unknown status": (418, {}, OUTLET),
    "a field too many": (200, {}, OUTLET | {"new": 1}),
    "a field too few": (200, {}, {"id": "a", "name": "A"}),
    "a wrong type": (200, {}, OUTLET | {"articles": "1"}),
    "another media type": (200, {"Content-Type": "text/plain"}, OUTLET),
    "a missing header": (200, {"ETag": ""}, OUTLET),
    "a code of another route": (
        404,
        {"Content-Type": "application/problem+json"},
        {"type": "/", "title": "t", "status": 404, "detail": "d", "code": "conflict", "errors": []},
    ),
    "a status that is not its own": (
        404,
        {"Content-Type": "application/problem+json"},
        {"type": "/", "title": "t", "status": 400, "detail": "d", "code": "not_found", "errors": []},
    ),
}


def _answer(status: int, headers: dict[str, str], body: Any, path: str = "/v1/outlets/a") -> Response:
    usual = {"Content-Type": "application/json", "ETag": '"a"', "Cache-Control": "no-cache", "X-Request-Id": "r"}
    given = {name: value for name, value in (usual | headers).items() if value}
    request = Request("GET", f"http://127.0.0.1{path}")
    return Response(status, headers=given, content=json.dumps(body).encode(), request=request)


@pytest.mark.parametrize(("status", "headers", "body"), BROKEN.values(), ids=BROKEN.keys())
def test_an_answer_that_breaks_the_contract_is_found(status: int, headers: dict[str, str], body: Any) -> None:
    committed().hold(_answer(200, {}, OUTLET))
    with pytest.raises(Broken):
        committed().hold(_answer(status, headers, body))


def test_an_answer_of_a_route_that_the_contract_lacks_is_found() -> None:
    with pytest.raises(Broken, match="does not know"):
        committed().hold(_answer(200, {}, OUTLET, path="/v1/unknown"))
