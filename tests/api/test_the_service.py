from __future__ import annotations

from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.settings import Secret, Settings
from tests.api.conftest import HOST, Client

CONTRACT = Path(__file__).parents[2] / "openapi" / "openapi.json"


async def test_the_committed_contract_is_what_is_served_byte_for_byte(empty: Client) -> None:
    assert (await empty.get("/openapi.json")).content == CONTRACT.read_bytes(), "run `make contract`"


async def test_the_documentation_names_every_operation_and_loads_nothing_from_elsewhere(empty: Client) -> None:
    document = (await empty.get("/openapi.json")).json()
    page = await empty.get("/docs")
    for path, operations in document["paths"].items():
        for operation in operations.values():
            assert operation["operationId"] in page.text, path
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "://" not in page.text.replace("http://www.w3.org", "")


async def test_the_service_says_that_it_lives_and_is_ready(client: Client) -> None:
    assert (await client.get("/health/live")).json() == {"status": "ok"}
    ready = await client.get("/health/ready")
    assert ready.status_code == 200
    assert ready.json()["status"] == "ok"
    assert (ready.json()["store"], ready.json()["search"]) == ("ok", "ok")


async def test_where_a_key_is_set_nothing_is_answered_without_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, api_key=Secret("the-key"))
    async with AsyncTestClient(create_app(settings), base_url="http://onrecord.example") as client:
        for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "the-key"}):
            answer = await client.get("/v1/articles", headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (401, "unauthorized")
            assert answer.headers["www-authenticate"] == "Bearer"
        assert (await client.get("/v1/articles", headers={"Authorization": "Bearer the-key"})).status_code == 200
        assert (await client.get("/health/live")).status_code == 200


async def test_without_a_key_a_foreign_host_name_is_refused(tmp_path: Path) -> None:
    async with AsyncTestClient(create_app(Settings(data_dir=tmp_path)), base_url="http://evil.example") as client:
        assert (await client.get("/v1/articles")).status_code == 403


LOCAL = ("127.0.0.1", "localhost", "LOCALHOST:8000", "localhost.", "[::1]", "[::1]:8000")
FOREIGN = ("evil.example", "localhost:evil.example", "localhost:80,evil.example", "", "127.0.0.1.evil.example")


@pytest.mark.parametrize(("host", "status"), [*((name, 200) for name in LOCAL), *((name, 403) for name in FOREIGN)])
async def test_only_names_of_this_machine_are_answered_without_a_key(empty: Client, host: str, status: int) -> None:
    assert (await empty.get("/v1/articles", headers={"Host": host})).status_code == status


async def test_an_unknown_path_and_a_wrong_method_are_problems(empty: Client) -> None:
    missing = await empty.get("/v1/nothing")
    assert (missing.status_code, missing.json()["code"]) == (404, "not_found")
    wrong = await empty.put("/v1/speakers/x")
    assert (wrong.status_code, wrong.json()["code"]) == (405, "method_not_allowed")
    assert "GET" in wrong.headers["allow"]


async def test_other_origins_are_answered_only_when_they_are_named(tmp_path: Path) -> None:
    origin = {"Origin": "https://pages.example"}
    async with AsyncTestClient(create_app(Settings(data_dir=tmp_path / "a")), base_url=HOST) as client:
        assert "access-control-allow-origin" not in (await client.get("/health/live", headers=origin)).headers
    named = Settings(data_dir=tmp_path / "b", cors_origins=("https://pages.example",))
    async with AsyncTestClient(create_app(named), base_url=HOST) as client:
        answer = await client.get("/health/live", headers=origin)
        assert answer.headers["access-control-allow-origin"] == "https://pages.example"
        other = await client.get("/health/live", headers={"Origin": "https://other.example"})
        assert "access-control-allow-origin" not in other.headers
