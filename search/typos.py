"""The typo rule of both engines: Meilisearch's defaults, one typo from 5 letters and two from 9.

An insertion, a deletion, a substitution and a swap of two neighbours are one typo each; at the first letter they are
two (milli, `compute_derivations.rs`: words with another first letter must be within one, and are counted as two).
Numbers in documents have no typos: 10000 is not 10001 (`disableOnNumbers`).
"""

from __future__ import annotations

from rapidfuzz.distance import OSA

ONE_TYPO_FROM = 5
TWO_TYPOS_FROM = 9


def allowed(word: str) -> int:
    """Return how many typos a query's word may be away from a document's."""
    length = len(word)
    return 0 if length < ONE_TYPO_FROM else 1 if length < TWO_TYPOS_FROM else 2


def distance(word: str, candidate: str, limit: int) -> int | None:
    """Return the typos between a query's word and a document's, or None when they are more than `limit`."""
    if word == candidate:
        return 0
    if not limit or not candidate or candidate.isdecimal():
        return None
    if word[0] != candidate[0]:
        return 2 if limit > 1 and OSA.distance(word, candidate, score_cutoff=1) <= 1 else None
    found = OSA.distance(word, candidate, score_cutoff=limit)
    return found if found <= limit else None


def prefix_distance(word: str, candidate: str, limit: int) -> tuple[int, int] | None:
    """Return (typos, length) of the beginning of `candidate` that is nearest to `word`, or None beyond `limit`."""
    if candidate.startswith(word):
        return 0, len(word)
    best: tuple[int, int] | None = None
    for length in range(max(1, len(word) - limit), len(word) + limit + 1):
        found = distance(word, candidate[:length], limit)
        if found is not None and (best is None or found < best[0]):
            best = found, min(length, len(candidate))
    return best
