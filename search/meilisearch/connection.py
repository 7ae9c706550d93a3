"""The client, and every way in which it fails as one of this project's two errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import httpx2
import msgspec
from meilisearch_python_sdk import AsyncClient
from meilisearch_python_sdk.errors import MeilisearchApiError, MeilisearchError
from meilisearch_python_sdk.json_handler import BuiltinHandler

from search.engine import SearchRejected, SearchUnavailable

_CONNECT_SECONDS = 2.0
_KEPT_SECONDS = 4.0  # Meilisearch closes a connection that is idle for 5, and what is just being sent would be lost


class _Json(BuiltinHandler):
    """msgspec behind the SDK: several times faster, and takes Structs and `msgspec.Raw`."""

    def __init__(self) -> None:
        """Leave the parent's class-wide serializer alone."""

    @staticmethod
    def dumps(obj: Any) -> str:
        return msgspec.json.encode(obj).decode()

    @staticmethod
    def dump_bytes(obj: Any) -> bytes:
        return msgspec.json.encode(obj)

    @staticmethod
    def loads(json_string: str | bytes | bytearray) -> Any:
        return msgspec.json.decode(json_string)


class Client(AsyncClient):
    """The SDK's client, whose every request ends after `timeout` seconds without an answer (the SDK's own never do).

    Searches go past it, through aiohttp: of all that the service does for a search, the SDK's HTTP client (httpx2, with
    a parser of HTTP in Python) took a third.
    """

    def __init__(self, url: str, key: str | None, timeout: float) -> None:
        # Meilisearch sends a compressed answer in two writes, and the second waits for a delayed ACK: 3 ms become 47.
        super().__init__(url, key, json_handler=_Json(), custom_headers={"Accept-Encoding": "identity"})
        self.http_client.timeout = httpx2.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS))
        self._url = url.rstrip("/")
        self._seconds = aiohttp.ClientTimeout(timeout, sock_connect=min(timeout, _CONNECT_SECONDS))
        self._session: aiohttp.ClientSession | None = None

    async def post(self, path: str, body: bytes) -> bytes:
        """Return what is answered to `body` (JSON) at `path`, as it comes."""
        if self.http_client.is_closed:
            raise RuntimeError("the client is closed")
        if self._session is None:  # it belongs to the running loop, and an engine is made before there is one
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(keepalive_timeout=_KEPT_SECONDS),
                headers=dict(self.http_client.headers) | {"Content-Type": "application/json"},
                timeout=self._seconds,
                cookie_jar=aiohttp.DummyCookieJar(),
                proxy=_proxy(self._url),
            )
        async with self._session.post(f"{self._url}/{path}", data=body, allow_redirects=False) as response:
            answer = await response.read()
        if response.status != 200:
            told = httpx2.Response(response.status, headers=response.headers, content=answer)
            raise MeilisearchApiError(f"status {response.status}", told)
        return answer

    async def aclose(self) -> None:
        """Close the connections of both."""
        if self._session is not None:
            await self._session.close()
        await super().aclose()


def _proxy(url: str) -> str | None:
    """The proxy that the environment names for `url`, as httpx2 takes it; aiohttp would look for it every time."""
    parts = urlsplit(url)
    return None if proxy_bypass(parts.netloc) else getproxies().get(parts.scheme)


_UNREACHABLE = (
    MeilisearchError,
    httpx2.HTTPError,
    httpx2.InvalidURL,
    httpx2.StreamError,
    aiohttp.ClientError,
    TimeoutError,  # aiohttp's own
)


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Turn whatever a call of the client raises into `SearchUnavailable` or `SearchRejected`.

    What is sent was checked against the schema before, so a complaint about a field, a filter or an index means that
    the server does not hold our indexes (wiped, or another version): unavailable, until they are prepared.
    """
    try:
        yield
    except (SearchUnavailable, SearchRejected):
        raise
    except MeilisearchApiError as error:
        raise _from_api(doing, error) from error
    except _UNREACHABLE as error:
        raise SearchUnavailable(f"{doing}: Meilisearch can't be reached: {_brief(error)}") from error
    except (msgspec.MsgspecError, ValueError, TypeError, KeyError, AttributeError, RuntimeError) as error:
        # pydantic's ValidationError is a ValueError. A client that was closed raises RuntimeError.
        raise SearchUnavailable(f"{doing}: not an answer of Meilisearch: {_brief(error)}") from error


_NOT_OURS = ("index_not_found", "invalid_search_", "invalid_multi_search_", "invalid_document_fields", "invalid_index")


def _from_api(doing: str, error: MeilisearchApiError) -> SearchUnavailable | SearchRejected:
    what = f"{doing}: {error.code or error.status_code}: {_brief(error.message)}"
    if error.status_code in (400, 413, 414, 422) and error.code and not error.code.startswith(_NOT_OURS):
        return SearchRejected(what)
    return SearchUnavailable(what)


def _brief(error: object) -> str:
    return " ".join((str(error) or type(error).__name__).split())[:300]
