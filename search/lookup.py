"""Keys that a facet's values are found by: a name from any of its words on, then the value's id.

`Jens Stoltenberg` has the keys `jens stoltenberg|jens-stoltenberg` and `stoltenberg|jens-stoltenberg`. Meilisearch
searches facet values by their beginning only, and people type surnames; with these keys a beginning is enough. Both
engines hold them as a field, so that what is found is counted under the filters of a search in the same step.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from search.engine import FacetCount
from search.text import words

MAX_WORDS = 8
"""Words of a name that it can be found by."""

MAX_CHARACTERS = 100
"""Of a key before its id; longer than this nobody types."""

_SEPARATOR = "|"


def lookup_keys(value: str, name: str) -> list[str]:
    """Return the keys of the facet value `value` (an id, never with a `|`) that is called `name`."""
    spoken = words(name)
    beginnings = dict.fromkeys(
        " ".join(spoken[first:])[:MAX_CHARACTERS] for first in range(min(len(spoken), MAX_WORDS))
    )
    return [f"{beginning}{_SEPARATOR}{value}" for beginning in beginnings]


def lookup_text(text: str) -> str:
    """Return what a person typed as a key begins."""
    return " ".join(words(text))[:MAX_CHARACTERS]


def value_of(key: str) -> str:
    """Return the facet value that a key leads to."""
    return key.rpartition(_SEPARATOR)[2]


def begins_near(begun: str, key: str, typos: int) -> bool:
    """Return whether `key` has a beginning that is at most `typos` away from `begun`."""
    lengths = range(len(begun) - typos, len(begun) + typos + 1)
    return any(OSA.distance(begun, key[:length], score_cutoff=typos) <= typos for length in lengths)


def best_first(text: str, found: Iterable[tuple[str, int]]) -> list[FacetCount]:
    """Return the values behind (key, count), each once: names that have `text` as typed first, then by count."""
    ranks: dict[str, tuple[bool, int]] = {}
    for key, count in found:
        if count:
            rank = (not key.startswith(text), -count)
            value = value_of(key)
            ranks[value] = min(rank, ranks.get(value, rank))
    ordered = sorted(ranks.items(), key=lambda item: (item[1], item[0]))
    return [FacetCount(value, -negative) for value, (_, negative) in ordered]
