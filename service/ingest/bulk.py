"""Many articles at once: extracted in processes, and stored a batch to a transaction."""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterable, AsyncIterator, Iterable, Sequence
from contextlib import aclosing

from service.ingest.intake import Intake, incoming
from service.ingest.items import Found, Item, P, Refused, Stored
from service.ingest.ledger import Ledger
from service.ingest.pool import Pool, in_chunks
from service.models import ArticleIn
from service.store.incoming import Saved
from service.store.known import Contradiction

BATCH = 100
"""How many articles are stored in one transaction."""

_BATCH_CHARS = 4_000_000


async def ingest_items(
    intake: Intake, pool: Pool, items: Iterable[Item[P]] | AsyncIterable[Item[P]], *, outlet: str | None = None
) -> AsyncGenerator[list[Stored[P]], None]:
    """Extract articles and store them; yields what became of them, in order, a batch after each commit.

    Items are asked for only as fast as they are stored. Raises what `Pool.extract_all` and the store raise; all that
    was yielded is then stored, and nothing is half stored.
    """
    async with aclosing(pool.extract_all(items, outlet=outlet)) as found, aclosing(batches(found)) as lists:
        async for batch in lists:
            yield await _stored(intake, batch)


async def batches(found: AsyncIterator[Found[P]]) -> AsyncGenerator[list[Found[P]], None]:
    """What was found, in lists that are worth a transaction and no burden to the memory."""
    batch: list[Found[P]] = []
    chars = 0
    async for place, one in found:
        batch.append((place, one))
        chars += 0 if isinstance(one, Refused | Saved) else len(incoming(one).draft.body)
        if len(batch) == BATCH or chars > _BATCH_CHARS:
            yield batch
            batch, chars = [], 0
    if batch:
        yield batch


async def ingest_new(
    intake: Intake, pool: Pool, ledger: Ledger, items: Iterable[Item[P]], *, outlet: str | None, again: bool = False
) -> AsyncGenerator[list[Stored[P]], None]:
    """As `ingest_items`, but what the ledger knows is the same, and not read; unless it is to be read `again`."""
    async with aclosing(
        ingest_items(intake, pool, _unknown(ledger, items, outlet, again=again), outlet=outlet)
    ) as all_:
        async for batch in all_:
            await ledger.note(
                {digest: what.article_id for (_, digest), what in batch if digest and isinstance(what, Saved)}
            )
            yield [(place, what) for (place, _), what in batch]


async def _unknown(
    ledger: Ledger, items: Iterable[Item[P]], outlet: str | None, *, again: bool
) -> AsyncGenerator[Item[tuple[P, bytes | None]], None]:
    """The items with their digests; those that the ledger knows with the article that they became."""
    async for chunk in in_chunks(items, BATCH):
        digests = [ledger.digest(given, outlet) if isinstance(given, ArticleIn) else None for _, given in chunk]
        known = {} if again else await ledger.known([digest for digest in digests if digest])
        for (place, given), digest in zip(chunk, digests, strict=True):
            if digest in known:
                yield (place, None), Saved(known[digest], "same")
            else:
                yield (place, digest), given


async def _stored(intake: Intake, batch: Sequence[Found[P]]) -> list[Stored[P]]:
    ready = [found for _, found in batch if not isinstance(found, Refused | Saved)]
    following = iter(await intake.store(ready) if ready else ())
    return [
        (place, found if isinstance(found, Refused | Saved) else _outcome(next(following))) for place, found in batch
    ]


def _outcome(made: Saved | Contradiction) -> Saved | Refused:
    return Refused(str(made)) if isinstance(made, Contradiction) else made
