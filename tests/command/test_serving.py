"""`onrecord serve` and `onrecord demo`."""

from __future__ import annotations

import json
import socket
import time
import urllib.request
from pathlib import Path

import pytest

from tests.command.running import LETTER, is_one_line_of_refusal, onrecord, serving


def _answer(address: str) -> dict[str, int]:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/v1/search/articles?q=&limit=1", timeout=5) as answer:  # noqa: S310
                found: dict[str, int] = json.load(answer)
                return found
        except OSError:
            time.sleep(0.1)
    pytest.fail("it did not come up")


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_the_address_that_is_said_is_the_one_that_answers(tmp_path: Path, host: str) -> None:
    if ":" in host:
        try:
            with socket.socket(socket.AF_INET6) as probe:
                probe.bind((host, 0))
        except OSError:
            pytest.skip("this machine has no IPv6")
    with serving(tmp_path, "serve", "--host", host, "--port", "0") as address:
        assert not address.endswith(":0")
        assert ("[::1]" in address) == (host == "::1")
        assert _answer(address)["total"] == 0


def test_a_port_in_use_is_one_line_and_nothing_is_said_to_listen(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        done = onrecord(tmp_path, "serve", "--port", port)
    assert is_one_line_of_refusal(done, "can't listen on 127.0.0.1", port, "in use"), done.stderr
    assert "listens" not in done.stderr


@pytest.mark.parametrize("port", ["99999", "-1"])
def test_a_port_that_there_is_not_is_refused(tmp_path: Path, port: str) -> None:
    assert is_one_line_of_refusal(onrecord(tmp_path, "serve", "--port", port), "--port")


def test_it_refuses_to_be_reached_from_elsewhere_without_a_key(tmp_path: Path) -> None:
    done = onrecord(tmp_path, "serve", "--host", "0.0.0.0")  # noqa: S104
    assert is_one_line_of_refusal(done, "ONRECORD_API_KEY")


def test_the_demo_has_a_store_of_its_own_whatever_the_environment_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    mine = f"sqlite+aiosqlite:///{tmp_path / 'mine.db'}"
    given = {"ONRECORD_DATABASE_URL": mine}
    assert onrecord(tmp_path, "ingest", str(tmp_path / "a.txt"), **given).returncode == 0
    before = (tmp_path / "mine.db").read_bytes()
    given["ONRECORD_SEARCH_URL"] = "http://127.0.0.1:9"
    with serving(tmp_path, "demo", "--port", "0", **given) as address:
        assert _answer(address)["total"] == 54
    assert (tmp_path / "mine.db").read_bytes() == before
    assert (tmp_path / "data" / "demo" / "onrecord.db").exists()
    assert (tmp_path / "data" / "demo" / "search").is_dir()


def test_the_demo_does_not_mix_with_what_was_ingested(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    assert onrecord(tmp_path, "ingest", str(tmp_path / "a.txt")).returncode == 0
    done = onrecord(tmp_path, "demo", "--no-serve")
    assert done.stdout == "54 articles created, 0 there already, 0 refused\n"
    assert onrecord(tmp_path, "search", "--articles", "the").stdout.endswith("1 found\n")


def test_ingesting_beside_a_server_says_who_will_index_it_and_it_does(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    with serving(tmp_path, "serve", "--port", "0") as address:
        assert _answer(address)["total"] == 0
        done = onrecord(tmp_path, "ingest", str(tmp_path / "a.txt"))
        assert done.returncode == 0
        assert "All is stored. Another process is indexing, and will pick it up.\n" in done.stderr
        assert any(_answer(address)["total"] == 1 or time.sleep(0.2) for _ in range(50))


def test_ingesting_while_search_is_down_says_that_nothing_is_lost(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    done = onrecord(tmp_path, "ingest", str(tmp_path / "a.txt"), ONRECORD_SEARCH_URL="http://127.0.0.1:9")
    assert done.returncode == 0
    assert "All is stored; it will be searchable when search is back." in done.stderr
