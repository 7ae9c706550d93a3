"""Taking what waits in the outbox to an engine, batch by batch."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from search.engine import Refusal, SearchEngine, SearchUnavailable
from service.failpoints import failpoint
from service.indexing.batch import Batch, project
from service.indexing.together import together
from service.store import outbox
from service.store.database import Database
from service.store.leasing import LEASE_SECONDS, kept, new_lease
from service.store.outbox import LIVE, Claim, Refused
from service.store.unavailable import StoreUnavailable

_log = structlog.get_logger(__name__)

LANES = 2
"""How many batches are under way at once, so that the engine always has the next one when it is done with one."""

Done = tuple[dict[str, int], list[Refused]]
"""The revision of each article that the index holds now, and what it refused."""


class Drain:
    """The rows of one `target` of the outbox on their way to its engine; any number of processes may be at it.

    `batch` is how many articles are claimed at once, at most; their bytes are bounded, too.
    """

    def __init__(self, database: Database, engine: SearchEngine, *, batch: int, target: str = LIVE) -> None:
        self._database = database
        self._engine = engine
        self._batch = batch
        self._target = target
        self._stopping = False

    def stop(self) -> None:
        """Begin no further batch; those under way are brought to their end."""
        self._stopping = True

    async def run(self) -> None:
        """Work until nothing waits that is not leased elsewhere. Raises what `work` raises."""
        await self._until(None)

    async def empty(self) -> None:
        """Work until nothing waits of what waited at first, but for what is leased elsewhere; others may write on."""
        async with self._database.read() as connection:
            last = await outbox.last(connection, self._target)
        if last is not None:
            await self._until(last)

    async def _until(self, last: int | None) -> None:
        if await self._any_waiting(last):  # claiming is a write; most looks find nothing
            await together(*(self._lane(last) for _ in range(LANES)))

    async def _lane(self, last: int | None) -> None:
        while not self._stopping and await self.work():
            if last is not None and not await self._any_waiting(last):
                return

    async def _any_waiting(self, last: int | None) -> bool:
        async with self._database.read() as connection:
            return await outbox.any_waiting(connection, self._target, last)

    async def work(self) -> int:
        """Take one batch through; returns how many articles it held. Raises `SearchUnavailable`, `StoreUnavailable`.

        The rows are given back when anything fails, and the batch is repeated later: engine writes are idempotent.
        """
        lease = new_lease()
        async with self._database.write(in_turn=False) as connection:
            claims = await outbox.claim(
                connection, lease=lease, seconds=LEASE_SECONDS, limit=self._batch, target=self._target
            )
        if not claims:
            return 0
        failpoint("outbox.claimed")
        async with kept(self._database, lease):
            indexed, refused = await self.index(claims)
            failpoint("outbox.written")
            async with self._database.write() as connection:
                await outbox.settle(connection, lease, claims, indexed, refused, target=self._target)
        failpoint("outbox.settled")
        return len(claims)

    async def index(self, claims: Sequence[Claim]) -> Done:
        """Index what can be indexed. What fails for what it is, alone, is refused: no other article waits for it.

        An outage is nobody's fault, and neither is what befalls all of several articles alike: both are raised.
        """
        try:
            return await self._write(claims)
        except (SearchUnavailable, StoreUnavailable):
            raise
        except Exception as error:
            indexed, refused = await self._one_by_one(claims, error)
            if len(claims) > 1 and sum(one.revision == _NONE for one in refused) == len(claims):
                raise
        for refusal in refused:
            if refusal.revision == _NONE:
                _log.error("article_can_not_be_indexed", id=refusal.article_id, reason=refusal.reason)
        return indexed, refused

    async def _one_by_one(self, claims: Sequence[Claim], error: Exception) -> Done:
        """Halve what fails until each article that fails is alone."""
        if len(claims) == 1:
            reason = f"{type(error).__name__}: {error}"[:500]
            return {}, [Refused("articles", claims[0].article_id, claims[0].article_id, _NONE, reason)]
        indexed: dict[str, int] = {}
        refused: list[Refused] = []
        for some in (claims[: len(claims) // 2], claims[len(claims) // 2 :]):
            try:
                done = await self._write(some)
            except (SearchUnavailable, StoreUnavailable):
                raise
            except Exception as again:  # noqa: BLE001 - whatever it is, it is kept as the reason
                done = await self._one_by_one(some, again)
            indexed |= done[0]
            refused += done[1]
        return indexed, refused

    async def _write(self, claims: Sequence[Claim]) -> Done:
        async with self._database.read() as connection:
            batch = await project(connection, claims)
        of_quotes, of_articles = await together(
            self._write_quotes(batch),
            self._engine.write("articles", put=batch.articles, remove=batch.gone_articles),
        )
        refused = batch.refused(of_articles, of_quotes)
        for refusal in refused:
            _log.error("document_refused", index=refusal.index, id=refusal.document_id, reason=refusal.reason)
        return batch.revisions, refused

    async def _write_quotes(self, batch: Batch) -> list[Refusal]:
        refused = await self._engine.write("quotes", put=batch.quotes, remove=batch.gone_quotes)
        failpoint("outbox.half_written")
        return refused


_NONE = 0
"""The revision of what could not even be made a document of."""
