from __future__ import annotations

from typing import Any

from service.store import imports, leases
from service.store.database import Database
from service.store.imports import Import, RefusedItem, Step


async def add(database: Database, import_id: str, size: int = 100) -> Import:
    async with database.write() as connection:
        return await imports.add(connection, import_id, size)


async def claim(database: Database, *ids: str, lease: str, seconds: float = 60) -> Import | None:
    async with database.write() as connection:
        return await imports.claim(connection, ids, lease=lease, seconds=seconds)


async def advance(database: Database, lease: str, **step: Any) -> bool:
    async with database.write() as connection:
        return await imports.advance(connection, lease, Step(**step))


async def get(database: Database, import_id: str) -> Import:
    async with database.read() as connection:
        found = await imports.get(connection, import_id)
    assert found is not None
    return found


async def test_the_longest_waiting_is_claimed_first_and_by_one_only(database: Database) -> None:
    for import_id in ("a", "b"):
        await add(database, import_id)
    claimed = [await claim(database, "b", "a", lease=lease) for lease in ("1", "2", "3")]
    assert [one and (one.id, one.state) for one in claimed] == [("a", "running"), ("b", "running"), None]


async def test_only_what_is_named_is_claimed(database: Database) -> None:
    await add(database, "a")
    assert await claim(database, "b", lease="1") is None


async def test_a_lease_that_ran_out_or_was_given_back_is_taken_over_where_it_was(database: Database) -> None:
    await add(database, "a")
    first = await claim(database, "a", lease="1", seconds=-1)
    assert first is not None
    assert await advance(database, "1", bytes_done=40, lines_done=4, created=3, same=1)
    second = await claim(database, "a", lease="2")
    assert second is not None
    assert (second.bytes_done, second.lines_done, second.created, second.same) == (40, 4, 3, 1)
    assert second.started_at == first.started_at
    async with database.write() as connection:
        await leases.release(connection, "2")
    assert await claim(database, "a", lease="3") is not None


async def test_who_lost_the_lease_notes_nothing_more(database: Database) -> None:
    await add(database, "a")
    await claim(database, "a", lease="1", seconds=-1)
    await claim(database, "a", lease="2")
    assert not await advance(database, "1", bytes_done=40, lines_done=4, created=4)
    assert await advance(database, "2", bytes_done=10, lines_done=1, created=1)
    assert (await get(database, "a")).created == 1


async def test_nothing_is_noted_for_what_was_cancelled_and_it_ends_once(database: Database) -> None:
    await add(database, "a")
    await claim(database, "a", lease="1")
    async with database.write() as connection:
        assert await imports.finish(connection, "a", "cancelled", "because")
        assert not await imports.finish(connection, "a", "done")
    assert not await advance(database, "1", bytes_done=40, lines_done=4, created=4)
    found = await get(database, "a")
    assert (found.state, found.reason, found.created) == ("cancelled", "because", 0)
    assert await claim(database, "a", lease="2") is None


async def test_what_was_refused_is_paged_in_the_order_of_its_lines_and_forgotten_with_its_import(
    database: Database,
) -> None:
    for import_id in ("a", "b"):
        await add(database, import_id)
        await claim(database, import_id, lease=import_id)
        refused = [RefusedItem(line=line, pointer="/body", reason="is blank") for line in (3, 1, 2)]
        await advance(database, import_id, bytes_done=9, lines_done=3, refused=refused)
    async with database.write() as connection:
        await imports.finish(connection, "a", "done")
        first = await imports.errors_page(connection, "a", after=None, limit=2)
        rest = await imports.errors_page(connection, "a", after=2, limit=2)
        assert [item.line for item in first + rest] == [1, 2, 3]
        await imports.forget(connection, "9999")
        assert await imports.get(connection, "a") is None
        assert await imports.errors_page(connection, "a", after=None, limit=9) == []
        assert await imports.get(connection, "b") is not None, "it has not ended"
        assert len(await imports.errors_page(connection, "b", after=None, limit=9)) == 3
