"""`EmbeddedEngine`: the protocol over two shelves, reading in threads and writing in one."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from search.checks import check_lookup, checked
from search.embedded import membership
from search.embedded.commits import Commits
from search.embedded.reading import facet_values, page
from search.embedded.shelf import Shelf
from search.engine import FacetValues, Page, Query, Refusal, SearchRejected, SearchUnavailable
from search.schema import INDEXES, Document, IndexName

T = TypeVar("T")


class EmbeddedEngine:
    """The search engine in this process, with its indexes under `directory`.

    One process writes a directory; others may open it with `read_only=True`, where `write` raises `SearchUnavailable`
    and every search sees the newest commit. A directory that can't be read is set aside and started empty: the
    indexes can always be rebuilt from the store.
    """

    name = "embedded"

    def __init__(self, directory: Path, *, read_only: bool = False) -> None:
        self._read_only = read_only
        self._closed = False
        self._shelves = {name: Shelf(directory, index, read_only=read_only) for name, index in INDEXES.items()}
        self._readers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="search")
        self._commits = {name: Commits(shelf) for name, shelf in self._shelves.items()}

    async def prepare(self) -> None:
        """Open both indexes; raises `SearchUnavailable` while another process holds them for writing.

        They can be searched all the same then.
        """
        held: SearchUnavailable | None = None
        for shelf in self._shelves.values():
            try:
                await self._read(shelf.open)
            except SearchUnavailable as error:
                held = error
        if held is not None:
            raise held

    async def write(
        self, index: IndexName, *, put: Sequence[Document] = (), remove: Sequence[str] = ()
    ) -> list[Refusal]:
        """Write and commit, together with other writes that wait; on disk and searchable on return."""
        if self._read_only:
            raise SearchUnavailable("this process has the search index open for reading only")
        if not put and not remove:
            return []
        if self._closed:
            raise SearchUnavailable("the search index is closed")
        return await self._commits[index].add(put, remove)

    async def search(self, index: IndexName, query: Query) -> Page:
        """Answer one search."""
        checked(index, query)
        shelf = self._shelves[index]
        return await self._read(lambda: page(shelf.library(), query))

    async def facet_values(self, index: IndexName, query: Query, facet: str, text: str) -> FacetValues:
        """Answer one search for values of a facet."""
        check_lookup(checked(index, query), facet)
        shelf = self._shelves[index]
        return await self._read(lambda: facet_values(shelf.library(), query, facet, text))

    async def revisions(self, index: IndexName, ids: Sequence[str]) -> dict[str, int]:
        """Return what the index really holds of `ids`."""
        shelf = self._shelves[index]
        return await self._read(lambda: membership.revisions(shelf.library(), ids))

    async def ping(self) -> None:
        """Return if both indexes are open."""
        for shelf in self._shelves.values():
            await self._read(shelf.library)

    async def close(self) -> None:
        """Finish writing and let go of the directory; nothing can be asked afterwards."""
        if self._closed:
            return
        self._closed = True
        for commits in self._commits.values():
            await commits.close()
        for shelf in self._shelves.values():
            await asyncio.to_thread(shelf.close)
        self._readers.shutdown()

    async def _read(self, call: Callable[[], T]) -> T:
        if self._closed:
            raise SearchUnavailable("the search index is closed")
        try:
            return await asyncio.get_running_loop().run_in_executor(self._readers, call)
        except (SearchUnavailable, SearchRejected):
            raise
        except Exception as error:
            raise SearchUnavailable(f"the search index could not be read: {error}") from error
        except BaseException as error:
            # A panic in tantivy (a damaged file, say) arrives as a BaseException of its own.
            if type(error).__name__ == "PanicException":
                raise SearchUnavailable(f"the search index is damaged: {error}") from error
            raise
