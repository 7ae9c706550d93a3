"""schemathesis, with all of its checks, against the application on both engines."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
import uuid
from pathlib import Path

import pytest

from tests.api.pages import ARTICLES
from tests.command.running import serving, wait_for
from tests.contract.answers import FILE

ROOT = FILE.parents[1]
CONFIGURATION = FILE.with_name("schemathesis.toml")
KEY = "fuzz-key"


@pytest.mark.parametrize("engine", ["embedded", "meilisearch"])
def test_every_answer_to_any_request_is_as_the_contract_says(
    request: pytest.FixtureRequest, tmp_path: Path, engine: str
) -> None:
    # nobody reads the log: its lines would fill the pipe, and the server wait for ever
    variables = {"ONRECORD_API_KEY": KEY, "ONRECORD_WAIT_TIMEOUT": "1", "ONRECORD_ACCESS_LOG": "false"}
    variables["ONRECORD_IMPORTS_WAITING"] = "100000"  # 503 is how a service says that too many wait
    if engine == "meilisearch":
        server = request.getfixturevalue("meilisearch")
        prefix = f"fuzz-{uuid.uuid4().hex[:8]}"
        variables |= {"ONRECORD_SEARCH_URL": server.url, "ONRECORD_SEARCH_PREFIX": prefix}
        variables |= {"ONRECORD_SEARCH_KEY": server.key} if server.key else {}
    examples: int = request.config.getoption("--fuzz-examples")
    phases = "examples,fuzzing" if examples < 10 else "examples,coverage,fuzzing,stateful"
    with serving(tmp_path, "serve", "--port", "0", **variables) as address:
        wait_for(address)
        _ingest(address)
        command = [
            *(
                str(Path(sys.executable).with_name("schemathesis")),
                "--config-file",
                str(FILE.parent / "schemathesis.toml"),
            ),
            *("run", f"{address}/openapi.json", "--header", f"Authorization: Bearer {KEY}", "--checks", "all"),
            *("--phases", phases, "--max-examples", str(examples), "--seed", "7", "--generation-database", "none"),
            *("--no-color", "--suppress-health-check", "all"),
        ]
        environment = os.environ | {"SCHEMATHESIS_HOOKS": "tests.contract.fuzzing", "PYTHONPATH": str(ROOT)}
        done = subprocess.run(command, env=environment, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[done.stdout.find("= FAILURES") :][:12_000] + done.stderr[-2_000:]


def _ingest(address: str) -> None:
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    for article in ARTICLES:
        asked = urllib.request.Request(f"{address}/v1/articles", json.dumps(article).encode(), headers)  # noqa: S310
        urllib.request.urlopen(asked, timeout=60).close()  # noqa: S310
