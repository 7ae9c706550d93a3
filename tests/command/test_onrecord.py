"""The command as a person runs it: in a process of its own."""

from __future__ import annotations

import gzip
import json
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.command.running import LETTER, environment, is_one_line_of_refusal, onrecord


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
    paths = [str(tmp_path / "mixed.ndjson"), str(tmp_path / "page.bin")]
    done = onrecord(tmp_path, "ingest", "--errors", str(tmp_path / "errors.ndjson"), *paths)
    assert done.returncode == 1
    assert done.stdout == "1 created, 0 changed, 1 the same, 3 refused\n"
    assert "mixed.ndjson:2: /headline is no field" in done.stderr
    assert "mixed.ndjson:3: /body has no readable text" in done.stderr
    assert "page.bin: is of no kind that is read (.bin)" in done.stderr
    errors = [json.loads(line) for line in (tmp_path / "errors.ndjson").read_text().splitlines()]
    assert [(one["path"], one["line"]) for one in errors] == [(paths[0], 2), (paths[0], 3), (paths[1], None)]
    assert errors[1]["reason"] == "/body has no readable text"


def test_articles_come_from_standard_input_too(tmp_path: Path) -> None:
    packed = gzip.compress(b'{"body": "One word."}\n{"body": "Two words."}\n')
    done = onrecord(tmp_path, "ingest", "-", given_input=packed)
    assert (done.returncode, done.stdout) == (0, "2 created, 0 changed, 0 the same, 0 refused\n"), done.stderr


@pytest.mark.parametrize("with_signal", [signal.SIGINT, signal.SIGTERM])
def test_stopped_in_the_middle_it_says_how_to_go_on_and_goes_on_from_there(
    tmp_path: Path, with_signal: signal.Signals
) -> None:
    rows = [json.dumps({"body": f"“Number {n} is wrong,” said Ola Brandt. " * 3}) for n in range(2_500)]
    path = tmp_path / "in.ndjson"
    path.write_text("\n".join(rows))
    command = [sys.executable, "-m", "service.cli", "ingest", "--workers", "2", str(path)]
    with subprocess.Popen(
        command,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a shell's `&` has it ignored
    ) as process:
        store = tmp_path / "data" / "onrecord.db"
        until = time.monotonic() + 60
        while stored(store) < 200:
            assert time.monotonic() < until
            time.sleep(0.02)
        process.send_signal(with_signal)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "Stopped. What is counted above is stored" in err
    assert "Traceback" not in err
    created = int(out.split()[0].replace(",", ""))
    before = stored(store)
    assert 100 <= created <= before < 2_500
    again = onrecord(tmp_path, "ingest", str(path))
    assert again.stdout == f"{2_500 - before:,} created, 0 changed, {before:,} the same, 0 refused\n"


def stored(path: Path) -> int:
    """How many articles a store on SQLite holds, if there is one yet."""
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_reading_again_changes_nothing_that_is_right_and_names_what_it_does_not_know(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LETTER)
    onrecord(tmp_path, "ingest", str(tmp_path / "a.txt"))
    again = onrecord(tmp_path, "reextract", "--all")
    assert (again.returncode, again.stdout) == (0, "1 articles read again, 0 changed\n"), again.stderr
    assert is_one_line_of_refusal(onrecord(tmp_path, "reextract", "none-such"), "none-such")
    assert onrecord(tmp_path, "reextract").returncode == 2


def test_the_outlet_given_on_the_command_line_is_for_articles_that_name_none(tmp_path: Path) -> None:
    rows = [{"body": "One word.", "outlet": "The Courier"}, {"body": "Another word."}]
    (tmp_path / "in.ndjson").write_text("\n".join(json.dumps(row) for row in rows))
    onrecord(tmp_path, "ingest", "--outlet", "The Ledger", str(tmp_path / "in.ndjson"))
    found = onrecord(tmp_path, "search", "--articles", "word").stdout
    assert "The Courier" in found
    assert "The Ledger" in found


def test_faults_of_the_settings_are_one_line_and_no_traceback(tmp_path: Path) -> None:
    done = onrecord(tmp_path, "serve", ONRECORD_PORT="many", ONRECORD_PROT="1")
    assert done.returncode == 2
    assert "ONRECORD_PORT" in done.stderr
    assert "ONRECORD_PROT" in done.stderr
    assert "Traceback" not in done.stderr


def test_openapi_prints_the_committed_contract(tmp_path: Path) -> None:
    committed = Path(__file__).parents[2] / "openapi" / "openapi.json"
    assert onrecord(tmp_path, "openapi").stdout == committed.read_text()


def test_openapi_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    assert is_one_line_of_refusal(onrecord(tmp_path, "openapi", "--out", str(tmp_path)), str(tmp_path), "directory")


def test_hidden_files_are_ingested_only_when_they_are_named(tmp_path: Path) -> None:
    hidden = tmp_path / "in" / ".git" / "x.txt"
    hidden.parent.mkdir(parents=True)
    hidden.write_text(LETTER)
    assert onrecord(tmp_path, "ingest", str(tmp_path / "in")).stdout.startswith("0 created")
    assert onrecord(tmp_path, "ingest", str(hidden)).stdout.startswith("1 created")


def test_searching_where_there_is_nothing_says_so_and_makes_nothing(tmp_path: Path) -> None:
    done = onrecord(tmp_path, "search", "stone")
    assert is_one_line_of_refusal(done, "there is no search index in", str(tmp_path / "data")), done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["ingest", "serve"])
@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("nonsense", "ONRECORD_DATABASE_URL"),
        ("nonsense://s3cret@x/y", "ONRECORD_DATABASE_URL"),
        ("sqlite+aiosqlite:////proc/nowhere/x.db", "/proc/nowhere"),
        ("mysql+aiomysql://a:s3cret@127.0.0.1:9/x", "aiomysql"),
    ],
)
def test_a_store_that_cannot_be_opened_is_one_line(tmp_path: Path, command: str, url: str, word: str) -> None:
    arguments = [str(tmp_path)] if command == "ingest" else ["--port", "0"]
    done = onrecord(tmp_path, command, *arguments, ONRECORD_DATABASE_URL=url)
    assert is_one_line_of_refusal(done, word), done.stderr
    assert "s3cret" not in done.stderr


def test_a_data_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine")
    assert is_one_line_of_refusal(onrecord(tmp_path, "ingest", str(tmp_path / "data")), str(tmp_path / "data"))
