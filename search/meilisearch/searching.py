"""Which kind of search a query is: for words, or for what repeats a passage. Two requests at most, either way."""

from __future__ import annotations

from msgspec.structs import replace

from search.engine import FacetValues, Page, Query
from search.filters import meilisearch_expression
from search.meilisearch.asking import Asked, multi_search
from search.meilisearch.connection import Client
from search.meilisearch.reading import Reading
from search.passage import Passage, passage
from search.repeats import CANDIDATES, TEXTS, Repeats, variants
from search.schema import Index

MAX_RUNS = 64
"""Queries that a passage of a paragraph is asked by, a longer one by more; each takes less than a millisecond."""

_OF_ONE_RUN = 2
"""The candidates that one run may bring are these many times fewer than all: what many outlets printed word by word is
brought by every run of it alike, and most runs bring few."""


class Searching:
    """A checked query against one index."""

    def __init__(self, client: Client, uid: str, index: Index, query: Query) -> None:
        self._client = client
        self._uid = uid
        self._index = index
        self._query = query
        self._passage = passage(query.q)

    async def page(self) -> Page:
        """Return the answer."""
        if self._passage is None:
            return await self._reading(self._query).page()
        found = await self._repeats(self._query, self._passage)
        if found.documents:
            return found.page()
        return await self._reading(replace(self._query, q=self._passage.beginning)).page(once=True)

    async def facet_values(self, facet: str, text: str) -> FacetValues:
        """Return the values of `facet` that are found by `text`."""
        if self._passage is None:
            return await self._reading(self._query).facet_values(facet, text)
        found = await self._repeats(replace(self._query, facets=(facet,)), self._passage)
        if found.documents:
            return found.facet_values(facet, text)
        beginning = replace(self._query, q=self._passage.beginning)
        return await self._reading(beginning).facet_values(facet, text, once=True)

    def _reading(self, query: Query) -> Reading:
        return Reading(self._client, self._uid, self._index, query)

    async def _repeats(self, query: Query, asked: Passage) -> Repeats:
        """Bring documents that share some neighbouring words with the passage, in one request.

        A phrase costs a third of what its words cost: no typos, no words given up, and few documents to be ranked. But
        in Meilisearch none reaches over the end of a part of a sentence.
        """
        runs = asked.runs(MAX_RUNS)
        queries = [
            Asked(
                index_uid=self._uid,
                q=f'"{" ".join(run)}"' if is_whole else " ".join(run) + " ",  # a space: the last is no beginning
                filter=[meilisearch_expression(self._index, one) for one in filters] or None,
                limit=CANDIDATES[self._index.name] // _OF_ONE_RUN,
                attributes_to_search_on=list(TEXTS[self._index.name]),
                matching_strategy="all",
            )
            for filters in variants(query)
            for run, is_whole in runs
        ]
        results = await multi_search(self._client, queries)
        return Repeats(self._index, query, asked, (hit for result in results for hit in result.hits))
