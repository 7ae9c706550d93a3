"""The OpenAPI contract: Litestar's document, completed once, here, and served as it is committed."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

import msgspec
from litestar import Controller, Litestar, MediaType, Request, Response, get
from litestar.openapi.config import OpenAPIConfig

from service.access import grants
from service.api import articles, health, hits, imports, outlets, quotes, refs, revisions, search_keys, speakers
from service.api.guards import MERGE_PATCH
from service.api.instantsearch import answers, requests
from service.api.instantsearch.errors import PATH as MEILISEARCH_SHAPED
from service.api.instantsearch.errors import MeilisearchError
from service.api.problems import MEDIA_TYPE, Problem
from service.errors import PROBLEMS, Busy, OnRecordError, SearchDown, StoreDown
from service.exported import ExportedArticle, QuoteLine
from service.models import ArticleIn, Extraction
from service.web.docs import render

CONFIG = OpenAPIConfig(
    title="On Record",
    version=version("onrecord"),
    description="Who said what, when, in which outlet: articles go in, every quote comes out with its speaker, "
    "and both can be searched with typos forgiven.",
    path="/.litestar-openapi",  # its own routes are not used: what is served is the completed document
    render_plugins=[],
)

_STREAMED: dict[str, type] = {"exportArticles": ExportedArticle, "exportQuotes": QuoteLine}
"""What each line of a streamed answer is."""

_MODULES = (
    answers, articles, grants, health, hits, imports, outlets, quotes, refs, requests, revisions, search_keys, speakers,
)  # fmt: skip
"""Where the types stand that the contract names."""

_SEARCHES = ("/v1/search/", "/v1/instantsearch/")
"""Paths of routes that a search key opens, and that ask the search engine."""

_ALSO = {
    "createArticle": {409},
    "replaceArticle": {409, 412, 428},
    "correctArticle": {409, 412},
    "deleteArticle": {412},
    "createImport": {507},
    "cancelImport": {409},
    "exportArticles": {507},
    "exportQuotes": {507},
}
"""Statuses that only these operations answer with."""

_BY_STATUS = {problem.status: problem for problem in PROBLEMS if problem not in {SearchDown, Busy}}


class ContractController(Controller):
    """`/openapi.json` and `/docs`."""

    @get("/openapi.json", include_in_schema=False, sync_to_thread=False)
    def document(self, request: Request[Any, Any, Any]) -> Response[bytes]:
        """The contract, byte for byte as `onrecord openapi` prints it."""
        return Response(document_bytes(request.app), media_type="application/vnd.oai.openapi+json;version=3.1")

    @get("/docs", include_in_schema=False, sync_to_thread=False)
    def docs(self, request: Request[Any, Any, Any]) -> Response[str]:
        """The same document for reading; the page loads nothing from anywhere else."""
        headers = {"Content-Security-Policy": "default-src 'none'; style-src 'self'; frame-ancestors 'none'"}
        return Response(render(complete(request.app)), media_type=MediaType.HTML, headers=headers)


@cache
def document_bytes(app: Litestar) -> bytes:
    """The completed document as it is committed: indented JSON with a newline at its end."""
    return msgspec.json.format(msgspec.json.encode(complete(app)), indent=2) + b"\n"


@cache
def complete(app: Litestar) -> dict[str, Any]:
    """Litestar's document with what it loses: the components as msgspec knows them, every problem, the key."""
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(app.openapi_schema.to_schema()))
    components = document.setdefault("components", {})
    components["schemas"] = _schemas(components.get("schemas", {}))
    components["securitySchemes"] = {
        "key": {"type": "http", "scheme": "bearer"},
        "searchKey": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    }
    components["responses"] = {_name(problem): _response(problem) for problem in PROBLEMS}
    components["responses"]["MeilisearchError"] = {
        "description": "What is wrong, as Meilisearch says it",
        "content": {"application/json": _refers_to(MeilisearchError)},
    }
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete_operation(path, operation)
            if method == "patch":
                content = operation["requestBody"]["content"]
                operation["requestBody"]["content"] = {MERGE_PATCH: content["application/json"], **content}
    return document


def _schemas(found: dict[str, Any]) -> dict[str, Any]:
    """The components rebuilt by msgspec, which knows their docstrings, constraints and closed objects."""
    roots: list[Any] = [ArticleIn, Extraction, Problem, MeilisearchError, *_STREAMED.values()]
    for module in _MODULES:
        roots += [value for name, value in vars(module).items() if name in found and isinstance(value, type)]
    made = msgspec.json.schema_components(roots, ref_template="#/components/schemas/{name}")[1]
    return dict(sorted((found | made).items()))


def _complete_operation(path: str, operation: dict[str, Any]) -> None:
    _complete_stream(operation)
    if path.startswith("/v1"):
        operation["security"] = [{}, {"key": []}, *([{"searchKey": []}] if path.startswith(_SEARCHES) else [])]
    statuses = {500, 403}
    if path.startswith("/v1"):
        statuses |= {401, 422, 503}
    if "{" in path:
        statuses.add(404)
    if "requestBody" in operation:
        statuses |= {400, 413, 415}
    statuses |= _ALSO.get(operation["operationId"], set())
    if path.startswith(MEILISEARCH_SHAPED):  # where wrong values are 400, too
        wrong = {"$ref": "#/components/responses/MeilisearchError"}
        operation["responses"] |= {str(status): wrong for status in statuses | {400} if status != 422}
        statuses = set()
    if operation["operationId"] == "correctArticle":
        content = operation["requestBody"]["content"]
        content[MERGE_PATCH] = content["application/json"]
    if operation["operationId"] in {"extractQuotes", "createSearchKey"}:
        statuses.remove(503)
    down: type[OnRecordError] = SearchDown if path.startswith(_SEARCHES) else StoreDown
    if operation["operationId"] == "createImport":
        down = Busy
    by_status = _BY_STATUS | {503: down}
    # Litestar's own 400 is one that is never answered.
    responses = {code: answer for code, answer in operation["responses"].items() if code != "400" or "$ref" in answer}
    for status in sorted(statuses):
        responses.setdefault(str(status), {"$ref": f"#/components/responses/{_name(by_status[status])}"})
    operation["responses"] = dict(sorted(responses.items()))


def _complete_stream(operation: dict[str, Any]) -> None:
    """Bodies that are streams of lines, of which Litestar knows only that they are bytes."""
    if line := _STREAMED.get(operation["operationId"]):
        answer = operation["responses"]["200"]
        answer["description"] = "A line of JSON for each, as this schema says; or a header and a CSV record for each"
        answer["headers"] = {"Export-Moment": {"schema": {"type": "string", "format": "date-time"}}}
        answer["content"] = {"application/x-ndjson": _refers_to(line), "text/csv": {"schema": {"type": "string"}}}
    if operation["operationId"] == "createImport":
        said = "A line of JSON for each article, as it is handed in or as it was exported"
        body = {media_type: _refers_to(ArticleIn, ExportedArticle) for media_type in imports.MEDIA_TYPES}
        operation["requestBody"] = {"description": said, "content": body, "required": True}


def _refers_to(*kinds: type) -> dict[str, Any]:
    refs = [{"$ref": f"#/components/schemas/{kind.__name__}"} for kind in kinds]
    return {"schema": refs[0] if len(refs) == 1 else {"anyOf": refs}}


def _response(problem: type[OnRecordError]) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": problem.title, "content": {MEDIA_TYPE: {"schema": schema}}}


def _name(problem: type[OnRecordError]) -> str:
    return "Unexpected" if problem is OnRecordError else problem.__name__
