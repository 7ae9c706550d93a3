"""`onrecord ingest` without its shell: what becomes of files, the first time and when repeated."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from service.ingest import extractor, ledger
from service.ingest.command import Ingestion, Tally
from service.ingest.extracting import extract
from service.ingest.files import Limits, lines
from service.ingest.intake import Intake
from service.ingest.ledger import Ledger
from service.ingest.pool import Pool
from service.models import ArticleIn, Extraction
from service.store import articles
from service.store.articles import ArticleFilter
from service.store.database import Database
from tests.templates import new_store


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{new_store(tmp_path)}")
    yield database
    await database.close()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The bodies that were read, as they are read."""
    bodies: list[str] = []

    def noting(given: ArticleIn, *, max_chars: int) -> Extraction:
        bodies.append(given.body or given.text or "")
        return extract(given, max_chars=max_chars)

    monkeypatch.setattr(extractor, "extract", noting)
    return bodies


async def taken(database: Database, *paths: Path, outlet: str | None = None, again: bool = False) -> Tally:
    run = Ingestion(paths, Limits())
    async with Pool(1, max_chars=10_000) as pool:
        intake = Intake(database, max_chars=10_000)
        async for _ in run.run(intake, pool, Ledger(database), outlet=outlet, again=again):
            pass
    return run.tally


def counts(tally: Tally) -> tuple[int, int, int, int]:
    return tally.created, tally.changed, tally.same, tally.refused


def places(tally: Tally) -> list[str]:
    return [f"{place}: {reason}" for group in tally.groups.values() for place, reason in group.first]


def rows(path: Path, *bodies: str, **fields: str) -> Path:
    path.write_text("".join(json.dumps({"body": body, **fields}) + "\n" for body in bodies))
    return path


async def test_what_extraction_and_the_store_refuse_is_named_by_its_physical_line(
    database: Database, tmp_path: Path
) -> None:
    path = tmp_path / "a.jsonl"
    given = ['{"body": "One.", "external_id": "1", "url": "https://a.example/1"}', "", '{"body": " "}', ""]
    given += ['{"body": "Two.", "external_id": "2"}', ""]
    given += ['{"body": "3", "external_id":"2", "url":"https://a.example/1"}']
    path.write_text("\n".join(given))
    (tmp_path / "b.json").write_text('[{"body": "Four."}, {"body": " "}]')
    (tmp_path / "c.txt").write_text("   ")
    tally = await taken(database, path, tmp_path / "b.json", tmp_path / "c.txt")
    assert (tally.created, tally.files) == (3, 3)
    assert tally.bytes == sum(one.stat().st_size for one in (path, tmp_path / "b.json", tmp_path / "c.txt"))
    shown = sorted(one.split(": /")[0].split(": its")[0] for one in places(tally))
    assert shown == [f"{path}:3", f"{path}:7", f"{tmp_path / 'b.json'}: item 2", str(tmp_path / "c.txt")]


async def test_a_bug_that_one_article_or_one_file_meets_keeps_no_other_out(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def extract_or_fail(given: ArticleIn, *, max_chars: int) -> Extraction:
        if given.body == "Two.":
            raise ZeroDivisionError("division by zero")
        return extract(given, max_chars=max_chars)

    def broken(raw: bytes) -> ArticleIn:
        raise LookupError("a bug")

    monkeypatch.setattr(extractor, "extract", extract_or_fail)
    path = rows(tmp_path / "a.jsonl", "One.", "Two.", "Three.")
    tally = await taken(database, path)
    assert (tally.created, places(tally)) == (2, [f"{path}:2: unexpected error: ZeroDivisionError: division by zero"])
    monkeypatch.setattr(lines, "given", broken)
    (tmp_path / "b.txt").write_text("Four.")
    tally = await taken(database, path, tmp_path / "b.txt")
    assert (tally.created, places(tally)) == (1, [f"{path}: unexpected error: LookupError: a bug"])
    assert capsys.readouterr().out.count("] unexpected_error ") == 2


async def test_reasons_that_differ_only_in_numbers_and_names_are_one_group(database: Database, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("".join(json.dumps({"body": "x", f"field{n}": 1}) + "\n" for n in range(20)))
    tally = await taken(database, path)
    assert [(group.count, len(group.first)) for group in tally.groups.values()] == [(20, 5)]


async def test_repeated_it_reads_only_what_is_new_or_was_refused(
    database: Database, tmp_path: Path, read: list[str]
) -> None:
    path = rows(tmp_path / "a.jsonl", "One.", " ", "Two.")
    assert counts(await taken(database, path)) == (2, 0, 0, 1)
    read.clear()
    moved = path.rename(tmp_path / "b.jsonl")
    with moved.open("a") as file:
        file.write('{"body": "Three."}\n')
    assert counts(await taken(database, moved)) == (1, 0, 2, 1)
    assert read == [" ", "Three."]


async def test_it_reads_again_for_another_outlet_for_other_readers_and_when_it_is_told_to(
    database: Database, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = rows(tmp_path / "a.jsonl", "One.", url="https://a.example/1")
    await taken(database, path)
    read.clear()
    assert counts(await taken(database, path)) == (0, 0, 1, 0)
    assert read == []
    assert counts(await taken(database, path, again=True)) == (0, 0, 1, 0)
    assert counts(await taken(database, path, outlet="The Ledger")) == (0, 1, 0, 0)
    monkeypatch.setattr(ledger, "readers", lambda: b"newer")
    assert counts(await taken(database, path)) == (0, 0, 1, 0)
    assert read == ["One."] * 3


async def test_an_article_that_was_deleted_is_taken_in_anew(database: Database, tmp_path: Path) -> None:
    path = rows(tmp_path / "a.jsonl", "One.", "Two.")
    await taken(database, path)
    async with database.read() as connection:
        (first, _) = await articles.page(connection, ArticleFilter(), before=None, limit=10)
    await Intake(database, max_chars=10_000).delete(first.id)
    assert counts(await taken(database, path)) == (1, 0, 1, 0)


async def test_two_versions_of_one_page_do_not_change_each_other_back_when_it_is_repeated(
    database: Database, tmp_path: Path
) -> None:
    old = rows(tmp_path / "a.jsonl", "It may rain.", url="https://a.example/1")
    new = rows(tmp_path / "b.jsonl", "It rains.", url="https://a.example/1")
    assert counts(await taken(database, old, new)) == (1, 1, 0, 0)
    assert counts(await taken(database, old, new)) == (0, 0, 2, 0)
    async with database.read() as connection:
        (article,) = await articles.page(connection, ArticleFilter(), before=None, limit=10)
    assert article.body == "It rains."
