"""What search could not take: listing it, trying it again, forgetting it."""

from __future__ import annotations

from typing import Annotated, Any

from litestar import Controller, Request, Response, delete, get, post
from litestar.params import QueryParameter
from litestar.status_codes import HTTP_200_OK
from msgspec import Struct

from service.api.injection import Injected
from service.api.paging import Paging, listed
from service.api.parameters import Id
from service.indexing.worker import Worker
from service.store import quarantine
from service.store.database import Database
from service.store.quarantine import SetAside

Articles = Annotated[
    list[Id] | None,
    QueryParameter(max_items=100, description="Only of this article (its id); repeated, of any of them."),
]


class QuarantinePage(Struct):
    """A page of documents that are set aside; `next_cursor` is null on the last one."""

    items: list[SetAside]
    next_cursor: str | None


class Retried(Struct):
    """How many articles are tried again."""

    articles: int


class Emptied(Struct):
    """How many documents are forgotten."""

    documents: int


class QuarantineController(Controller):
    """`/v1/quarantine`."""

    path = "/quarantine"
    tags = ("quarantine",)

    @get("/", operation_id="listQuarantine", summary="List what search could not take")
    async def list(
        self, request: Request[Any, Any, Any], paging: Injected[Paging], database: Injected[Database]
    ) -> Response[QuarantinePage]:
        """Documents that the engine refused, each with its reason; their articles are stored all the same."""
        async with database.read() as connection:
            after = paging.after("quarantine", str)
            found = await quarantine.page(connection, after=after, limit=paging.limit + 1)
        return listed(request, QuarantinePage, found, paging.limit, "quarantine", lambda one: one.key)

    @post("/retry", operation_id="retryQuarantine", summary="Try it again", status_code=HTTP_200_OK)
    async def retry(self, database: Injected[Database], worker: Injected[Worker], article: Articles = None) -> Retried:
        """Try to index these articles again, or all of them. What is refused again stays listed."""
        async with database.write() as connection:
            count = await quarantine.retry(connection, article or ())
        worker.wake()
        return Retried(count)

    @delete("/", operation_id="emptyQuarantine", summary="Forget it", status_code=HTTP_200_OK)
    async def empty(self, database: Injected[Database], article: Articles = None) -> Emptied:
        """Forget what is set aside, of these articles or of all. They stay stored, and not searchable."""
        async with database.write() as connection:
            return Emptied(await quarantine.empty(connection, article or ()))
