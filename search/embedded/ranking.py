"""A query as one tantivy query whose score is the order of the results.

The score is a whole number below 2**24, which a 32-bit float holds exactly. Its digits, most important first, are
Meilisearch's ranking rules: words matched, typos, proximity, field, exactness. A document's digit for a rule is the
sum over the words of the query, so that one number compares all rules in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from msgspec import Struct
from tantivy import Occur, Query

from search.embedded.fields import MAX_BEGINNING, MAX_WHOLE_WORDS, whole, worth
from search.embedded.leaves import JOINED, Library, phrase_query, spellings
from search.embedded.nearness import READ_PLACES, SLOPS, Pair
from search.embedded.vocabulary import Derivations
from search.terms import Terms

_NEARNESS = {slop: len(SLOPS) - place for place, slop in enumerate(SLOPS)}


EVERYWHERE = 20_000
"""Where a word (or a beginning) stands that this many documents have says nothing, and takes long to find out."""


class Scale(Struct, frozen=True):
    """What one unit of each rule is worth."""

    field: int
    near: int
    typo: int
    word: int

    @classmethod
    def of(cls, terms: int, fields: int) -> Scale:
        """Return the scale on which the largest sum of a rule is less than one unit of the rule above."""
        field = terms + 2
        near = field * (terms * (fields - 1) + 1)
        typo = near * (len(SLOPS) * (terms - 1) + 1)
        return cls(field, near, typo, typo * (2 * terms + 1))


class Ranking:
    """The parts of one query's terms: `matches[i]` finds term i, scored."""

    def __init__(self, library: Library, terms: Terms) -> None:
        self.library = library
        self.terms = terms.wanted
        self._worth = worth(library.index)
        self.scale = Scale.of(len(self.terms), len(library.index.searchable))
        self._excluded = [(Occur.MustNot, phrase_query(library, words)) for words in terms.excluded]
        self.matches = [self._match(place) for place in range(len(self.terms))]

    def complete(self) -> Query:
        """Return the query for documents that match every term, in full order."""
        return self._query([(Occur.Must, match) for match in self.matches] + self._near + self._standing)

    def partial(self, required: Sequence[int], *, near: bool) -> Query:
        """Return the query for documents that match the `required` terms, best first; proximity counts if `near`."""
        least = min((self._reach[place] for place in required), default=0)
        wanted, common = [], []
        for place, match in enumerate(self.matches):
            if place in required:
                wanted.append((Occur.Must, match))
            elif self._reach[place] <= least:
                wanted.append((Occur.Should, match))
            else:
                common.append(match)
        query = self._query(wanted + (self._near if near else []) + self._standing)
        for match in common:
            # tantivy reads optional parts together, and all of each; one that stands alone is looked up in the
            # documents that are wanted, which is less where it is in more of them.
            query = Query.boolean_query([(Occur.Must, query), (Occur.Should, match)])
        return query

    @cached_property
    def _reach(self) -> list[int]:
        """Return about how many documents each term finds; a page sorted by a number asks once for every tie."""
        return [self.library.reach(term) for term in self.terms]

    def found(self, required: Sequence[int]) -> Query:
        """Return the query for the same documents as `partial`, in no order."""
        return self._query([(Occur.Must, self.matches[place]) for place in required])

    def matched(self, score: float) -> int:
        """Return how many terms a document with this score matches."""
        # Words in worse fields than the main text may take some away from the next digit.
        return round(score) // self.scale.word

    def _query(self, parts: list[tuple[Occur, Query]]) -> Query:
        if not self.matches:
            parts = [(Occur.Must, Query.const_score_query(Query.all_query(), 0.0))]
        return Query.boolean_query(parts + self._excluded)

    def _match(self, place: int) -> Query:
        term = self.terms[place]
        # Fields may be worth less than nothing; this is how much at most.
        base = self.scale.word - min(0, *self._worth.values()) * self.scale.field
        if term.phrase:
            return _scored(phrase_query(self.library, term.words), base + 2 * self.scale.typo)
        spelt = list(spellings(self.library, self.library.derivations(term)))
        leaves = [_scored(query, base + (2 - typos) * self.scale.typo + exact) for typos, exact, query in spelt]
        for found in self._joined(place):
            leaves += [_scored(query, base + self.scale.typo) for _, _, query in spellings(self.library, found)]
        split = self.library.split(term.word)
        if split is not None:
            leaves.append(_scored(phrase_query(self.library, split), base + self.scale.typo))
        if term.prefix and len(term.word) <= MAX_BEGINNING and len(leaves) == len(spelt) == 2 and spelt[0][1]:
            # The word as typed, and what begins with it, which it is among: so put, tantivy need not read all of both.
            return Query.boolean_query([(Occur.Must, leaves[1]), (Occur.Should, _scored(spelt[0][2], 1))])
        return _best_of(leaves)

    def _joined(self, place: int) -> list[Derivations]:
        """Return the longer words that a term may be a part of."""
        runs = [
            self.terms[first : first + size]
            for size in JOINED
            for first in range(max(0, place - size + 1), min(place, len(self.terms) - size) + 1)
        ]
        return [joined[0] for run in runs if (joined := self.library.joined(run)) is not None]

    @cached_property
    def _near(self) -> list[tuple[Occur, Query]]:
        """Return the bonuses for neighbours that stand near each other: of the rarest pairs, as far as time allows."""
        pairs = [
            Pair(self.library, self.library.derivations(left), self.library.derivations(right))
            for left, right in pairwise(self.terms)
            if not left.phrase and not right.phrase
        ]
        bonuses = []
        left = READ_PLACES
        for pair in sorted(pairs, key=lambda pair: pair.shared):
            leaves = [_scored(query, _NEARNESS[slop] * self.scale.near) for slop, query in pair.queries(left)]
            left -= int(pair.shared)
            if leaves:
                bonuses.append((Occur.Should, _best_of(leaves)))
        return bonuses

    @cached_property
    def _standing(self) -> list[tuple[Occur, Query]]:
        """Return the bonuses for the fields that words stand in, and for one that holds just what was asked."""
        bonuses: list[Query] = []
        for term in self.terms:
            if not term.phrase and self.library.spread(term) < EVERYWHERE:
                found = self.library.derivations(term)
                better: list[Query] = []
                for field, worth in self._worth.items():
                    anyhow = Query.boolean_query(
                        [(Occur.Should, query) for _, _, query in spellings(self.library, found, field)]
                    )
                    # Less than nothing would be lost among bonuses of which only the best counts.
                    (better if worth > 0 else bonuses).append(_scored(anyhow, worth * self.scale.field))
                bonuses.append(_best_of(better))
        words = [word for term in self.terms for word in term.words]
        if 0 < len(words) <= MAX_WHOLE_WORDS:
            schema = self.library.schema
            wholes = [whole(field, words) for field in self.library.index.searchable]
            bonuses.append(_best_of([_scored(Query.term_query(schema, "whole", one, "basic"), 1) for one in wholes]))
        return [(Occur.Should, bonus) for bonus in bonuses]


def _best_of(leaves: Sequence[Query]) -> Query:
    if len(leaves) == 1:
        return leaves[0]
    return Query.disjunction_max_query(leaves) if leaves else Query.empty_query()


def _scored(query: Query, score: float) -> Query:
    return Query.const_score_query(query, float(score))
