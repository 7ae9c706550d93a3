"""The Python client against a running service."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from tests.sdk.conftest import cache

USED = Path(__file__).with_name("use_python.py")


def test_a_users_program_runs(python_sdk: Path, service: str) -> None:
    command = [sys.executable, "-W", "error", str(USED), service]
    done = subprocess.run(command, env={"PYTHONPATH": str(python_sdk)}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_a_users_program_is_typed(python_sdk: Path, tmp_path: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file",
        os.devnull,
        "--cache-dir",
        str(cache() / "mypy-sdk"),
    ]
    command += ["--follow-imports", "silent", str(USED), str(python_sdk / "onrecord_client" / "service.py")]
    done = subprocess.run(
        command,
        env={"MYPYPATH": str(python_sdk), "PATH": ""},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_it_is_a_package_of_the_contracts_version(python_sdk: Path) -> None:
    assert (python_sdk / "onrecord_client" / "py.typed").exists()
    said = (python_sdk / "pyproject.toml").read_text()
    assert 'name = "onrecord-client"' in said
    assert "@VERSION@" not in said


Answer = Callable[[httpx.Request], httpx.Response]


@pytest.mark.parametrize(
    ("method", "headers", "answers", "sent"),
    [
        ("GET", {}, [503, 200], 2),
        ("POST", {}, [503, 200], 2),
        ("POST", {}, [409], 1),
        ("GET", {}, [httpx.ReadError("gone"), 200], 2),
        ("POST", {}, [httpx.ReadError("gone")], 1),
        ("POST", {"Idempotency-Key": "k"}, [httpx.ReadError("gone"), 201], 2),
        ("DELETE", {}, [httpx.ConnectError("refused"), 204], 2),
        ("GET", {}, [503] * 3, 3),
    ],
)
def test_a_request_is_sent_again_only_where_nothing_can_be_done_twice(
    python_sdk: Path,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    headers: dict[str, str],
    answers: list[int | Exception],
    sent: int,
) -> None:
    monkeypatch.syspath_prepend(python_sdk)
    from onrecord_client.service import Retrying

    left = list(answers)

    def answer(_: httpx.Request) -> httpx.Response:
        next_one = left.pop(0)
        if isinstance(next_one, Exception):
            raise next_one
        return httpx.Response(next_one, headers={"Retry-After": "0"} if next_one == 503 else {})

    waited: list[float] = []
    monkeypatch.setattr("time.sleep", waited.append)
    with httpx.Client(transport=Retrying(httpx.MockTransport(answer), tries=3)) as client:
        try:
            last: int | Exception = client.request(method, "http://127.0.0.1/v1/articles", headers=headers).status_code
        except httpx.TransportError as error:
            last = error
    assert len(answers) - len(left) == sent
    assert last == answers[sent - 1]
    if 503 in answers:
        assert waited[0] == 0, "as Retry-After says"
