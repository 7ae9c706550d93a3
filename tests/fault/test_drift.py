"""An index that is not what the store says, planted document by document, is found out and repaired."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from search.engine import SearchEngine
from service.indexing.batch import project
from service.indexing.reconcile import Drift, Reconciling
from service.indexing.worker import Worker
from service.store import articles
from service.store.database import Database
from service.store.outbox import Claim
from tests.fault.archive import all_ids, differing, due, held, store

ARTICLES = 500
MISSING, STALE, ORPHANED = 334, 333, 333


async def plant(database: Database, engine: SearchEngine) -> None:
    """Half of each kind of drift among articles, half among quotes."""
    ids = await all_ids(database)
    async with database.read() as connection:
        batch = await project(connection, [Claim(key, (), ()) for key in ids])
    for name, documents in (("articles", batch.articles), ("quotes", batch.quotes)):
        missing = MISSING // 2
        stale = STALE // 2 + (name == "quotes")
        orphaned = ORPHANED // 2 + (name == "quotes")
        old = [msgspec.structs.replace(one, revision=0) for one in documents[missing : missing + stale]]
        strange = [msgspec.structs.replace(one, id=f"stray-{one.id}") for one in documents[-orphaned:]]
        gone = [one.id for one in documents[:missing]]
        await engine.write(name, put=[*old, *strange], remove=gone)  # type: ignore[arg-type]  # one of the two


async def test_a_thousand_drifts_are_found_and_repaired_by_one_reconcile(
    database: Database, engine: SearchEngine, record_property: Callable[[str, object], None]
) -> None:
    worker = Worker(database, engine, batch=1_000)
    for first in range(0, ARTICLES, 250):
        await store(database, range(first, first + 250))
    await worker.drain()
    assert await Reconciling(database, engine).run() == Drift()

    await plant(database, engine)
    planted = Drift(missing=MISSING, stale=STALE, orphaned=ORPHANED)
    assert await Reconciling(database, engine, repairs=False).run() == planted
    found = await Reconciling(database, engine).run()
    assert found == planted
    async with database.read() as connection:
        assert not (await articles.by_ids(connection, (await all_ids(database))[:1])).popitem()[1].searchable
    await worker.drain()
    record_property("figures", f"{engine.name}: {found.total} drifts planted, found and repaired by one reconcile")

    assert await held(engine) == await due(database)
    assert await differing(database, engine) == []
    assert await Reconciling(database, engine).run() == Drift()


async def test_what_is_about_to_be_written_is_no_drift(database: Database, engine: SearchEngine) -> None:
    await engine.prepare()
    await store(database, [1])
    assert await Reconciling(database, engine).run() == Drift()
