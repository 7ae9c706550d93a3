"""Databases with the newest tables to begin from: migrations run once a process of tests, and are copied after that."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

from service.settings import Settings
from service.store.database import Database
from service.store.migrate import migrate


async def migrated(url: str) -> None:
    database = Database(url)
    try:
        await migrate(database)
    finally:
        await database.close()


def new_store(data_dir: Path) -> Path:
    """Put an empty store of the newest schema where a service with this data directory looks for its own."""
    path = data_dir / "onrecord.db"
    data_dir.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_migrated_file())
    return path


@cache
def _migrated_file() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder))
        finish(migrated(settings.database))
        return (settings.data_dir / "onrecord.db").read_bytes()


def finish(work: Coroutine[Any, Any, None]) -> None:
    """Await in a thread of its own: where a fixture is asked for, a loop may be running already."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()
