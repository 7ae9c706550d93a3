"""Articles: handing them in, reading them, changing and deleting them."""

from __future__ import annotations

import asyncio
import time
from typing import Annotated, Any, Literal

from litestar import Controller, Request, Response, delete, get, patch, post, put
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED
from msgspec import Struct

from service.api.etags import IfMatch, expected, tagged
from service.api.idempotency import Idempotency, IdempotencyKey
from service.api.injection import Injected
from service.api.paging import Paging, listed
from service.api.parameters import Outlets, Speakers
from service.api.quotes import QuotePage
from service.errors import Conflict, NotFound, PreconditionFailed, PreconditionRequired
from service.indexing.worker import Worker
from service.ingest.intake import Intake, Taken
from service.models import Article, ArticleIn, ArticlePatch, Period
from service.settings import Settings
from service.store import articles, outbox, quotes
from service.store.articles import ArticleFilter
from service.store.database import Database

_WAIT_STEP = 0.02


class ArticlePage(Struct):
    """A page of articles, the latest ingested first; `next_cursor` is null on the last one."""

    items: list[Article]
    next_cursor: str | None


class ArticleController(Controller):
    """`/v1/articles`."""

    path = "/articles"
    tags = ("articles",)

    @post(
        "/",
        operation_id="createArticle",
        summary="Ingest an article",
        responses={HTTP_200_OK: ResponseSpec(Article, description="The article was there already; this is it.")},
        problems=(Conflict,),
        answers_with=("Location",),
    )
    async def create(
        self,
        request: Request[Any, Any, Any],
        data: JSONBody[ArticleIn],
        intake: Injected[Intake],
        idempotency: Injected[Idempotency],
        database: Injected[Database],
        settings: Injected[Settings],
        worker: Injected[Worker],
        wait: Annotated[
            Literal["search"] | None, QueryParameter(description="`search`: answer when the article can be searched.")
        ] = None,
        idempotency_key: IdempotencyKey = None,
    ) -> Response[Article]:
        """Read an article, extract its quotes, and store both.

        201 when it is new; 200 with the stored one when it is there already: the same external id, URL (its AMP and
        mobile forms too), or words of the same outlet. Known by id or URL with other words, it becomes a new revision.
        One that is nearly the same as another is stored, and linked to it by `duplicate_of`.
        """
        async with idempotency.attempt(request, idempotency_key) as attempt:
            taken = await intake.take(data, noted=lambda connection, made: attempt.keep(connection, _answer(made)))
            if wait == "search":
                article = taken.article
                article.searchable = await _searchable(database, worker, article, settings.wait_timeout)
                await attempt.amend(_answer(taken))
        return _answer(taken)

    @get("/", operation_id="listArticles", summary="List articles")
    async def list(
        self,
        request: Request[Any, Any, Any],
        paging: Injected[Paging],
        published: Injected[Period],
        database: Injected[Database],
        outlet: Outlets = None,
        speaker: Speakers = None,
        expand: Annotated[
            Literal["quotes"] | None, QueryParameter(description="`quotes`: each article with its quotes.")
        ] = None,
    ) -> Response[ArticlePage]:
        """The latest ingested first."""
        wanted = ArticleFilter(tuple(outlet or ()), tuple(speaker or ()), published)
        async with database.read() as connection:
            found = await articles.page(
                connection, wanted, before=paging.after("articles", str), limit=paging.limit + 1
            )
            if expand:
                said = await quotes.of_articles(connection, [article.id for article in found])
                for article in found:
                    article.quotes = said[article.id]
        return listed(request, ArticlePage, found, paging.limit, "articles", lambda article: article.id)

    @get("/{article_id:str}", operation_id="getArticle", summary="Read an article")
    async def read(
        self,
        article_id: FromPath[str],
        database: Injected[Database],
        expand: Annotated[
            Literal["quotes"] | None, QueryParameter(description="`quotes`: the article with its quotes.")
        ] = None,
    ) -> Response[Article]:
        """One article, with its `ETag`."""
        async with database.read() as connection:
            article = await articles.get(connection, article_id)
            if article is None:
                raise NotFound(f"there is no article {article_id}")
            if expand:
                article.quotes = (await quotes.of_articles(connection, [article_id]))[article_id]
        return tagged(article)

    @put(
        "/{article_id:str}",
        operation_id="replaceArticle",
        summary="Replace an article",
        problems=(Conflict, PreconditionFailed, PreconditionRequired),
    )
    async def replace(
        self, article_id: FromPath[str], data: JSONBody[ArticleIn], intake: Injected[Intake], if_match: IfMatch = None
    ) -> Response[Article]:
        """Read and extract the article anew, as a new revision; nothing of what it was stays, corrections neither.

        `If-Match` is needed: 428 without it, 412 when the article has changed meanwhile.
        """
        if if_match is None:
            said = "give the ETag of the article that is to be replaced as If-Match, or * to replace any"
            raise PreconditionRequired(said)
        return tagged(await intake.replace(article_id, data, expected=expected(if_match)))

    @patch(
        "/{article_id:str}",
        operation_id="correctArticle",
        summary="Correct an article's metadata",
        problems=(Conflict, PreconditionFailed),
    )
    async def correct(
        self,
        article_id: FromPath[str],
        data: JSONBody[ArticlePatch],
        intake: Injected[Intake],
        if_match: IfMatch = None,
    ) -> Response[Article]:
        """A JSON merge patch (RFC 7396): what is named is set, null clears, the rest stays. A new revision.

        What is set here stays when the same page is ingested again, until it is set anew or the article replaced.
        With `If-Match`, 412 when the article has changed meanwhile.
        """
        return tagged(await intake.correct(article_id, data, expected=expected(if_match)))

    @delete(
        "/{article_id:str}", operation_id="deleteArticle", summary="Delete an article", problems=(PreconditionFailed,)
    )
    async def remove(self, article_id: FromPath[str], intake: Injected[Intake], if_match: IfMatch = None) -> None:
        """Delete an article with its quotes and revisions, from the store at once and from search a moment later.

        With `If-Match`, 412 when the article has changed meanwhile.
        """
        await intake.delete(article_id, expected=expected(if_match))

    @get("/{article_id:str}/duplicates", operation_id="listDuplicates", summary="List an article's near duplicates")
    async def duplicates(
        self,
        request: Request[Any, Any, Any],
        article_id: FromPath[str],
        paging: Injected[Paging],
        database: Injected[Database],
    ) -> Response[ArticlePage]:
        """The group of articles that are nearly the same, this one among them, the latest ingested first.

        All are linked by `duplicate_of` to one of them, each with its `similarity` to it; the group of an article that
        is like no other is itself.
        """
        before = paging.after(f"duplicates of {article_id}", str)
        async with database.read() as connection:
            article = await articles.get(connection, article_id)
            if article is None:
                raise NotFound(f"there is no article {article_id}")
            group = ArticleFilter(group=article.duplicate_of or article.id)
            found = await articles.page(connection, group, before=before, limit=paging.limit + 1)
        return listed(request, ArticlePage, found, paging.limit, f"duplicates of {article_id}", lambda one: one.id)

    @get("/{article_id:str}/quotes", operation_id="listArticleQuotes", summary="List an article's quotes")
    async def quotes(self, article_id: FromPath[str], database: Injected[Database]) -> QuotePage:
        """All of them, in the order of the text."""
        async with database.read() as connection:
            if await articles.get(connection, article_id) is None:
                raise NotFound(f"there is no article {article_id}")
            return QuotePage((await quotes.of_articles(connection, [article_id]))[article_id], None)


def _answer(taken: Taken) -> Response[Article]:
    status = HTTP_201_CREATED if taken.outcome == "created" else HTTP_200_OK
    return tagged(taken.article, status=status, headers={"Location": f"/v1/articles/{taken.article.id}"})


async def _searchable(database: Database, worker: Worker, article: Article, seconds: float) -> bool:
    """Wait until the index holds this revision of the article; returns whether it does.

    It does not wait longer than `seconds`, nor for an engine that is known to be down, nor for a refused document.
    """
    until = time.monotonic() + seconds
    while True:
        async with database.read() as connection:
            indexed = await articles.is_indexed(connection, article.id, article.revision)
            settled = indexed or not await outbox.waiting(connection, article.id)
        if settled or worker.held_up or time.monotonic() > until:
            return indexed
        await asyncio.sleep(_WAIT_STEP)
