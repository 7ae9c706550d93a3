"""Two servers and two workers on one PostgreSQL, and one of the workers dies. By `--crowd 10000`: it takes minutes."""

from __future__ import annotations

import asyncio
import subprocess
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

from search.meilisearch import MeilisearchEngine
from service.store import outbox
from service.store.database import Database
from service.store.tables import leases
from service.store.tables import outbox as rows
from tests.command.running import running, serving
from tests.fault.archive import body, due, held
from tests.servers import Access

CLIENTS = 8

TWICE = (
    sa.select(rows.c.article_id)
    .join(leases, leases.c.id == rows.c.lease)
    .where(leases.c.until > sa.cast(sa.extract("epoch", sa.func.clock_timestamp()), sa.Float))
    .group_by(rows.c.article_id)
    .having(sa.func.count(sa.distinct(rows.c.lease)) > 1)
)


@contextmanager
def working(folder: Path, **given: str) -> Iterator[subprocess.Popen[str]]:
    with running(folder, "worker", until="On Record works", **given) as (process, _):
        yield process


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_no_article_is_in_two_hands_and_none_is_left(
    database_url: str,
    meilisearch: Access,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    record_property: Callable[[str, object], None],
) -> None:
    count = request.config.getoption("--crowd")
    if not count:
        pytest.skip("takes minutes: run it by --crowd 10000")
    prefix = f"crowd-{uuid.uuid4().hex[:8]}"
    given = {
        "ONRECORD_DATABASE_URL": database_url,
        "ONRECORD_SEARCH_URL": meilisearch.url,
        "ONRECORD_SEARCH_KEY": meilisearch.key or "",
        "ONRECORD_SEARCH_PREFIX": prefix,
        "ONRECORD_IMPORTS_AT_ONCE": "0",
        "ONRECORD_ACCESS_LOG": "false",
    }
    database = Database(database_url)
    engine = MeilisearchEngine(*meilisearch, prefix=prefix, timeout=30)
    looks = twice = 0
    done = asyncio.Event()

    async def look() -> None:
        nonlocal looks, twice
        while not done.is_set():
            async with database.read() as connection:
                twice += len(list(await connection.scalars(TWICE)))
            looks += 1
            await asyncio.sleep(0.02)

    with ExitStack() as running:
        addresses = [
            running.enter_context(serving(tmp_path, "serve", "--port", "0", ONRECORD_WORKER="false", **given))
            for _ in range(2)
        ]
        workers = [running.enter_context(working(tmp_path, **given)) for _ in range(2)]
        looking = asyncio.create_task(look())
        started = time.monotonic()
        numbers = iter(range(count))

        async def post(client: httpx.AsyncClient, address: str) -> None:
            for number in numbers:
                answer = await client.post(f"{address}/v1/articles", json={"body": body(number)})
                assert answer.status_code == 201, answer.text
                if number == count // 2:
                    workers[0].kill()

        async with httpx.AsyncClient(timeout=60) as client:
            await asyncio.gather(*(post(client, addresses[number % 2]) for number in range(CLIENTS)))
        taken = time.monotonic() - started
        while True:
            async with database.read() as connection:
                if not await outbox.waiting(connection):
                    break
            assert time.monotonic() - started < taken + 600
            await asyncio.sleep(0.1)
        searchable = time.monotonic() - started - taken
        done.set()
        await looking
    record_property(
        "figures",
        f"{count} articles by two servers and two workers (one killed half way): taken in {taken:.0f} s, the last "
        f"searchable {searchable:.1f} s later; {looks} looks at the leases, {twice} articles in two hands",
    )
    assert twice == 0
    assert await held(engine) == await due(database)
    await engine.close()
    await database.close()
