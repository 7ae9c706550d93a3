"""Keys that a browser may hold: they open the search routes, and of these what their filters leave."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import Controller, post
from litestar.params import JSONBody
from msgspec import Meta, Struct

from service import times
from service.access.grants import ForcedFilters
from service.access.search_keys import SearchKeys
from service.api.injection import Injected
from service.api.scope import forced_filters
from service.errors import Invalid
from service.settings import Settings

USUAL_SECONDS = 3_600


class SearchKeyIn(Struct, kw_only=True, forbid_unknown_fields=True):
    """What a search key is to open, and for how many seconds (an hour where nothing is said)."""

    filters: ForcedFilters = ForcedFilters()
    expires_in: Annotated[int, Meta(ge=1, le=31_536_000)] | None = None


class SearchKey(Struct, kw_only=True):
    """A key for `Authorization: Bearer …`, shown once. It can't be taken back before `expires_at`."""

    key: str
    expires_at: str
    filters: ForcedFilters


class SearchKeyController(Controller):
    """`/v1/search-keys`."""

    path = "/search-keys"
    tags = ("search",)

    @post("/", operation_id="createSearchKey", summary="Make a search key")
    async def create(
        self, data: JSONBody[SearchKeyIn], search_keys: Injected[SearchKeys], settings: Injected[Settings]
    ) -> SearchKey:
        """A short-lived key that opens `/v1/search/…` and `/v1/instantsearch/…` for reading, and nothing else.

        Its filters hold in every search beside the search's own, in hits, totals, facets, histograms and found values.
        """
        longest = settings.search_key_seconds
        seconds = min(USUAL_SECONDS, longest) if data.expires_in is None else data.expires_in
        if seconds > longest:
            raise Invalid.at("/expires_in", f"is over {longest} seconds, the longest that a search key may last")
        forced_filters(data.filters)
        key, end = search_keys.make(data.filters, seconds)
        return SearchKey(key=key, expires_at=times.printed(datetime.fromtimestamp(end, UTC)), filters=data.filters)
