"""The command as a person runs it: in a process of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

LETTER = "Quarry dispute goes to court\n\nThe Ledger\n\n“We will not move one stone,” said Una Morrow, the owner.\n"


def onrecord(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "service.cli", *arguments],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "ONRECORD_DATA_DIR": str(folder / "data"), **environment},
        check=False,
        timeout=120,
    )


def test_what_is_ingested_is_found_by_mistyping_it_and_ingesting_again_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(LETTER)
    rows = [{"body": f"“Number {n} is wrong,” said Ola Brandt.", "outlet": "The Courier"} for n in range(3)]
    (tmp_path / "in" / "b.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows))
    first = onrecord(tmp_path, "ingest", str(tmp_path / "in"))
    assert (first.returncode, first.stdout) == (0, "4 created, 0 changed, 0 the same, 0 refused\n"), first.stderr
    again = onrecord(tmp_path, "ingest", str(tmp_path / "in"))
    assert again.stdout == "0 created, 0 changed, 4 the same, 0 refused\n"
    found = onrecord(tmp_path, "search", "morow", "stone")
    assert "We will not move one stone" in found.stdout
    assert "Una Morrow" in found.stdout


def test_what_is_refused_is_named_with_its_place_and_the_rest_goes_in(tmp_path: Path) -> None:
    good, bad = {"body": "“It rains,” said Ola Brandt."}, {"body": "b", "headline": "h"}
    (tmp_path / "mixed.ndjson").write_text("\n".join(json.dumps(row) for row in (good, bad, {"body": " "}, good)))
    (tmp_path / "page.bin").write_bytes(b"\x00\x01")
    done = onrecord(tmp_path, "ingest", str(tmp_path / "mixed.ndjson"), str(tmp_path / "page.bin"))
    assert done.returncode == 1
    assert done.stdout == "1 created, 0 changed, 1 the same, 3 refused\n"
    assert "mixed.ndjson:2" in done.stderr
    assert "mixed.ndjson:3" in done.stderr
    assert "page.bin" in done.stderr


def test_the_outlet_given_on_the_command_line_is_for_articles_that_name_none(tmp_path: Path) -> None:
    rows = [{"body": "One word.", "outlet": "The Courier"}, {"body": "Another word."}]
    (tmp_path / "in.ndjson").write_text("\n".join(json.dumps(row) for row in rows))
    onrecord(tmp_path, "ingest", "--outlet", "The Ledger", str(tmp_path / "in.ndjson"))
    found = onrecord(tmp_path, "search", "--articles", "word").stdout
    assert "The Courier" in found
    assert "The Ledger" in found


def test_extract_shows_each_quote_with_speaker_and_evidence_and_stores_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    shown = onrecord(tmp_path, "extract", str(tmp_path / "a.txt"))
    assert shown.returncode == 0
    assert "Una Morrow" in shown.stdout
    assert "“We will not move one stone”" in shown.stdout
    assert "cue-subject" in shown.stdout
    assert not (tmp_path / "data").exists()


def test_extract_jsonl_keeps_the_text_and_its_offsets(tmp_path: Path) -> None:
    text = "  \u00a0\u200b🙂 “It holds,” said Una Morrow.\r\n"
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "1", "text": text, "source": "x"}) + "\n")
    done = onrecord(tmp_path, "extract", "--jsonl", str(tmp_path / "in.jsonl"), str(tmp_path / "out.jsonl"))
    assert done.returncode == 0, done.stderr
    row = json.loads((tmp_path / "out.jsonl").read_text())
    assert (row["id"], row["text"]) == ("1", text)
    (quote,) = row["quotes"]
    assert text[quote["start"] : quote["end"]] == quote["text"] == "It holds"
    assert quote["speaker"] == "Una Morrow"


@pytest.mark.parametrize("escape", ["\x1b[2J", "\x1b]0;owned\x07", "\x9b31m"])
def test_text_from_an_article_cannot_steer_the_terminal(tmp_path: Path, escape: str) -> None:
    (tmp_path / "a.txt").write_text(f"“We {escape}will not [bold]move[/bold],” said Una {escape}Morrow.\n")
    shown = onrecord(tmp_path, "extract", str(tmp_path / "a.txt"))
    assert escape[0] not in shown.stdout + shown.stderr
    assert "[bold]move[/bold]" in shown.stdout


def test_faults_of_the_settings_are_one_line_and_no_traceback(tmp_path: Path) -> None:
    done = onrecord(tmp_path, "serve", ONRECORD_PORT="many", ONRECORD_PROT="1")
    assert done.returncode == 2
    assert "ONRECORD_PORT" in done.stderr
    assert "ONRECORD_PROT" in done.stderr
    assert "Traceback" not in done.stderr


def test_it_refuses_to_be_reached_from_elsewhere_without_a_key(tmp_path: Path) -> None:
    done = onrecord(tmp_path, "serve", "--host", "0.0.0.0")  # noqa: S104
    assert done.returncode == 2
    assert "ONRECORD_API_KEY" in done.stderr


def test_openapi_prints_the_committed_contract(tmp_path: Path) -> None:
    committed = Path(__file__).parents[2] / "openapi" / "openapi.json"
    assert onrecord(tmp_path, "openapi").stdout == committed.read_text()


def test_demo_ingests_the_sample_corpus_and_serves_it(tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"PATH": os.environ["PATH"], "ONRECORD_DATA_DIR": str(tmp_path / "data")}
    command = [sys.executable, "-m", "service.cli", "demo", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            answer = _until_served(f"http://127.0.0.1:{port}/v1/search/articles?q=&limit=1")
        finally:
            process.terminate()
    assert answer["total"] == 54


def _until_served(url: str) -> dict[str, int]:
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - our own URL
                found: dict[str, int] = json.load(answer)
                return found
        except OSError:
            time.sleep(0.1)
    pytest.fail("the demo did not come up")
