"""Whether two neighbouring words of a query stand near each other in a document.

tantivy reads the places of both words in every document that has both, at about a microsecond a document; that two
common words stand near each other says little. So there is a limit to how many documents are looked at.
"""

from __future__ import annotations

from collections.abc import Iterator

from tantivy import Query

from search.embedded.fields import WORDS
from search.embedded.leaves import Library, phrase_query
from search.embedded.vocabulary import Derivations

SLOPS = (0, 2, 6)
"""How many moves apart two words may stand: each step is worth one less than the step before."""

READ_PLACES = 10_000
"""Documents, about, that one query reads places in."""

LOOSELY = 1_000
"""Documents that a pair may share, about, to be looked at for more than standing next to each other."""

MAX_ALTERNATIVES = 3
"""Spellings of a misspelt word that are tried."""


class Pair:
    """Two neighbours, in their likeliest spellings."""

    def __init__(self, library: Library, left: Derivations, right: Derivations) -> None:
        self._library = library
        self._right = right
        self._lefts, self._rights = _likely(library, left), _likely(library, right)
        documents = max(1, library.searcher.num_docs)
        self.shared = sum(map(library.frequency, self._lefts)) * sum(map(library.frequency, self._rights)) / documents

    def queries(self, most: int) -> Iterator[tuple[int, Query]]:
        """Yield (slop, query), if the pair shares at most `most` documents."""
        if self.shared <= most:
            slops = SLOPS if self.shared <= LOOSELY else SLOPS[:1]
            for left in self._lefts:
                for right in self._rights:
                    yield from ((slop, phrase_query(self._library, (left, right), slop)) for slop in slops)
                if self._right.prefix:
                    yield 0, Query.phrase_prefix_query(self._library.schema, WORDS, [left, self._right.word])


def _likely(library: Library, found: Derivations) -> list[str]:
    if found.known and library.frequency(found.word):
        return [found.word]
    words = [(library.frequency(word), word) for word in (*found.one, *found.two)]
    return [word for count, word in sorted(words, reverse=True)[:MAX_ALTERNATIVES] if count]
