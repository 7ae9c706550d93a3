"""What an index really holds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

from meilisearch_python_sdk.index import AsyncIndex

from search.documents import can_be_held
from search.meilisearch.connection import translated

_AT_ONCE = 1_000
_OVERLAP = 100
"""Documents that are read twice, since what is removed meanwhile moves those behind it forward."""


async def revisions(index: AsyncIndex, ids: Sequence[str]) -> dict[str, int]:
    """Return the revision of each of `ids` that is in the index."""
    held: dict[str, int] = {}
    asked = [key for key in dict.fromkeys(ids) if can_be_held(key)]
    for first in range(0, len(asked), _AT_ONCE):
        some = asked[first : first + _AT_ONCE]
        with translated("looking documents up"):
            found = await index.get_documents(ids=some, fields=["id", "revision"], limit=len(some))
            held |= {str(document["id"]): int(document["revision"]) for document in found.results}
    return held


async def held(index: AsyncIndex) -> AsyncIterator[dict[str, int]]:
    """Give all that is in the index, page by page: ids and revisions."""
    offset = 0
    while True:
        with translated("listing documents"):
            found = await index.get_documents(offset=offset, fields=["id", "revision"], limit=_AT_ONCE)
            page = {str(document["id"]): int(document["revision"]) for document in found.results}
        yield page
        if len(page) < _AT_ONCE:
            return
        offset += _AT_ONCE - _OVERLAP


async def articles_of(quotes: AsyncIndex, ids: Sequence[str]) -> dict[str, str]:
    """Return the article of each of these quotes that are in the index."""
    made: dict[str, str] = {}
    for first in range(0, len(ids), _AT_ONCE):
        some = list(ids[first : first + _AT_ONCE])
        with translated("looking documents up"):
            found = await quotes.get_documents(ids=some, fields=["id", "article_id"], limit=len(some))
            made |= {str(document["id"]): str(document["article_id"]) for document in found.results}
    return made
