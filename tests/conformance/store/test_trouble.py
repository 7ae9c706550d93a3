"""A disk that is full, or can only be read, is said to be; and it is known when that is over."""

from __future__ import annotations

import pytest

from service.models import Draft
from service.store import writing
from service.store.database import Database
from service.store.incoming import Incoming
from service.store.unavailable import StoreUnavailable

FULL = ("PRAGMA max_page_count=1", "PRAGMA max_page_count=1000000")
READ_ONLY = ("PRAGMA query_only=1", "PRAGMA query_only=0")


async def store(database: Database, number: int) -> None:
    async with database.write() as connection:
        await writing.save(connection, [Incoming(Draft(body=f"{number} " + "anchor " * 9_000), [])])


@pytest.mark.parametrize(("trouble", "pragmas"), [("full", FULL), ("read_only", READ_ONLY)])
async def test_a_write_that_fails_says_why_and_one_that_does_not_that_it_is_over(
    database: Database, trouble: str, pragmas: tuple[str, str]
) -> None:
    if not database.is_sqlite:
        pytest.skip("needs a disk of the server's own")
    begin, end = pragmas
    async with database.write() as connection:  # there is one writing connection, so that it is the next one, too
        await connection.exec_driver_sql(begin)
    with pytest.raises(StoreUnavailable) as raised:
        for number in range(50):
            await store(database, number)
    assert (raised.value.trouble, database.trouble) == (trouble, trouble)
    async with database._writer.connect() as connection:  # past SQLAlchemy, which would begin by writing
        await (await connection.get_raw_connection()).driver_connection.execute(end)  # type: ignore[union-attr]
    await store(database, 99)
    assert database.trouble is None


async def test_a_server_that_only_reads_says_so(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("needs a server")
    with pytest.raises(StoreUnavailable) as raised:
        async with database.write(in_turn=False) as connection:
            await connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            await connection.exec_driver_sql("CREATE TABLE x (y int)")
    assert raised.value.trouble == "read_only"
