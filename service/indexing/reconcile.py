"""Comparing what the index really holds with what it has to, and having what differs projected again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from search.engine import SearchEngine
from search.schema import INDEXES, IndexName
from service.failpoints import failpoint
from service.store import membership, outbox
from service.store.database import Database
from service.store.membership import Due
from service.store.outbox import LIVE

_AT_ONCE = 500


class Drift(Struct):
    """Documents (of both indexes) that differ: `missing` from the index, there in a `stale` revision, or `orphaned`."""

    missing: int = 0
    stale: int = 0
    orphaned: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.missing + self.stale + self.orphaned


class Reconciling:
    """Compares the store with one index; where it `repairs`, what differs is noted in the outbox, and done in its turn.

    Documents are compared by id and by the revision of their article. What is about to be written anyway is no
    drift, and neither is what the engine refused.
    """

    def __init__(self, database: Database, engine: SearchEngine, *, target: str = LIVE, repairs: bool = True) -> None:
        self._repairs = repairs
        self._database = database
        self._engine = engine
        self._target = target

    async def run(self) -> Drift:
        """Compare everything, in bounded memory. Raises `SearchUnavailable` and `StoreUnavailable`."""
        drift = Drift()
        after = ""
        while True:
            async with self._database.read() as connection:
                ids = await membership.ids_after(connection, after, _AT_ONCE)
            if not ids:
                break
            after = ids[-1]
            await self._missing_or_stale(ids, drift)
        for name in INDEXES:
            async for held in self._engine.held(name):
                await self._orphaned(name, list(held), drift)
        return drift

    async def _missing_or_stale(self, ids: Sequence[str], drift: Drift) -> None:
        # A second look at what differs: it may have been written between the store's answer and the engine's.
        first = await self._differing(ids)
        differing = await self._differing(list(first)) if first else {}
        drift.missing += sum(missing for missing, _ in differing.values())
        drift.stale += sum(stale for _, stale in differing.values())
        await self._note(dict.fromkeys(differing, ()))

    async def _differing(self, ids: Sequence[str]) -> dict[str, tuple[int, int]]:
        """How many documents of each of these articles are missing, and how many stale."""
        async with self._database.read() as connection:
            waiting = await membership.waiting(connection, ids, self._target)
            due = await membership.due(connection, [key for key in ids if key not in waiting])
        held = {
            "articles": await self._engine.revisions("articles", list(due)),
            "quotes": await self._engine.revisions("quotes", [key for one in due.values() for key in one.quotes]),
        }
        made: dict[str, tuple[int, int]] = {}
        for article, one in due.items():
            revisions = [held[index].get(key) for index, key in _documents(article, one)]
            missing = revisions.count(None)
            stale = sum(revision is not None and revision != one.revision for revision in revisions)
            if missing or stale:
                made[article] = (missing, stale)
        return made

    async def _orphaned(self, index: IndexName, held: Sequence[str], drift: Drift) -> None:
        async with self._database.read() as connection:
            there = await membership.stored(connection, index, held)
        left = [key for key in held if key not in there]
        owners = await self._engine.articles_of(left) if index == "quotes" and left else {key: key for key in left}
        async with self._database.read() as connection:
            waiting = await membership.waiting(connection, set(owners.values()), self._target)
        # An article that is no more goes with its own row; a quote only with a row that names it.
        going = {key for removed in waiting.values() for key in removed} if index == "quotes" else waiting.keys()
        gone: dict[str, list[str]] = {}
        for key in await self._engine.revisions(index, [key for key in owners if key not in going]):
            gone.setdefault(owners[key], []).append(key)
        drift.orphaned += sum(map(len, gone.values()))
        await self._note(gone if index == "quotes" else dict.fromkeys(gone, ()))

    async def _note(self, articles: Mapping[str, Sequence[str]]) -> None:
        if not articles or not self._repairs:
            return
        async with self._database.write() as connection:
            if self._target == LIVE:
                await membership.unmark(connection, list(articles))
            await outbox.add(connection, articles, to=self._target)
        failpoint("reconcile.noted")


def _documents(article: str, due: Due) -> Iterable[tuple[IndexName, str]]:
    """The documents that the index has to hold of an article."""
    everything: list[tuple[IndexName, str]] = [("articles", article), *(("quotes", key) for key in due.quotes)]
    return (one for one in everything if one not in due.refused)
