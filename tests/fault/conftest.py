"""A Meilisearch that the test may stop, kill and start again."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests import servers


@pytest.fixture
def own_meilisearch() -> Iterator[servers.MeilisearchServer]:
    if servers.binary() is None:
        pytest.skip(servers.NOT_OURS)
    with servers.MeilisearchServer() as server:
        yield server
