"""On Record in a few calls: what no generator writes. Everything else is in `onrecord_client.api`, one module a route.

from onrecord_client.service import OnRecord

with OnRecord("http://127.0.0.1:8000") as service:
    for quote in service.quotes(speaker=["tomas-quill"]):
        print(quote.text)
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx
from onrecord_client.api.articles import create_article, get_article, list_articles
from onrecord_client.api.imports import get_import, list_import_errors, list_imports
from onrecord_client.api.outlets import list_outlets
from onrecord_client.api.quotes import list_quotes
from onrecord_client.api.speakers import list_speakers
from onrecord_client.client import AuthenticatedClient
from onrecord_client.models import (
    Article,
    ArticleIn,
    Import,
    Outlet,
    Problem,
    Quote,
    RefusedItem,
    Speaker,
)

T = TypeVar("T")

ENDED = frozenset({"done", "cancelled", "failed"})


class Refused(Exception):
    """The service answered with a problem; `problem.errors` names each field by a JSON pointer, or each parameter."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.status} {problem.code}: {problem.detail}")
        self.problem = problem


class Retrying(httpx.BaseTransport):
    """Sends a request again when that can't do anything twice.

    After an answer of 429 or 503 (nothing of it was done) and a 409 of a key in use, when `Retry-After` says; after a
    lost connection, only what is safe, or has an `Idempotency-Key`. Bodies that are streams are sent once.
    """

    def __init__(self, inner: httpx.BaseTransport, *, tries: int = 5, longest: float = 30.0) -> None:
        self._inner = inner
        self._tries = tries
        self._longest = longest

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send it, and again where it helps."""
        for number in range(1, self._tries + 1):
            last = number == self._tries or not isinstance(request.stream, httpx.ByteStream)
            wait = min(0.2 * 2**number, self._longest)
            try:
                answer = self._inner.handle_request(request)
            except httpx.TransportError as error:
                if last or not (isinstance(error, httpx.ConnectError) or _is_repeatable(request)):
                    raise
            else:
                if last or not _asks_to_come_again(answer):
                    return answer
                wait = min(float(answer.headers.get("Retry-After", wait)), self._longest)
                answer.close()
            time.sleep(wait)
        raise AssertionError("the last try answers or raises")

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


class OnRecord:
    """A service at an address, with a key where it needs one; the functions of `onrecord_client.api` take `client`."""

    def __init__(self, url: str, key: str | None = None, *, timeout: float = 60.0, tries: int = 5) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        transport = Retrying(httpx.HTTPTransport(), tries=tries)
        self.http = httpx.Client(base_url=url, headers=headers, timeout=timeout, transport=transport)
        self.client = AuthenticatedClient(base_url=url, token=key or "").set_httpx_client(self.http)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.http.close()

    def ingest(self, article: ArticleIn, *, searchable: bool = False) -> Article:
        """Hand in an article, once however often it has to be sent; `searchable` waits until it can be found.

        Raises `Refused`.
        """
        key = str(uuid4())
        made = create_article.sync(client=self.client, body=article, idempotency_key=key)
        stored = checked(made, Article)
        return self.wait_until_searchable(stored.id) if searchable and not stored.searchable else stored

    def wait_until_searchable(self, article_id: str, *, seconds: float = 60.0) -> Article:
        """Wait until search holds this revision of the article. Raises `TimeoutError`, and `Refused`."""
        until = time.monotonic() + seconds
        while not (article := checked(get_article.sync(article_id, client=self.client), Article)).searchable:
            if time.monotonic() > until:
                raise TimeoutError(f"{article_id} can not be searched after {seconds} seconds")
            time.sleep(0.1)
        return article

    def articles(self, **filters: Any) -> Iterator[Article]:
        """All articles under the filters of `list_articles`, page by page."""
        return self._pages(list_articles.sync, filters)

    def quotes(self, **filters: Any) -> Iterator[Quote]:
        """All quotes under the filters of `list_quotes`, page by page."""
        return self._pages(list_quotes.sync, filters)

    def speakers(self, **filters: Any) -> Iterator[Speaker]:
        """All speakers under the filters of `list_speakers`, page by page."""
        return self._pages(list_speakers.sync, filters)

    def outlets(self) -> Iterator[Outlet]:
        """All outlets."""
        return self._pages(list_outlets.sync, {})

    def imports(self) -> Iterator[Import]:
        """All imports that are remembered."""
        return self._pages(list_imports.sync, {})

    def refused_lines(self, import_id: str) -> Iterator[RefusedItem]:
        """What an import refused, and why."""
        return self._pages(lambda **asked: list_import_errors.sync(import_id, **asked), {})

    def import_articles(
        self,
        articles: Iterable[ArticleIn | Mapping[str, Any]],
        *,
        progress: Callable[[Import], object] = lambda _: None,
        every: float = 0.5,
    ) -> Import:
        """Send any number of articles as a stream, and wait until all are worked off; `progress` is told how far it is.

        Raises `Refused`; what single lines were refused for is in `refused_lines`.
        """
        headers = {"Content-Type": "application/x-ndjson"}
        answer = self.http.post("/v1/imports", content=_lines(articles), headers=headers)
        if answer.status_code != 202:
            raise Refused(Problem.from_dict(answer.json()))
        state = Import.from_dict(answer.json())
        progress(state)
        while state.state not in ENDED:
            time.sleep(every)
            state = checked(get_import.sync(state.id, client=self.client), Import)
            progress(state)
        return state

    def export_articles(self, **filters: Any) -> Iterator[dict[str, Any]]:
        """Every article with its quotes as a line of an export (`ExportedArticle`), which can be imported again."""
        return self._export("/v1/exports/articles", filters)

    def export_quotes(self, **filters: Any) -> Iterator[dict[str, Any]]:
        """Every quote as a line of an export (`QuoteLine`)."""
        return self._export("/v1/exports/quotes", filters)

    def _export(self, path: str, filters: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        asked = {name.rstrip("_"): value for name, value in filters.items()} | {"format": "ndjson"}
        with self.http.stream("GET", path, params=asked) as answer:
            if answer.status_code != 200:
                answer.read()
                raise Refused(Problem.from_dict(answer.json()))
            for line in answer.iter_lines():
                yield json.loads(line)

    def _pages(self, listing: Callable[..., Any], filters: Mapping[str, Any]) -> Iterator[Any]:
        asked = dict(filters)
        while True:
            page = listing(client=self.client, **asked)
            if page is None or isinstance(page, Problem):
                raise _refused(page)
            yield from page.items
            if page.next_cursor is None:
                return
            asked["cursor"] = page.next_cursor


def checked(answer: object, kind: type[T]) -> T:
    """What a function of `onrecord_client.api` answered, when it is of this kind. Raises `Refused` for a problem."""
    if isinstance(answer, kind):
        return answer
    raise _refused(answer)


def _refused(answer: object) -> Exception:
    return Refused(answer) if isinstance(answer, Problem) else RuntimeError(f"not what was asked for: {answer!r}")


def _lines(articles: Iterable[ArticleIn | Mapping[str, Any]]) -> Iterator[bytes]:
    for article in articles:
        plain = article.to_dict() if isinstance(article, ArticleIn) else dict(article)
        yield json.dumps(plain).encode() + b"\n"


def _is_repeatable(request: httpx.Request) -> bool:
    reads = request.method == "POST" and request.url.path.startswith(("/v1/search/", "/v1/extract"))
    return request.method in {"GET", "HEAD"} or reads or "Idempotency-Key" in request.headers


def _asks_to_come_again(answer: httpx.Response) -> bool:
    return answer.status_code in {429, 503} or (answer.status_code == 409 and "Retry-After" in answer.headers)
