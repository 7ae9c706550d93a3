"""Kills at every failpoint, one after the other, of those who take articles in and of those who index them.

What was acknowledged is there and whole, and search agrees with it, whatever died when. More by `--kills 500`.
"""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import httpx
import msgspec
import pytest
import sqlalchemy as sa

from search.embedded import EmbeddedEngine
from service import failpoints
from service.importing.importer import Importer
from service.parts import import_limits
from service.store import articles, outbox, quotes, rebuilds
from service.store.database import Database
from service.store.tables import articles as rows
from tests.fault.archive import body, due, expire_leases, held, store
from tests.fault.mortal import Arguments, heard, settings, start

AT_ONCE = 4
"""Articles that are taken in between two kills."""

DEATHS = [
    ("takes", "store.commit=5"),
    ("works", "outbox.claimed"),
    ("serves", "store.commit=5"),
    ("works", "outbox.written"),
    ("imports", "import.stored"),
    ("reindexes", "reindex.swapped"),
    ("reconciles", "reconcile.noted"),
    ("works", "outbox.half_written"),
    ("takes", "store.committed=4"),
    ("works", "outbox.settled"),
    ("works", "store.commit=3"),
    ("reindexes", "reindex.built"),
    ("serves", "store.committed=4"),
    ("works", "store.committed=2"),
    ("imports", "store.commit=2"),
    ("reindexes", "reindex.begun"),
    ("serves", None),
    ("reindexes", "outbox.written"),
    ("serves", "outbox.half_written"),
    ("takes", "store.commit=4"),
]
"""Who dies where; a server without a failpoint is killed by somebody else, when it has answered."""


def test_there_is_a_death_at_every_failpoint() -> None:
    assert {at.partition("=")[0] for _, at in DEATHS if at} == set(failpoints.FAILPOINTS)


class Archive:
    """What is done to an archive, and what it has acknowledged: by number, the article's id where it was said."""

    def __init__(self, where: Arguments) -> None:
        self.where = where
        self.database = Database(where[1])
        self.acknowledged: dict[int, str | None] = {}
        self._number = 0

    def _numbers(self, count: int = AT_ONCE) -> range:
        self._number += count
        return range(self._number - count, self._number)

    async def die(self, role: str, failpoint: str | None) -> int | None:
        """Have a process in this role die at a failpoint; returns its exit code."""
        given: tuple[object, ...] = (self._numbers(),) if role == "takes" else ()
        if role == "imports":
            await self._hand_in(self._numbers())
        elif role == "reconciles":
            async with self.database.write() as connection:
                await connection.execute(rows.update().values(revision=rows.c.revision + 1))
        elif role in ("works", "reindexes") and self.acknowledged:
            await store(self.database, self._numbers(1))
        process, ours = start(role, self.where, failpoint, *given)
        if role == "serves":
            assert ours.poll(60)
            await self._post(str(ours.recv()), self._numbers())
            process.kill()  # where it has not died by itself
        said = heard(process, ours)
        if role == "takes":
            self.acknowledged.update(said)  # type: ignore[arg-type]
        await expire_leases(self.database)
        return process.exitcode

    async def _hand_in(self, numbers: Sequence[int]) -> None:
        async def stream() -> AsyncIterator[bytes]:
            for number in numbers:
                yield msgspec.json.encode({"body": body(number), "external_id": f"n{number}"}) + b"\n"

        importer = Importer(self.database, import_limits(settings(self.where)), taken=lambda: None)
        await importer.take(stream(), packed=False)
        self.acknowledged |= dict.fromkeys(numbers)

    async def _post(self, address: str, numbers: Sequence[int]) -> None:
        async with httpx.AsyncClient(base_url=address, timeout=60) as client:
            for number in numbers:
                try:
                    said = await client.post("/v1/articles", json={"body": body(number), "external_id": f"n{number}"})
                except httpx.TransportError:
                    return
                assert said.status_code == 201
                self.acknowledged[number] = said.json()["id"]


async def test_nothing_acknowledged_is_lost_or_half_there_whatever_is_killed_where(
    database_url: str,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    archive = Archive((tmp_path, database_url))
    database = archive.database
    died: Counter[str] = Counter()
    wanted = request.config.getoption("--kills")
    attempt = 0
    while died.total() < wanted:
        role, failpoint = DEATHS[attempt % len(DEATHS)]
        attempt += 1
        assert attempt < 3 * wanted + 20, f"the failpoints are not reached: {died}"
        if (code := await archive.die(role, failpoint)) == -signal.SIGKILL:
            died[f"{role} at {failpoint}"] += 1
        else:
            assert code == 0, (role, failpoint)
    for role in ("imports", "works"):
        process, ours = start(role, archive.where, None)
        heard(process, ours)
        assert process.exitcode == 0

    engine = EmbeddedEngine(tmp_path / "search")
    await engine.prepare()
    async with database.write() as connection:
        await rebuilds.forget_dead(connection)
        assert await outbox.targets(connection) == [outbox.LIVE]
        assert await outbox.waiting(connection) == 0
        ids = {row[0]: row[1] for row in await connection.execute(sa.select(rows.c.external_id, rows.c.id))}
        kept = await articles.by_ids(connection, list(ids.values()))
        said = await quotes.of_articles(connection, list(kept))
    for number, article_id in archive.acknowledged.items():
        article = kept[ids[f"n{number}"]]
        assert article_id in (article.id, None)
        assert article.body == body(number)
        assert article.searchable
        assert len(said[article.id]) == 1
    assert await held(engine) == await due(database)
    record_property(
        "figures",
        f"{database.url.get_backend_name()}: {died.total()} kills, {len(archive.acknowledged)} articles acknowledged, "
        "0 lost, 0 half-written, index and store equal",
    )
    await engine.close()
    await database.close()
