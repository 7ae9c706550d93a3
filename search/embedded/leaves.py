"""The parts a ranked query is made of: what a term of the query stands for, as queries on single words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import cast

import tantivy
from tantivy import Query

from search.embedded.facets import FacetNumbers, count
from search.embedded.fields import BEGINS, MAX_BEGINNING, WORDS
from search.embedded.vocabulary import Derivations, Vocabulary
from search.facets import COUNTED
from search.schema import Index
from search.terms import Term
from search.typos import allowed

JOINED = (2, 3)
"""How many neighbouring words are also tried as one."""

LARGE_SET = 100
"""From here on a prefix is looked up by automaton and not by the list of its words."""


class Library:
    """Everything that is needed to look words up in one state of one index."""

    def __init__(
        self,
        index: Index,
        schema: tantivy.Schema,
        searcher: tantivy.Searcher,
        vocabulary: Vocabulary,
        values: FacetNumbers,
    ) -> None:
        self.index = index
        self.schema = schema
        self.searcher = searcher
        self.vocabulary = vocabulary
        self.values = values
        self.frequency = lru_cache(maxsize=4096)(self._frequency)
        self.spread = lru_cache(maxsize=1024)(self._spread)
        self.split = lru_cache(maxsize=1024)(self._split)
        self.everything = lru_cache(maxsize=64)(self._everything)
        self.keys = lru_cache(maxsize=8)(self._keys)
        self.all_groups = lru_cache(maxsize=8)(self._all_groups)

    def derivations(self, term: Term) -> Derivations:
        """Return the words that a term of one word stands for."""
        return self.vocabulary.derivations(term.word, term.prefix)

    def joined(self, terms: Sequence[Term]) -> tuple[Derivations, int] | None:
        """Return what neighbouring words mean when written as one ("news room" as "newsroom"), and its typos.

        Each join costs one of the typos that the long word may have (milli, `make_ngram`).
        """
        if any(term.phrase for term in terms):
            return None
        word = "".join(term.word for term in terms)
        typos = max(0, allowed(word) - (len(terms) - 1))
        found = self.vocabulary.derivations(word, terms[-1].prefix, typos)
        return (found, typos) if found else None

    def all_joined(self, terms: Sequence[Term]) -> list[tuple[Derivations, int]]:
        """Return what any two or three neighbours of `terms` mean when written as one."""
        runs = [terms[first : first + size] for size in JOINED for first in range(len(terms) - size + 1)]
        return [joined for run in runs if (joined := self.joined(run)) is not None]

    def numbers(self, field: str, addresses: Sequence[tantivy.DocAddress]) -> list[float | None]:
        """Return a number of each document; none, or 0 of a segment where nothing has one."""
        return self.searcher.fast_field_values(field, list(addresses))

    def groups(self, field: str, matching: Query, documents: int) -> int:
        """Return how many groups there are among the `documents` that match; those without a number are one each.

        They are all read, at less than a microsecond each: tantivy aggregates up to 65,000 values, and then refuses.
        """
        found = self.searcher.search(matching, max(1, documents))
        grouped = [number for number in self.numbers(field, [address for _, address in found.hits]) if number]
        return documents - len(grouped) + len(set(grouped))

    def _all_groups(self, field: str) -> int:
        return self.groups(field, Query.all_query(), self.searcher.num_docs)

    def _everything(self, facet: str) -> dict[str, int]:
        """Return a facet's counts over all documents: what a search page asks for before anything is typed."""
        return count(self.searcher, Query.all_query(), [facet], self.values, COUNTED)[facet]

    def _keys(self, field: str) -> list[str]:
        """Return all values of a field to filter by."""
        return [value for value, _ in self.searcher.terms_with_prefix(f"f_{field}", "")]

    def _frequency(self, word: str) -> int:
        return self.searcher.doc_freq(WORDS, word)

    def _spread(self, term: Term) -> int:
        """Return how many documents have a term of one word as it is typed; of longer beginnings, the word itself."""
        if term.prefix and len(term.word) <= MAX_BEGINNING:
            return self.searcher.doc_freq(BEGINS, term.word)
        return self.frequency(term.word)

    def reach(self, term: Term) -> int:
        """Return about how many documents a term finds, rather too many than too few."""
        if term.phrase:
            return min(map(self.frequency, term.words))
        found = self.derivations(term)
        words = {found.word, *found.one, *found.two}
        if found.prefix and len(term.word) > MAX_BEGINNING:
            begun = self.vocabulary.beginning(term.word)
            if len(begun) > LARGE_SET:
                return self.searcher.num_docs
            words.update(begun)
        return sum(map(self.frequency, words)) + (self.spread(term) if found.prefix else 0)

    def _split(self, word: str) -> tuple[str, str] | None:
        """Return the two words that `word` most likely is, written as one: of those both known the most frequent."""
        halves = [(word[:place], word[place:]) for place in range(1, len(word))]
        known = [pair for pair in halves if pair[0] in self.vocabulary and pair[1] in self.vocabulary]
        best = max(known, key=lambda pair: min(map(self.frequency, pair)), default=None)
        return best if best is not None and all(map(self.frequency, best)) else None


def total(found: tantivy.SearchResult) -> int:
    """Return how many documents a search found in all."""
    return cast("int", found.count)  # type: ignore[attr-defined]  # missing in tantivy's stubs


def phrase_query(library: Library, words: Sequence[str], slop: int = 0) -> Query:
    """Return the query for `words` next to each other, with at most `slop` moves."""
    if len(words) == 1:
        return Query.term_query(library.schema, WORDS, words[0], "basic")
    return Query.phrase_query(library.schema, WORDS, list(words), slop)


def spellings(library: Library, found: Derivations, field: str = WORDS) -> Iterator[tuple[int, bool, Query]]:
    """Yield (typos, exactly as typed, query) for each way that a word may be spelt."""
    if found.known and library.frequency(found.word):
        yield 0, True, Query.term_query(library.schema, field, found.word, "basic")
    if found.prefix:
        yield from ((0, False, query) for query in _prefixed(library, field, found.word))
    for typos, words in ((1, found.one), (2, found.two)):
        yield from ((typos, False, query) for query in _terms(library, field, words))


def _prefixed(library: Library, field: str, prefix: str) -> list[Query]:
    if field == WORDS and len(prefix) <= MAX_BEGINNING:
        return [Query.term_query(library.schema, BEGINS, prefix, "basic")]
    words = library.vocabulary.beginning(prefix)
    if len(words) <= LARGE_SET:
        return _terms(library, field, words)
    return [Query.fuzzy_term_query(library.schema, field, prefix, 0, prefix=True)]


def _terms(library: Library, field: str, words: Sequence[str]) -> list[Query]:
    # One by one: tantivy's query for a set of terms takes a quarter of a millisecond before it looks at the first.
    return [Query.term_query(library.schema, field, word, "basic") for word in words if library.frequency(word)]
