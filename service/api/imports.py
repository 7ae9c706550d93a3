"""Many in: a stream of articles is taken whole, and worked off in the background."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from litestar import Controller, Request, Response, get, post
from litestar.exceptions import InternalServerException
from litestar.params import FromPath
from litestar.status_codes import HTTP_200_OK, HTTP_202_ACCEPTED
from msgspec import Struct

from service.api.injection import Injected
from service.api.paging import Paging, listed
from service.errors import Busy, Conflict, Malformed, NoRoom, NotFound, UnsupportedMediaType
from service.exported import ExportedArticle
from service.importing.importer import Importer
from service.models import ArticleIn
from service.store import imports
from service.store.database import Database
from service.store.imports import Import, RefusedItem

MEDIA_TYPES = ("application/x-ndjson", "application/ndjson", "application/jsonl")

_RETRY_AFTER_SECONDS = 30


class ImportPage(Struct):
    """A page of imports, the latest first; `next_cursor` is null on the last one."""

    items: list[Import]
    next_cursor: str | None


class RefusedPage(Struct):
    """A page of refused lines, in their order; `next_cursor` is null on the last one."""

    items: list[RefusedItem]
    next_cursor: str | None


class ImportController(Controller):
    """`/v1/imports`."""

    path = "/imports"
    tags = ("imports",)

    @post(
        "/",
        operation_id="createImport",
        summary="Import articles",
        status_code=HTTP_202_ACCEPTED,
        reads=MEDIA_TYPES,
        lines=(ArticleIn, ExportedArticle),
        problems=(Busy, NoRoom),
        answers_with=("Location",),
        request_max_body_size=None,  # it goes into a file, with a limit of its own
    )
    async def create(self, request: Request[Any, Any, Any], importer: Injected[Importer]) -> Response[Import]:
        """Take a stream of lines of JSON, each an `ArticleIn` or a line of an export, packed by gzip or not.

        202 when all of it is on the disk; `Location` shows how far it is. What is refused does not keep the rest out.
        The same stream again makes nothing twice. 503 when too many imports wait, 507 when the disk is too full.
        """
        _check_media_type(request)
        packed = _is_packed(request)
        try:
            made = await importer.take(_whole(request), packed=packed)
        except Busy as busy:
            busy.headers["Retry-After"] = str(_RETRY_AFTER_SECONDS)
            raise
        return Response(made, status_code=HTTP_202_ACCEPTED, headers={"Location": f"/v1/imports/{made.id}"})

    @get("/", operation_id="listImports", summary="List imports")
    async def list(
        self, request: Request[Any, Any, Any], paging: Injected[Paging], database: Injected[Database]
    ) -> Response[ImportPage]:
        """The latest first. One that has ended is forgotten after `ONRECORD_IMPORTS_KEPT_DAYS`."""
        async with database.read() as connection:
            found = await imports.page(connection, before=paging.after("imports", str), limit=paging.limit + 1)
        return listed(request, ImportPage, found, paging.limit, "imports", lambda one: one.id)

    @get("/{import_id:str}", operation_id="getImport", summary="Read how far an import is")
    async def read(self, import_id: FromPath[str], database: Injected[Database]) -> Import:
        """One import."""
        async with database.read() as connection:
            return _found(await imports.get(connection, import_id), import_id)

    @get("/{import_id:str}/errors", operation_id="listImportErrors", summary="List what an import refused")
    async def errors(
        self,
        request: Request[Any, Any, Any],
        import_id: FromPath[str],
        paging: Injected[Paging],
        database: Injected[Database],
    ) -> Response[RefusedPage]:
        """One item for each refused line, with its number and the reason."""
        after = paging.after("import errors", int)
        async with database.read() as connection:
            _found(await imports.get(connection, import_id), import_id)
            found = await imports.errors_page(connection, import_id, after=after, limit=paging.limit + 1)
        return listed(request, RefusedPage, found, paging.limit, "import errors", lambda one: one.line)

    @post(
        "/{import_id:str}/cancel",
        operation_id="cancelImport",
        summary="Cancel an import",
        status_code=HTTP_200_OK,
        problems=(Conflict,),
    )
    async def cancel(
        self, import_id: FromPath[str], importer: Injected[Importer], database: Injected[Database]
    ) -> Import:
        """Stop it where it is: what was stored stays, and the counts say how much. 409 when it has ended already."""
        stopped = await importer.cancel(import_id)
        async with database.read() as connection:
            found = _found(await imports.get(connection, import_id), import_id)
        if not stopped:
            raise Conflict(f"this import has ended already: it is {found.state}")
        return found


def _found(one: Import | None, import_id: str) -> Import:
    if one is None:
        raise NotFound(f"there is no import {import_id}")
    return one


def _check_media_type(request: Request[Any, Any, Any]) -> None:
    """As for JSON: nothing that a form on somebody's web page could send."""
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said not in MEDIA_TYPES:
        raise UnsupportedMediaType.body(f"is read as application/x-ndjson, not as {said or 'nothing'}")


def _is_packed(request: Request[Any, Any, Any]) -> bool:
    said = request.headers.get("content-encoding", "identity").strip().lower()
    if said not in {"gzip", "x-gzip", "identity"}:
        raise UnsupportedMediaType.body("is read plain or packed by gzip, not by another Content-Encoding")
    return said != "identity"


async def _whole(request: Request[Any, Any, Any]) -> AsyncIterator[bytes]:
    """The body's bytes. Raises `Malformed` when the client goes away before the end."""
    try:
        async for some in request.stream():
            yield some
    except InternalServerException as gone:
        raise Malformed.body("broke off before its end") from gone
