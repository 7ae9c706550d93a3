"""`EmbeddedEngine`: the protocol over two shelves, reading in threads and writing in one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Self, TypeVar

from search.checks import check_lookup, checked
from search.embedded import membership
from search.embedded.home import Home
from search.embedded.leaves import Library
from search.embedded.reading import facet_values, page
from search.embedded.shelves import Shelves
from search.engine import FacetValues, Page, Query, Refusal, SearchRejected, SearchUnavailable
from search.schema import Document, IndexName

T = TypeVar("T")

_AT_ONCE = 1_000


class EmbeddedEngine:
    """The search engine in this process, with its indexes under `directory`.

    One process writes a directory; others may open it with `read_only=True`, where `write` raises `SearchUnavailable`
    and every search sees the newest commit. A directory that can't be read is set aside and started empty: the
    indexes can always be rebuilt from the store. When another process swaps others in, the next call uses those.
    """

    name = "embedded"

    def __init__(self, directory: Path, *, read_only: bool = False) -> None:
        self._directory = directory
        self._read_only = read_only
        self._closed = self._prepared = False
        self._home = Home(directory)
        self._mark = self._home.mark()
        self._shelves = Shelves(self._home.folder(), read_only=read_only)
        self._moving = asyncio.Lock()
        self._readers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="search")

    async def prepare(self) -> None:
        """Open both indexes; raises `SearchUnavailable` while another process holds them for writing.

        They can be searched all the same then.
        """
        await self._follow()
        self._prepared = True
        await self._call(self._shelves.open)
        if not self._read_only:
            await self._call(self._home.tidy)

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
        await self._follow()
        return await self._shelves.write(index, put, remove)

    async def search(self, index: IndexName, query: Query) -> Page:
        """Answer one search."""
        checked(index, query)
        return await self._read(index, lambda library: page(library, query))

    async def facet_values(self, index: IndexName, query: Query, facet: str, text: str) -> FacetValues:
        """Answer one search for values of a facet."""
        check_lookup(checked(index, query), facet)
        return await self._read(index, lambda library: facet_values(library, query, facet, text))

    async def revisions(self, index: IndexName, ids: Sequence[str]) -> dict[str, int]:
        """Return what the index really holds of `ids`."""
        return await self._read(index, lambda library: membership.revisions(library, ids))

    async def held(self, index: IndexName) -> AsyncIterator[dict[str, int]]:
        """Give all that the index really holds."""
        ids = await self._read(index, membership.ids)
        for first in range(0, len(ids), _AT_ONCE):
            yield await self.revisions(index, ids[first : first + _AT_ONCE])

    async def articles_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the articles of quotes that the index holds."""
        return await self._read("quotes", lambda library: membership.articles_of(library, ids))

    def beside(self) -> Self:
        """Return an engine with a new folder in this one's."""
        return type(self)(self._home.new())

    async def swap(self, built: Self) -> None:
        """Name the built folder the one to be searched; who writes the old one, here or elsewhere, removes it."""
        folder = built._directory
        await built.close()
        await self._call(lambda: self._home.move(folder))
        await self._follow()

    async def ping(self) -> None:
        """Return if both indexes are open."""
        await self._follow()
        await self._call(self._shelves.libraries)

    async def close(self) -> None:
        """Finish writing and let go of the directory; nothing can be asked afterwards."""
        if self._closed:
            return
        self._closed = True
        await self._shelves.close()
        self._readers.shutdown()

    async def _follow(self) -> None:
        """Use other indexes when those are searched now."""
        if self._home.mark() == self._mark or self._closed:
            return
        async with self._moving:
            mark = self._home.mark()
            if mark == self._mark:
                return
            now = Shelves(self._home.folder(), read_only=self._read_only)
            if self._prepared and now.are_there():  # else they have to be prepared: everything was removed
                with suppress(SearchUnavailable):  # whoever needs them says so
                    await self._call(now.open)
            before, self._shelves, self._mark = self._shelves, now, mark
            await before.close()
            if not self._read_only or await self._call(before.is_left):
                await self._call(lambda: self._home.remove(before.folder))

    async def _read(self, index: IndexName, call: Callable[[Library], T]) -> T:
        await self._follow()
        mark = self._mark
        try:
            return await self._call(lambda: call(self._shelves.library(index)))
        except SearchUnavailable:
            await self._follow()
            if mark == self._mark:
                raise
        return await self._call(lambda: call(self._shelves.library(index)))  # it was swapped under our eyes

    async def _call(self, call: Callable[[], T]) -> T:
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
