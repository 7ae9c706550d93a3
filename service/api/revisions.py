"""What changed in an article, and when."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from litestar import Controller, Request, Response, get
from litestar.params import FromPath, PathParameter
from msgspec import UNSET, Struct

from service import differences
from service.api.injection import Injected
from service.api.paging import Paging, listed
from service.differences import FieldChange, Hunk, QuoteChanges
from service.errors import NotFound
from service.models import Article, Moment
from service.store import articles, history
from service.store.database import Database


class Revision(Struct, kw_only=True):
    """What made an article what it was at this revision, beside the one before; the first one beside nothing.

    `at` is when it was stored. `body` says which stretches were replaced, in code points. `quotes` is null where those
    of this revision or the one before were not kept.
    """

    revision: int
    at: Moment
    fields: list[FieldChange]
    body: list[Hunk]
    quotes: QuoteChanges | None


class RevisionPage(Struct):
    """A page of revisions, the newest first; `next_cursor` is null on the last one."""

    items: list[Revision]
    next_cursor: str | None


class RevisionController(Controller):
    """`/v1/articles/{id}/revisions`."""

    path = "/articles/{article_id:str}/revisions"
    tags = ("articles",)

    @get("/", operation_id="listRevisions", summary="List an article's revisions")
    async def list(
        self,
        request: Request[Any, Any, Any],
        article_id: FromPath[str],
        paging: Injected[Paging],
        database: Injected[Database],
    ) -> Response[RevisionPage]:
        """The newest first, each with what it changed: fields, stretches of the body, and quotes.

        A quote that only stands elsewhere has not changed; one with other words, another kind or another speaker has.
        """
        async with database.read() as connection:
            article = await articles.get(connection, article_id)
            if article is None:
                raise NotFound(f"there is no article {article_id}")
            numbers = await history.numbers(
                connection, article, before=paging.after(f"revisions of {article_id}", int), limit=paging.limit + 1
            )
            stood = [then for number in numbers if (then := await history.at(connection, article, number))]
        # Each beside the next, which is the one before it; the last is the first of all, or is not shown.
        made = [await asyncio.to_thread(_revision, *pair) for pair in zip([*stood[1:], None], stood, strict=True)]
        return listed(request, RevisionPage, made, paging.limit, f"revisions of {article_id}", lambda one: one.revision)

    @get("/{revision:int}", operation_id="getRevision", summary="Read an article as it was")
    async def read(
        self,
        article_id: FromPath[str],
        revision: Annotated[int, PathParameter(ge=1, le=2**31 - 1)],
        database: Injected[Database],
    ) -> Article:
        """The article at this revision with its quotes, which are left out where they were not kept.

        What is known of an article only as it is now (`duplicate_of`, `searchable`) is null or false.
        """
        async with database.read() as connection:
            article = await articles.get(connection, article_id)
            then = None if article is None else await history.at(connection, article, revision)
        if then is None:
            raise NotFound(f"there is no revision {revision} of an article {article_id}")
        return then


def _revision(before: Article | None, then: Article) -> Revision:
    known = then.quotes is not UNSET and (before is None or before.quotes is not UNSET)
    said = before.quotes if before is not None and before.quotes is not UNSET else []
    return Revision(
        revision=then.revision,
        at=then.updated_at,
        fields=[] if before is None else differences.fields(before, then),
        body=[] if before is None else differences.hunks(before.body, then.body),
        quotes=differences.quotes(said, then.quotes) if known and then.quotes is not UNSET else None,
    )
