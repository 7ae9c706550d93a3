"""`MeilisearchEngine`: the protocol over a Meilisearch server."""

from __future__ import annotations

from collections.abc import Sequence

from meilisearch_python_sdk.errors import MeilisearchApiError
from meilisearch_python_sdk.models.search import SearchParams

from search.checks import check_lookup, checked
from search.engine import FacetValues, Page, Query, Refusal, SearchUnavailable
from search.meilisearch.connection import connect, translated
from search.meilisearch.membership import revisions
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
    ) -> None:
        with translated("connecting"):
            self._client = connect(url, key, timeout)
        self._task_timeout = task_timeout
        self._uids = {name: f"{prefix}_v{INDEX_VERSION}_{name}" for name in INDEXES}

    async def prepare(self) -> None:
        """Create what is missing and set what differs; one request an index where everything is right."""
        for name in INDEXES:
            if not await self._is_prepared(name):
                await self._create(name)

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
        return await revisions(self._client.index(self._uids[index]), ids)

    async def ping(self) -> None:
        """Return if the server answers a search on both indexes."""
        with translated("ping"):
            await self._client.multi_search([SearchParams(index_uid=uid, q="", limit=0) for uid in self._uids.values()])

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

    async def _create(self, name: IndexName) -> None:
        uid = self._uids[name]
        with translated("preparing"):
            # Settings for an index that is missing create it; its primary key comes with the first documents.
            uid_of_task = (await self._client.index(uid).update_settings(wanted(INDEXES[name]))).task_uid
        task = (await finished(self._client, [uid_of_task], self._task_timeout)).get(uid_of_task)
        if task is not None and task.status != "succeeded":
            raise SearchUnavailable(f"Meilisearch did not take the settings of {uid}: {task.status}: {reason(task)}")
        if not await self._is_prepared(name):
            raise SearchUnavailable(f"Meilisearch does not hold the settings of {uid}")
