"""Lists page by an opaque cursor, and say where the next page is in a `Link` header too (RFC 8288)."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

import msgspec
from litestar import Request, Response
from litestar.datastructures import MultiDict
from litestar.params import QueryParameter
from msgspec import Struct

from service.errors import Invalid

Key = TypeVar("Key")
Item = TypeVar("Item")
Page = TypeVar("Page")

MAX_PAGE = 200


class Paging(Struct, frozen=True):
    """How many items are wanted, and from where on."""

    limit: int
    cursor: str | None

    def after(self, of: str, kind: type[Key]) -> Key | None:
        """The key that the cursor of the list `of` holds. Raises `Invalid` for a cursor of another list, or of none."""
        if self.cursor is None:
            return None
        try:
            packed = urlsafe_b64decode(self.cursor.encode("ascii") + b"=" * (-len(self.cursor) % 4))
            of_list, key = msgspec.json.decode(packed, type=tuple[str, Any])
            if of_list != of:
                raise ValueError(of_list)
            return msgspec.convert(key, kind)
        except (msgspec.MsgspecError, binascii.Error, ValueError) as wrong:
            raise Invalid.parameter("cursor", "is no cursor of this list") from wrong


async def provide_paging(
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE, description="How many items a page has at most.")] = 50,
    cursor: Annotated[
        str | None, QueryParameter(max_length=500, description="`next_cursor` of the page before.")
    ] = None,
) -> Paging:
    """The dependency behind every list."""
    return Paging(limit, cursor)


def cursor_of(of: str, key: object) -> str:
    """A key of the list `of` as an opaque cursor."""
    return urlsafe_b64encode(msgspec.json.encode((of, key))).decode().rstrip("=")


def listed(
    request: Request[Any, Any, Any],
    page: Callable[[list[Item], str | None], Page],
    found: Sequence[Item],
    limit: int,
    of: str,
    key: Callable[[Item], object],
) -> Response[Page]:
    """A page of a list, with its `Link` header; `found` holds one item more than `limit` when there is a next page."""
    items = list(found[:limit])
    if len(found) <= limit:
        return Response(page(items, None))
    next_cursor = cursor_of(of, key(items[-1]))
    params = MultiDict((name, value) for name, value in request.query_params.multi_items() if name != "cursor")
    params["cursor"] = next_cursor
    url = request.url.with_replacements(query=params)
    return Response(page(items, next_cursor), headers={"Link": f'<{url.path}?{url.query}>; rel="next"'})
