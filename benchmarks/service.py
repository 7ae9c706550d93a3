"""A search over HTTP against the same query straight to Meilisearch, one after the other, in one run."""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import httpx

from benchmarks.corpus import Story, stories
from benchmarks.filling import filled
from search.schema import INDEX_VERSION
from service.settings import Settings

FACETS = {"outlet": "outlet_id", "speaker": "speaker_id", "year": "year"}


async def run(articles: int, queries: int, kept: Path | None = None) -> str:
    """Return the table: a search of quotes with three facets, and one with a filter, through three doors."""
    corpus = list(stories(articles))
    async with filled(corpus, kept) as doors:
        with served(doors["embedded"]) as embedded, served(doors["Meilisearch"]) as through:
            at = doors["Meilisearch"]
            uid = f"{at.search_prefix}_v{INDEX_VERSION}_quotes"
            plain = {"Accept-Encoding": "identity"}  # from none of them: packing would be timed, too
            headers = plain | ({"Authorization": f"Bearer {at.search_key.reveal()}"} if at.search_key else {})
            with (
                httpx.Client(base_url=at.search_url or "", headers=headers) as straight,
                httpx.Client(base_url=through, headers=plain) as service,
                httpx.Client(base_url=embedded, headers=plain) as default,
            ):
                table = _measured(corpus, queries, uid, straight, service, default)
    return f"{articles:,} articles, {queries} queries of each kind, over kept connections.\n\n{table}"


def _measured(
    corpus: Sequence[Story],
    queries: int,
    uid: str,
    straight: httpx.Client,
    service: httpx.Client,
    default: httpx.Client,
) -> str:
    dice = random.Random(11)
    lines = [
        "| search of quotes | Meilisearch itself, p50 / p95 | through the service | ratio | embedded service | ratio |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, filtered in (("three facets", False), ("three facets, one chosen", True)):
        times: list[list[float]] = [[], [], []]
        for number in range(queries + 10):
            story = dice.choice(corpus)
            words = " ".join(re.findall("[a-z]{4,}", story.quotes[0].text.lower())[:2])
            outlet = (story.article.outlet_id or "none") if filtered else None
            params = {"q": words, "facets": list(FACETS)} | ({"outlet": outlet} if outlet else {})
            calls = (
                lambda words=words, outlet=outlet: straight.post("/multi-search", json=_body(uid, words, outlet)),
                lambda params=params: service.get("/v1/search/quotes", params=params),
                lambda params=params: default.get("/v1/search/quotes", params=params),
            )
            for who, call in enumerate(calls):
                started = time.perf_counter()
                call().raise_for_status()
                if number >= 10:  # the first ones warm up
                    times[who].append((time.perf_counter() - started) * 1_000)
        p50 = [median(some) for some in times]
        p95 = [quantiles(some, n=20)[-1] for some in times]
        cells = [f"{middle:.1f} / {high:.1f} ms" for middle, high in zip(p50, p95, strict=True)]
        lines.append(
            f"| {name} | {cells[0]} | {cells[1]} | {p50[1] / p50[0]:.2f} | {cells[2]} | {p50[2] / p50[0]:.2f} |"
        )
    return "\n".join(lines)


def _body(uid: str, words: str, outlet: str | None) -> dict[str, Any]:
    """What a person would send to Meilisearch who wants the same answer: a facet's counts without its own filter."""
    main: dict[str, Any] = {
        "indexUid": uid,
        "q": words,
        "limit": 20,
        "attributesToHighlight": ["text", "speaker", "article_title"],
        "facets": list(FACETS.values()) if outlet is None else ["speaker_id", "year"],
    }
    if outlet is None:
        return {"queries": [main]}
    main["filter"] = f'outlet_id = "{outlet}"'
    return {"queries": [main, {"indexUid": uid, "q": words, "limit": 0, "facets": ["outlet_id"]}]}


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """`onrecord serve` with these settings as a process of its own; gives its URL."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"ONRECORD_DATA_DIR": str(settings.data_dir), "ONRECORD_PORT": str(port)}
    if settings.search_url:
        environment |= {"ONRECORD_SEARCH_URL": settings.search_url, "ONRECORD_SEARCH_PREFIX": settings.search_prefix}
    if settings.search_key:
        environment["ONRECORD_SEARCH_KEY"] = settings.search_key.reveal()
    command = [sys.executable, "-m", "service.cli", "serve"]
    with subprocess.Popen(command, env=os.environ | environment, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        try:
            _await(url)
            yield url
        finally:
            process.terminate()


def _await(url: str) -> None:
    for _ in range(600):
        try:
            httpx.get(f"{url}/health/live").raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("the service did not start")
