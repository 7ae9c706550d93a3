"""What all tests share: which engines and databases a run covered is said at its end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, settings
from litestar.testing import AsyncTestClient

from tests import postgres, servers
from tests.contract.answers import committed

settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("default")


@pytest.fixture(scope="session", autouse=True)
def _held_to_the_contract() -> Iterator[None]:
    """Every answer that a test gets of the application is held to the contract."""

    async def sent(client: AsyncTestClient[Any], request: httpx.Request, **options: Any) -> httpx.Response:
        answer = await httpx.AsyncClient.send(client, request, **options)
        committed().hold(answer)
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AsyncTestClient, "send", sent)
        yield


BACKENDS = ("embedded", "meilisearch", "sqlite", "postgresql", "chromium")
"""Words in a test's parameters that say what it ran on."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run try harder than every run has to."""
    parser.addoption("--fuzz-examples", type=int, default=1, help="requests for each operation; from 10 on, all phases")
    parser.addoption("--hostile-attempts", type=int, default=200, help="filters made to break out, on each engine")
    parser.addoption("--reindexed-articles", type=int, default=150, help="that a reindex under load begins with")
    parser.addoption(
        "--reindexed-seconds", type=float, default=0, help="that indexes are built anew under load, at least"
    )
    parser.addoption("--kills", type=int, default=7, help="kill -9s at failpoints, on each database")
    parser.addoption("--histories", type=int, default=200, help="of an archive, on each engine")
    parser.addoption("--crowd", type=int, default=0, help="articles for two servers and two workers on PostgreSQL")


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say what this run covered, and what it left out for which reason."""
    ran: Counter[str] = Counter()
    for report in terminalreporter.stats.get("passed", []):
        ran.update(backend for backend in BACKENDS if report.when == "call" and backend in _parameters(report.nodeid))
    skipped: Counter[str] = Counter()
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        skipped[reason.removeprefix("Skipped: ")] += 1
    terminalreporter.section("coverage of engines and databases")
    for backend in BACKENDS:
        terminalreporter.write_line(f"{backend}: {ran[backend] or 'no'} tests ran")
    for report in terminalreporter.stats.get("passed", []):
        for name, value in report.user_properties:
            if name == "figures":
                terminalreporter.write_line(str(value))
    for reason, count in skipped.most_common():
        terminalreporter.write_line(f"skipped {count}: {reason}")


def _parameters(nodeid: str) -> set[str]:
    return set(nodeid.rpartition("[")[2].rstrip("]").split("-")) if "[" in nodeid else set()


@pytest.fixture(scope="session")
def meilisearch() -> Iterator[servers.Access]:
    """A Meilisearch that the whole run shares; tests keep apart by index prefix."""
    if reason := servers.why_not():
        pytest.skip(reason)
    with servers.any_meilisearch() as access:
        yield access


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL that the whole run shares; each test has a database of its own."""
    if reason := postgres.why_not():
        pytest.skip(reason)
    with postgres.any_postgres() as url:
        yield url
