"""`onrecord worker`, beside a server that only takes articles in."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

from tests.command.running import LETTER, environment, onrecord, serving


def ask(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310 - our own server
        return json.load(answer)


def test_it_indexes_what_another_process_takes_in_and_ends_well_when_it_is_told_to(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    command = [sys.executable, "-m", "service.cli", "worker"]
    with (
        serving(tmp_path, "serve", "--port", "0", ONRECORD_WORKER="false", ONRECORD_IMPORTS_AT_ONCE="0") as address,
        subprocess.Popen(command, env=environment(tmp_path), stderr=subprocess.PIPE, text=True) as worker,
    ):
        try:
            assert worker.stderr is not None
            assert any("On Record works, with embedded" in line for line in worker.stderr)
            article = urllib.request.Request(  # noqa: S310 - our own server
                f"{address}/v1/articles?wait=search",
                json.dumps({"body": "“We will not move one stone,” said Una Morrow."}).encode(),
                {"Content-Type": "application/json"},
            )
            for _ in range(100):
                try:
                    taken = ask(article)  # type: ignore[arg-type]
                    break
                except OSError:
                    time.sleep(0.1)
            assert taken["searchable"] is True
            assert ask(f"{address}/v1/search/quotes?q=stone")["total"] == 1
        finally:
            worker.terminate()
        assert worker.wait(30) == 0
    assert onrecord(tmp_path, "quarantine").stdout == "0 set aside\n"
