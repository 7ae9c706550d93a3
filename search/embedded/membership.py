"""What an index really holds."""

from __future__ import annotations

from collections.abc import Sequence

import tantivy

from search.embedded.leaves import Library

_AT_ONCE = 1_000


def revisions(library: Library, ids: Sequence[str]) -> dict[str, int]:
    """Return the revision of each of `ids` that is in the index."""
    held: dict[str, int] = {}
    asked = list(dict.fromkeys(ids))
    for first in range(0, len(asked), _AT_ONCE):
        some = asked[first : first + _AT_ONCE]
        found = library.searcher.aggregate(
            tantivy.Query.term_set_query(library.schema, "id", some),
            {
                "ids": {
                    "terms": {"field": "id", "size": len(some), "segment_size": len(some)},
                    "aggs": {"revision": {"max": {"field": "revision"}}},
                }
            },
        )
        held |= {bucket["key"]: int(bucket["revision"]["value"]) for bucket in found["ids"]["buckets"]}
    return held
