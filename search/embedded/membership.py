"""What an index really holds."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import tantivy

from search.embedded.leaves import Library

_AT_ONCE = 1_000


def ids(library: Library) -> list[str]:
    """Return the ids of all documents, and of some that were removed a moment ago."""
    return [key for key, _ in library.searcher.terms_with_prefix("id", "")]


def articles_of(library: Library, quotes: Sequence[str]) -> dict[str, str]:
    """Return the article of each of these quotes that are in the index."""
    made: dict[str, str] = {}
    for first in range(0, len(quotes), _AT_ONCE):
        some = list(dict.fromkeys(quotes[first : first + _AT_ONCE]))
        wanted = tantivy.Query.term_set_query(library.schema, "id", some)
        for _, address in library.searcher.search(wanted, len(some)).hits:
            document = msgspec.json.decode(library.searcher.doc(address).get_first("source") or b"{}", type=_Quote)
            made[document.id] = document.article_id
    return made


class _Quote(msgspec.Struct):
    id: str
    article_id: str


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
