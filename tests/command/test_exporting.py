from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from tests.command.running import LETTER, onrecord


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store, which all tests only read."""
    folder = tmp_path_factory.mktemp("archive")
    (folder / "a.txt").write_text(LETTER)
    rows = [{"body": f"“Number {n} is wrong,” said Ola Brandt.", "outlet": "The Courier"} for n in range(3)]
    (folder / "b.ndjson").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = onrecord(folder, "ingest", str(folder / "a.txt"), str(folder / "b.ndjson"))
    assert done.returncode == 0, done.stderr
    return folder


def test_all_articles_come_out_as_lines_of_json(archive: Path) -> None:
    done = onrecord(archive, "export", "articles")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["outlet"] for line in lines].count("The Courier") == 3 == len(lines) - 1
    assert all(line["quotes"][0]["text"] for line in lines)
    assert "4 articles" in done.stderr


def test_quotes_come_out_as_a_table_by_the_name_of_the_file(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "quotes.csv"
    done = onrecord(archive, "export", "quotes", "--out", str(out), "--speaker", "ola-brandt")
    assert done.returncode == 0, done.stderr
    with out.open(newline="") as file:
        rows = list(csv.DictReader(file, strict=True))
    assert {row["speaker"] for row in rows} == {"Ola Brandt"}
    assert len(rows) == 3
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_a_name_that_ends_with_gz_is_packed(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.ndjson.gz"
    assert onrecord(archive, "export", "articles", "--out", str(out), "--outlet", "the-courier").returncode == 0
    assert len(gzip.decompress(out.read_bytes()).splitlines()) == 3


def test_an_export_that_can_not_be_written_is_one_line_and_leaves_nothing(archive: Path, tmp_path: Path) -> None:
    done = onrecord(archive, "export", "articles", "--out", str(tmp_path / "nowhere" / "x.ndjson"))
    assert done.returncode == 2
    assert "nowhere" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize(
    ("wrong", "word"),
    [(["--from", "Friday"], "--from"), (["--kind", "direct"], "--kind"), (["--format", "xml"], "xml")],
)
def test_a_filter_that_means_nothing_is_refused(archive: Path, wrong: list[str], word: str) -> None:
    done = onrecord(archive, "export", "articles", *wrong)
    assert done.returncode == 2
    assert word in done.stderr


def test_an_export_goes_back_in_as_it_was_by_the_command_too(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "all.ndjson"
    assert onrecord(archive, "export", "articles", "--out", str(out)).returncode == 0
    other = tmp_path / "other"
    done = onrecord(other, "ingest", str(out))
    assert done.stdout == "4 created, 0 changed, 0 the same, 0 refused\n", done.stderr
    assert onrecord(other, "export", "articles").stdout == out.read_text()
