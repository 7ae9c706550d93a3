"""How often Meilisearch is asked for one search: once, or twice; never once a facet."""

from __future__ import annotations

from typing import Any

import pytest

from search.engine import OneOf, Query
from search.meilisearch import MeilisearchEngine
from search.schema import MAX_FACET_VALUES
from tests.conformance.engines.documents import article
from tests.servers import Access

LINE = "we cannot wait for another winter like the last one said the mayor"
FACETS = ("outlet_id", "speaker_id", "section", "language", "year", "month")
SELECTED = (OneOf("outlet_id", ("rt", "none")), OneOf("speaker_id", ("zoe", "nobody")), OneOf("year", ("2024",)))


async def test_a_search_is_two_requests_at_most(meilisearch: Access, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = MeilisearchEngine(meilisearch.url, meilisearch.key, prefix="requests", timeout=30)
    await engine.prepare()
    crowd = [f"s{number}" for number in range(MAX_FACET_VALUES + 50)]
    await engine.write(
        "articles",
        put=[article("1", LINE, outlet_id="rt", speaker_id=[*crowd, "zoe"], day="2024-01-01"), article("2", "storm")],
    )
    asked: list[object] = []

    def counting(call: Any) -> Any:
        async def counted(*given: Any, **more: Any) -> Any:
            asked.append(given)
            return await call(*given, **more)

        return counted

    monkeypatch.setattr(engine._client, "post", counting(engine._client.post))
    monkeypatch.setattr(engine._client.http_client, "send", counting(engine._client.http_client.send))
    most = 0
    for q in ("", "winter", "winter zzzzzz mayor", "winte zzz", LINE, LINE[::-1], f'"{LINE}"', "-winter"):
        for filters in ((), SELECTED):
            for offset in (0, 1):
                asked.clear()
                await engine.search(
                    "articles", Query(q=q, filters=filters, facets=FACETS, histogram="auto", offset=offset)
                )
                assert 1 <= len(asked) <= 2, (q, filters)
                most = max(most, len(asked))
    assert most == 2
    await engine.close()
