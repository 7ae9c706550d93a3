"""`onrecord backup` and `onrecord restore`."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from service.errors import Conflict, Invalid
from service.store.backup import back_up, restore
from tests.command.running import LETTER, is_one_line_of_refusal, onrecord

COUNT = "SELECT count(*) FROM articles"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store of some articles, and a backup of it."""
    folder = tmp_path_factory.mktemp("archive")
    for number in range(3):
        (folder / f"{number}.txt").write_text(LETTER.replace("stone", f"stone of {number}"))
    assert onrecord(folder, "ingest", *(str(path) for path in sorted(folder.glob("*.txt")))).returncode == 0
    done = onrecord(folder, "backup", str(folder / "backup.db"))
    assert done.stdout.startswith("3 articles and 3 quotes in "), done.stderr
    return folder


def test_what_was_backed_up_is_restored_and_can_be_searched(archive: Path, tmp_path: Path) -> None:
    done = onrecord(tmp_path, "restore", str(archive / "backup.db"))
    assert (done.returncode, done.stdout) == (0, "3 articles and 3 quotes are restored\n"), done.stderr
    assert onrecord(tmp_path, "search", "stone").stdout.endswith("3 found\n")
    assert onrecord(tmp_path, "reconcile", "--check").stdout == "0 missing, 0 stale, 0 orphaned\n"


def test_it_is_of_one_moment_of_a_store_that_is_written_meanwhile(archive: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    restore(archive / "backup.db", store, replace=False)
    done = threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(store, timeout=30)) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            number = 0
            while not done.is_set():
                number += 1
                for table in ("outlets", "taken"):  # a pair in one transaction
                    values = (f"o{number}", "x") if table == "outlets" else (str(number).encode(), first)
                    connection.execute(f"INSERT INTO {table} VALUES (?, ?)", values)  # noqa: S608 - two names of ours
                connection.commit()

    with closing(sqlite3.connect(store)) as connection:
        (first,) = connection.execute("SELECT min(id) FROM articles").fetchone()
        (outlets,), (taken,) = (connection.execute(f"SELECT count(*) FROM {name}").fetchone() for name in PAIR)  # noqa: S608
    writing = threading.Thread(target=write)
    writing.start()
    try:
        for number in range(5):
            assert back_up(store, tmp_path / f"{number}.db").articles == 3
    finally:
        done.set()
        writing.join()
    for number in range(5):
        with closing(sqlite3.connect(tmp_path / f"{number}.db")) as copy:
            more = [copy.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in PAIR]  # noqa: S608
        assert more[0] - outlets == more[1] - taken
    assert sorted(path.name for path in tmp_path.iterdir() if ".part" in path.name) == []


PAIR = ("outlets", "taken")


def test_a_backup_overwrites_nothing_and_a_restore_only_what_it_is_told_to(archive: Path, tmp_path: Path) -> None:
    refused = onrecord(archive, "backup", str(archive / "backup.db"))
    assert is_one_line_of_refusal(refused, "is there already"), refused.stderr
    store = tmp_path / "store.db"
    restore(archive / "backup.db", store, replace=False)
    with pytest.raises(Conflict, match="--replace"):
        restore(archive / "backup.db", store, replace=False)
    assert restore(archive / "backup.db", store, replace=True).articles == 3


def test_a_store_that_is_open_is_not_replaced(archive: Path, tmp_path: Path) -> None:
    store = tmp_path / "store.db"
    restore(archive / "backup.db", store, replace=False)
    with closing(sqlite3.connect(store)) as other:
        other.execute("PRAGMA journal_mode=WAL")
        other.execute(COUNT).fetchone()
        with pytest.raises(Conflict, match="stop it first"):
            restore(archive / "backup.db", store, replace=True)
        assert other.execute(COUNT).fetchone() == (3,)


@pytest.mark.parametrize("damage", ["cut", "overwritten", "text", "another database"])
def test_a_damaged_backup_is_refused_and_the_store_stays(archive: Path, tmp_path: Path, damage: str) -> None:
    store, bad = tmp_path / "store.db", tmp_path / "bad.db"
    restore(archive / "backup.db", store, replace=False)
    data = (archive / "backup.db").read_bytes()
    if damage == "another database":
        with closing(sqlite3.connect(bad)) as other:
            other.execute("CREATE TABLE pictures (id)")
    else:
        made = {"cut": data[: len(data) // 2], "text": b"holiday pictures" * 99}
        bad.write_bytes(made.get(damage, data[:8_000] + b"\xff" * 40_000 + data[48_000:]))
    with pytest.raises(Invalid):
        restore(bad, store, replace=True)
    with closing(sqlite3.connect(store)) as kept:
        assert kept.execute(COUNT).fetchone() == (3,)


def test_for_postgresql_it_says_which_tools_there_are(tmp_path: Path) -> None:
    done = onrecord(tmp_path, "backup", str(tmp_path / "b"), ONRECORD_DATABASE_URL="postgresql+asyncpg://u@127.0.0.1/x")
    assert is_one_line_of_refusal(done, "pg_dump", "docs/operating.md"), done.stderr
