from __future__ import annotations

import asyncio

from service.models import Draft
from service.store import articles, leases, outbox, writing
from service.store.database import Database
from service.store.incoming import Incoming, Saved
from service.store.outbox import Refused


async def store(database: Database, *bodies: str) -> list[str]:
    async with database.write() as connection:
        saved = await writing.save(connection, [Incoming(Draft(body=body), []) for body in bodies])
    return [one.article_id for one in saved if isinstance(one, Saved)]


async def claim(database: Database, lease: str, seconds: float = 60, limit: int = 10) -> list[outbox.Claim]:
    async with database.write() as connection:
        return await outbox.claim(connection, lease=lease, seconds=seconds, limit=limit)


async def test_the_longest_waiting_come_first_and_no_article_is_leased_twice(database: Database) -> None:
    first, second, third = await store(database, "one", "two", "three")
    assert [one.article_id for one in await claim(database, "a", limit=2)] == [first, second]
    assert [one.article_id for one in await claim(database, "b")] == [third]
    assert await claim(database, "c") == []


async def test_long_articles_are_claimed_fewer_at_once_and_one_at_least(database: Database) -> None:
    short, long, third, last = await store(database, "short", "l" * 1_000, "three", "four")
    async with database.write() as connection:
        assert await writing.delete(connection, last)

    async def claimed(chars: int) -> list[str]:
        async with database.write() as connection:
            claims = await outbox.claim(connection, lease=str(chars), seconds=60, limit=10, chars=chars)
        return [one.article_id for one in claims]

    assert await claimed(100) == [short, long]
    assert await claimed(1) == [third]
    assert await claimed(2) == [last]  # is no more, and has to be taken out of the index


async def test_a_lease_that_ran_out_is_free_again(database: Database) -> None:
    await store(database, "one")
    await claim(database, "dead", seconds=0.01)
    await asyncio.sleep(0.05)
    assert len(await claim(database, "alive")) == 1


async def test_a_renewed_lease_is_kept_until_then_and_no_longer(database: Database) -> None:
    await store(database, "one")
    await claim(database, "slow", seconds=30)
    for seconds, taken in ((60, 0), (-1, 1)):
        async with database.write() as connection:
            assert await leases.renew(connection, "slow", seconds)
        assert len(await claim(database, f"other-{seconds}")) == taken


async def test_a_lease_that_ran_out_can_not_be_renewed(database: Database) -> None:
    await store(database, "one")
    await claim(database, "slow", seconds=-1)
    async with database.write() as connection:
        assert not await leases.renew(connection, "slow", 60)


async def test_what_is_released_can_be_claimed_at_once(database: Database) -> None:
    await store(database, "one")
    await claim(database, "a")
    async with database.write() as connection:
        await leases.release(connection, "a")
    assert len(await claim(database, "b")) == 1


async def test_a_change_made_while_an_article_is_worked_on_waits_for_the_next_round(database: Database) -> None:
    (article_id,) = await store(database, "one")
    claims = await claim(database, "a")
    async with database.write() as connection:
        await outbox.add(connection, {article_id: ()})
    assert await claim(database, "b") == []
    async with database.write() as connection:
        await outbox.settle(connection, "a", claims, {article_id: 1}, [])
        assert await outbox.waiting(connection, article_id) == 1
    assert len(await claim(database, "b")) == 1


async def test_an_article_is_searchable_only_when_the_index_holds_its_revision(database: Database) -> None:
    good, bad = await store(database, "one", "two")
    claims = await claim(database, "a")
    refusal = Refused("articles", bad, bad, 1, "too long")
    async with database.write() as connection:
        await outbox.settle(connection, "a", claims, {good: 1, bad: 1}, [refusal])
    async with database.read() as connection:
        found = await articles.by_ids(connection, [good, bad])
        assert await outbox.refused_count(connection) == 1
        assert await outbox.waiting(connection) == 0
    assert (found[good].searchable, found[bad].searchable) == (True, False)


async def test_a_refusal_of_an_article_that_is_gone_meanwhile_is_dropped(database: Database) -> None:
    (article_id,) = await store(database, "one")
    claims = await claim(database, "a")
    async with database.write() as connection:
        await writing.delete(connection, article_id)
        await outbox.settle(
            connection, "a", claims, {article_id: 1}, [Refused("articles", article_id, article_id, 1, "no")]
        )
        assert await outbox.refused_count(connection) == 0


async def test_work_done_under_a_lost_lease_is_done_again(database: Database) -> None:
    (article_id,) = await store(database, "one")
    slow = await claim(database, "slow", seconds=0.01)
    await asyncio.sleep(0.05)
    quick = await claim(database, "quick")
    async with database.write() as connection:
        await outbox.settle(connection, "quick", quick, {article_id: 1}, [])
        await outbox.settle(connection, "slow", slow, {article_id: 1}, [])
        assert await outbox.waiting(connection, article_id) == 1


async def test_everything_can_be_noted_again_and_counts_as_searchable_only_afterwards(database: Database) -> None:
    first, second = await store(database, "one", "two")
    claims = await claim(database, "a")
    async with database.write() as connection:
        await outbox.settle(connection, "a", claims, {first: 1, second: 1}, [])
        assert await articles.any_indexed(connection)
        await outbox.add_all(connection)
        assert not await articles.any_indexed(connection)
    assert {one.article_id for one in await claim(database, "b")} == {first, second}
