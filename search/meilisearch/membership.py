"""What an index really holds."""

from __future__ import annotations

from collections.abc import Sequence

from meilisearch_python_sdk.index import AsyncIndex

from search.documents import can_be_held
from search.meilisearch.connection import translated

_AT_ONCE = 1_000


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
