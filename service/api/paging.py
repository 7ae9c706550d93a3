"""Lists page by an opaque cursor, and say where the next page is in a `Link` header too (RFC 8288)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from litestar import Request, Response
from litestar.datastructures import MultiDict
from litestar.params import QueryParameter
from msgspec import Struct

from service.cursors import cursor_of, key_of

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
        return key_of(self.cursor, of, kind)


async def provide_paging(
    limit: Annotated[int, QueryParameter(ge=1, le=MAX_PAGE, description="How many items a page has at most.")] = 50,
    cursor: Annotated[
        str | None, QueryParameter(max_length=500, description="`next_cursor` of the page before.")
    ] = None,
) -> Paging:
    """The dependency behind every list."""
    return Paging(limit, cursor)


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
