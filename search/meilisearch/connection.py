"""The client, and every way in which it fails as one of this project's two errors."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import msgspec
from meilisearch_python_sdk import AsyncClient
from meilisearch_python_sdk.errors import MeilisearchApiError, MeilisearchError
from meilisearch_python_sdk.json_handler import BuiltinHandler

from search.engine import SearchRejected, SearchUnavailable

_CONNECT_SECONDS = 2.0


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


def connect(url: str, key: str | None, timeout: float) -> AsyncClient:
    """Return a client whose every request ends after `timeout` seconds without an answer (the SDK's never do)."""
    # Meilisearch sends a compressed answer in two writes, and the second waits for a delayed ACK: 3 ms become 47.
    client = AsyncClient(url, key, json_handler=_Json(), custom_headers={"Accept-Encoding": "identity"})
    client.http_client.timeout = httpx2.Timeout(timeout, connect=min(timeout, _CONNECT_SECONDS))
    return client


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
    except (MeilisearchError, httpx2.HTTPError, httpx2.InvalidURL, httpx2.StreamError) as error:
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
