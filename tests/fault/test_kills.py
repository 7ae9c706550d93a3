"""Kills at every failpoint, one after the other, of those who take articles in and of those who index them.

What was acknowledged is there and whole, and search agrees with it, whatever died when. More by `--kills 500`.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from search.embedded import EmbeddedEngine
from service.store import articles, outbox, quotes, rebuilds
from service.store.database import Database
from tests.fault.archive import body, due, expire_leases, held, store
from tests.fault.mortal import heard, start

AT_ONCE = 4
"""Articles that are taken in between two kills."""

DEATHS = [
    ("takes", "store.commit=5"),
    ("works", "outbox.claimed"),
    ("takes", "store.committed=4"),
    ("works", "outbox.written"),
    ("works", "outbox.half_written"),
    ("works", "outbox.settled"),
    ("works", "store.commit=3"),
    ("reindexes", "reindex.built"),
    ("reindexes", "reindex.swapped"),
    ("takes", "store.commit=4"),
    ("works", "store.committed=2"),
    ("reindexes", "reindex.begun"),
    ("reindexes", "outbox.written"),
    ("takes", "store.committed=5"),
]


async def test_nothing_acknowledged_is_lost_or_half_there_whatever_is_killed_where(
    database_url: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    where = (tmp_path, database_url)
    acknowledged: dict[int, str] = {}
    died: Counter[str] = Counter()
    database = Database(database_url)
    wanted = request.config.getoption("--kills")
    number = attempt = 0
    while died.total() < wanted:
        role, failpoint = DEATHS[attempt % len(DEATHS)]
        attempt += 1
        assert attempt < 3 * wanted + 20, f"the failpoints are not reached: {died}"
        if role == "takes":
            given: tuple[object, ...] = (range(number, number + AT_ONCE),)
            number += AT_ONCE
        else:
            given = ()
            await store(database, [number]) if acknowledged else None
            number += 1
        process, ours = start(role, where, failpoint, *given)
        for said in heard(process, ours):
            if role == "takes":
                acknowledged.update([said])  # type: ignore[list-item]
        if process.exitcode == -signal.SIGKILL:
            died[f"{role} at {failpoint}"] += 1
        else:
            assert process.exitcode == 0, (role, failpoint)
        if role != "takes":
            await expire_leases(database)
    process, ours = start("works", where, None)
    assert heard(process, ours) == ["drained"]

    engine = EmbeddedEngine(tmp_path / "search")
    await engine.prepare()
    async with database.write() as connection:
        await rebuilds.forget_dead(connection)
        assert await outbox.targets(connection) == [outbox.LIVE]
        assert await outbox.waiting(connection) == 0
        kept = await articles.by_ids(connection, list(acknowledged.values()))
        said = await quotes.of_articles(connection, list(kept))
    for one, article_id in acknowledged.items():
        assert kept[article_id].body == body(one)
        assert kept[article_id].searchable
        assert len(said[article_id]) == 1
    assert await held(engine) == await due(database)
    record_property(
        "figures",
        f"{database.url.get_backend_name()}: {died.total()} kills, {len(acknowledged)} articles acknowledged, 0 lost, "
        "0 half-written, index and store equal",
    )
    await engine.close()
    await database.close()
