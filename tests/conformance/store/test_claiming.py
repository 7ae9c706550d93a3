"""Many at once: who claims does not wait for others, and no article is in two hands."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

from service.models import Draft
from service.store import articles, outbox, writing
from service.store.database import Database
from service.store.incoming import Incoming, Saved
from service.store.leasing import new_lease
from service.store.migrate import migrate

ARTICLES = 40
CLAIMERS = 6


async def store(database: Database, count: int) -> list[str]:
    async with database.write() as connection:
        batch = [Incoming(Draft(body=f"Number {number}."), []) for number in range(count)]
        return [one.article_id for one in await writing.save(connection, batch) if isinstance(one, Saved)]


async def test_no_article_is_ever_in_two_hands_and_none_is_left(database: Database) -> None:
    ids = await store(database, ARTICLES)
    held: Counter[str] = Counter()
    worked: Counter[str] = Counter()
    changing = True

    async def change() -> None:
        nonlocal changing
        for _ in range(15):
            async with database.write() as connection:
                await outbox.add(connection, dict.fromkeys(random.sample(ids, 8), ()))
        changing = False

    async def claim() -> None:
        while True:
            lease = new_lease()
            async with database.write(in_turn=False) as connection:
                claims = await outbox.claim(connection, lease=lease, seconds=60, limit=7)
            if not claims and not changing:
                return
            held.update(one.article_id for one in claims)
            assert max(held.values(), default=0) <= 1
            await asyncio.sleep(0.001)
            if claims:
                async with database.write() as connection:
                    await outbox.settle(connection, lease, claims, {}, [])
                    held.subtract(one.article_id for one in claims)  # nobody can have them before this is committed
                worked.update(one.article_id for one in claims)

    async with asyncio.timeout(60), asyncio.TaskGroup() as group:
        for work in (change(), *(claim() for _ in range(CLAIMERS))):
            group.create_task(work)
    async with database.read() as connection:
        assert await outbox.waiting(connection) == 0
    assert set(worked) == set(ids)


async def test_who_claims_passes_over_what_another_is_just_claiming(database: Database) -> None:
    if database.is_sqlite:
        return  # one writer at a time: nobody can be just claiming
    first, second = await store(database, 2)
    async with database.write(in_turn=False) as one:
        assert [claim.article_id for claim in await outbox.claim(one, lease="1", seconds=60, limit=1)] == [first]
        async with database.write() as change:
            await outbox.add(change, {first: ()})
        async with database.write(in_turn=False) as other:
            assert [claim.article_id for claim in await outbox.claim(other, lease="2", seconds=60, limit=9)] == [second]


async def test_an_index_that_is_built_beside_gets_every_change_too_and_its_rows_say_nothing_of_the_live_one(
    database: Database,
) -> None:
    (article_id,) = await store(database, 1)
    async with database.write() as connection:
        live = await outbox.claim(connection, lease="live", seconds=60, limit=9)
        await outbox.add_all(connection, to="beside")
        beside = await outbox.claim(connection, lease="beside", seconds=60, limit=9, target="beside")
        assert [[one.article_id for one in claims] for claims in (live, beside)] == [[article_id]] * 2
        await outbox.settle(connection, "beside", beside, {article_id: 1}, [], target="beside")
        assert not await articles.any_indexed(connection)
        await outbox.settle(connection, "live", live, {article_id: 1}, [])
        assert await articles.any_indexed(connection)


async def test_processes_that_start_at_once_bring_the_store_to_its_newest_schema_once(
    empty_database: Database,
) -> None:
    url = empty_database.url.render_as_string(hide_password=False)
    others = [Database(url) for _ in range(4)]
    await asyncio.gather(*(migrate(one) for one in (empty_database, *others)))
    assert await store(others[0], 1)
    for one in others:
        await one.close()
