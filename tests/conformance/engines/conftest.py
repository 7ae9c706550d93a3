"""Both engines behind one fixture. What a module wants to search, it writes once, in `ARTICLES` and `QUOTES`."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from search.embedded import EmbeddedEngine
from search.engine import SearchEngine
from search.meilisearch import MeilisearchEngine

HERE = Path(__file__).parent

Make = Callable[[], SearchEngine]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run these tests in one event loop, so that an engine can be shared by the tests of a module."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest.fixture(scope="session", params=["embedded", "meilisearch"])
def make(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    """A maker of new engines, each with indexes of its own."""
    if request.param == "embedded":
        yield lambda: EmbeddedEngine(tmp_path_factory.mktemp("embedded"))
        return
    url, key = request.getfixturevalue("meilisearch")
    yield lambda: MeilisearchEngine(url, key, prefix=f"t{uuid.uuid4().hex[:12]}", timeout=30)


@pytest_asyncio.fixture(loop_scope="session")
async def engine(make: Make) -> AsyncIterator[SearchEngine]:
    """A new, prepared, empty engine."""
    made = make()
    await made.prepare()
    yield made
    await made.close()


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def stocked(request: pytest.FixtureRequest, make: Make) -> AsyncIterator[SearchEngine]:
    """An engine that holds the module's documents; not to be written to."""
    made = make()
    await made.prepare()
    for index, name in (("articles", "ARTICLES"), ("quotes", "QUOTES")):
        documents = getattr(request.module, name, [])
        assert await made.write(index, put=documents) == []  # type: ignore[arg-type]
    yield made
    await made.close()
