"""The lookup keys of an index that begin with what a person typed, typos forgiven."""

from __future__ import annotations

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.embedded.leaves import Library
from search.lookup import begins_near
from search.typos import allowed


def matching_keys(library: Library, field: str, begun: str) -> list[str]:
    """Return the keys in `field` that have a beginning within the typos that `begun` may have (`search.typos`).

    As in Meilisearch's facet search, and unlike in texts, the first letter is one like any other.
    """
    if not begun:
        return []
    limit = allowed(begun)
    keys = library.keys(field)
    if not limit:
        return [key for key in keys if key.startswith(begun)]
    # The nearest beginning is at most `limit` letters longer or shorter, so that of the same length is near as well.
    starts = [key[: len(begun)] for key in keys]
    near = process.extract(begun, starts, scorer=OSA.distance, score_cutoff=2 * limit, limit=None)
    return [keys[place] for _, far, place in near if far <= limit or begins_near(begun, keys[place], limit)]
