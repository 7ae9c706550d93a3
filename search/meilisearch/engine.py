"""`MeilisearchEngine`: the protocol over a Meilisearch server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from typing import Self

from meilisearch_python_sdk.errors import MeilisearchApiError

from search.checks import check_lookup, checked
from search.engine import FacetValues, Page, Query, Refusal, SearchUnavailable
from search.meilisearch import membership
from search.meilisearch.asking import Asked, multi_search
from search.meilisearch.connection import Client, translated
from search.meilisearch.searching import Searching
from search.meilisearch.settings import agrees, wanted
from search.meilisearch.tasks import finished, reason
from search.meilisearch.writing import Writer
from search.schema import INDEX_VERSION, INDEXES, Document, IndexName


class MeilisearchEngine:
    """Meilisearch at `url`, with a key that may search and manage indexes named `{prefix}_v{INDEX_VERSION}_*`.

    A request that is not answered within `timeout` seconds, and tasks that are not done within `task_timeout`, raise
    `SearchUnavailable`.
    """

    name = "meilisearch"

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        prefix: str = "onrecord",
        timeout: float = 10.0,
        task_timeout: float = 600.0,
        is_beside: bool = False,
    ) -> None:
        with translated("connecting"):
            self._client = Client(url, key, timeout)
        self._given = (url, key, prefix, timeout, task_timeout)
        self._task_timeout = task_timeout
        self._is_beside, self._is_begun = is_beside, False
        self._uids = {name: f"{prefix}_v{INDEX_VERSION}_{name}{'_next' * is_beside}" for name in INDEXES}

    async def prepare(self) -> None:
        """Create what is missing and set what differs; one request an index where everything is right."""
        if self._is_beside and not self._is_begun:
            await self._drop()  # in the server's order: it is done before anything is created
            await self._create(*INDEXES)
            self._is_begun = True
            return
        await self._create(*[name for name in INDEXES if not await self._is_prepared(name)])

    async def write(
        self, index: IndexName, *, put: Sequence[Document] = (), remove: Sequence[str] = ()
    ) -> list[Refusal]:
        """Write, and return when it can be searched.

        An index that has gone (the server was wiped) is not made anew here, but said to be unavailable: whoever then
        prepares the engine sees that it is empty, and puts back what it held.
        """
        if not put and not remove:
            return []
        if not await self._is_prepared(index):
            raise SearchUnavailable(f"Meilisearch has no index {self._uids[index]}, or one with other settings")
        return await Writer(self._client, self._uids[index], self._task_timeout).write(put, remove)

    async def search(self, index: IndexName, query: Query) -> Page:
        """Answer one search."""
        return await Searching(self._client, self._uids[index], checked(index, query), query).page()

    async def facet_values(self, index: IndexName, query: Query, facet: str, text: str) -> FacetValues:
        """Answer one search for values of a facet."""
        schema = checked(index, query)
        check_lookup(schema, facet)
        return await Searching(self._client, self._uids[index], schema, query).facet_values(facet, text)

    async def revisions(self, index: IndexName, ids: Sequence[str]) -> dict[str, int]:
        """Return what the index really holds of `ids`."""
        return await membership.revisions(self._client.index(self._uids[index]), ids)

    def held(self, index: IndexName) -> AsyncIterator[dict[str, int]]:
        """Give all that the index really holds."""
        return membership.held(self._client.index(self._uids[index]))

    async def articles_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the articles of quotes that the index holds."""
        return await membership.articles_of(self._client.index(self._uids["quotes"]), ids)

    def beside(self) -> Self:
        """Return an engine for indexes whose names end with `_next`."""
        url, key, prefix, timeout, task_timeout = self._given
        return type(self)(url, key, prefix=prefix, timeout=timeout, task_timeout=task_timeout, is_beside=True)

    async def swap(self, built: Self) -> None:
        """Swap both indexes in one task, and drop what then has the other names."""
        await self.prepare()
        with translated("swapping"):
            pairs = [(uid, built._uids[name]) for name, uid in self._uids.items()]
            task = await self._client.swap_indexes(pairs)
        await self._succeeded(task.task_uid, "swap its indexes")
        with suppress(SearchUnavailable):  # it is swapped; what is left is dropped when the next one is built
            await built._drop()
            await built.close()

    async def ping(self) -> None:
        """Return if the server answers a search on both indexes."""
        await multi_search(self._client, [Asked(index_uid=uid, limit=0) for uid in self._uids.values()])

    async def close(self) -> None:
        """Close the connections."""
        with translated("closing"):
            await self._client.aclose()

    async def _is_prepared(self, name: IndexName) -> bool:
        with translated("preparing"):
            try:
                held = await self._client.index(self._uids[name]).get_settings()
            except MeilisearchApiError as error:
                if error.code == "index_not_found":
                    return False
                raise
        return agrees(held, INDEXES[name])

    async def _create(self, *names: IndexName) -> None:
        tasks: dict[IndexName, int] = {}
        for name in names:
            with translated("preparing"):
                # Settings for an index that is missing create it; its primary key comes with the first documents.
                tasks[name] = (
                    await self._client.index(self._uids[name]).update_settings(wanted(INDEXES[name]))
                ).task_uid
        for name, task in tasks.items():
            await self._succeeded(task, f"take the settings of {self._uids[name]}")
            if not await self._is_prepared(name):
                raise SearchUnavailable(f"Meilisearch does not hold the settings of {self._uids[name]}")

    async def _drop(self) -> None:
        """Have the indexes deleted, as far as they are there; whatever is asked of the server next comes after that."""
        with translated("dropping"):
            for uid in self._uids.values():
                await self._client.index(uid).delete()

    async def _succeeded(self, uid: int, what: str) -> None:
        task = (await finished(self._client, [uid], self._task_timeout)).get(uid)
        if task is not None and task.status != "succeeded":
            raise SearchUnavailable(f"Meilisearch did not {what}: {task.status}: {reason(task)}")
