"""Holding a lease for as long as work goes on, so that only the dead lose theirs."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from service.store import leases
from service.store.database import Database
from service.store.unavailable import StoreUnavailable

LEASE_SECONDS = 15.0
"""How long what is leased is left alone when nobody renews the lease: what the dead held goes on this much later."""


def new_lease() -> str:
    """An id for a lease to come."""
    return uuid.uuid4().hex


@asynccontextmanager
async def kept(database: Database, lease: str) -> AsyncIterator[None]:
    """Renew a lease that was taken for `LEASE_SECONDS` while the block runs, and give it back in the end."""
    renewal = asyncio.create_task(_renew(database, lease))
    try:
        yield
    finally:
        renewal.cancel()
        with suppress(asyncio.CancelledError):
            await renewal
        with suppress(StoreUnavailable):  # else it runs out by itself
            async with database.write(in_turn=False) as connection:
                await leases.release(connection, lease)


async def _renew(database: Database, lease: str) -> None:
    while True:
        await asyncio.sleep(LEASE_SECONDS / 3)
        with suppress(StoreUnavailable):
            async with database.write(in_turn=False) as connection:
                await leases.renew(connection, lease, LEASE_SECONDS)
