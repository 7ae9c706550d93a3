from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from service.ingest import bulk, extractor
from service.ingest.bulk import Tally, files_below, ingest_files
from service.ingest.extracting import extract
from service.ingest.files import Place, read_file
from service.ingest.intake import Intake
from service.ingest.items import Item
from service.ingest.pool import Pool
from service.models import ArticleIn, Extraction
from service.store.database import Database
from service.store.migrate import migrate


@pytest.fixture
async def intake(tmp_path: Path) -> AsyncIterator[Intake]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'store.db'}")
    await migrate(database)
    yield Intake(database, max_chars=10_000)
    await database.close()


async def taken(intake: Intake, *paths: Path) -> Tally:
    async with Pool(1, max_chars=10_000) as pool:
        return [tally async for tally in ingest_files(intake, pool, paths, outlet=None)][-1]


async def test_what_extraction_and_the_store_refuse_is_named_by_its_physical_line(
    intake: Intake, tmp_path: Path
) -> None:
    lines = tmp_path / "a.jsonl"
    rows = ['{"body": "One.", "external_id": "1", "url": "https://a.example/1"}', "", '{"body": " "}', ""]
    rows += [
        '{"body": "Two.", "external_id": "2"}',
        "",
        '{"body": "3", "external_id":"2", "url":"https://a.example/1"}',
    ]
    lines.write_text("\n".join(rows))
    listed = tmp_path / "b.json"
    listed.write_text('[{"body": "Four."}, {"body": " "}]')
    page = tmp_path / "c.txt"
    page.write_text("   ")
    tally = await taken(intake, lines, listed, page)
    assert (tally.created, tally.files) == (3, 3)
    assert [str(place) for place, _ in tally.refused if place.path == lines] == [f"{lines}:3", f"{lines}:7"]
    assert [str(place) for place, _ in tally.refused if place.path == listed] == [f"{listed}: item 2"]
    assert [str(place) for place, _ in tally.refused if place.path == page] == [str(page)]


async def test_a_bug_that_one_article_meets_keeps_no_other_out(
    intake: Intake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def extract_or_fail(given: ArticleIn, *, max_chars: int) -> Extraction:
        if given.body == "Two.":
            raise ZeroDivisionError("division by zero")
        return extract(given, max_chars=max_chars)

    def read_or_fail(path: Path) -> Iterator[Item[Place]]:
        if path.name == "broken.txt":
            raise LookupError("a bug")
        yield from read_file(path)

    monkeypatch.setattr(extractor, "extract", extract_or_fail)
    monkeypatch.setattr(bulk, "read_file", read_or_fail)
    path = tmp_path / "a.jsonl"
    path.write_text('{"body": "One."}\n{"body": "Two."}\n{"body": "Three."}')
    tally = await taken(intake, tmp_path / "broken.txt", path)
    assert tally.created == 2
    assert [f"{place}: {why.reason}" for place, why in tally.refused] == [
        f"{tmp_path / 'broken.txt'}: unexpected error: LookupError: a bug",
        f"{path}:2: unexpected error: ZeroDivisionError: division by zero",
    ]
    assert capsys.readouterr().out.count("] unexpected_error ") == 2


def test_what_is_hidden_below_a_folder_is_left_out_unless_it_is_asked_for(tmp_path: Path) -> None:
    folder = tmp_path / ".hidden" / "in"
    for name in ("a.txt", ".b.txt", ".git/c.txt", "d/e.txt", "d/.f/g/h.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("x")
    assert files_below([folder]) == [folder / "a.txt", folder / "d/e.txt"]
    assert files_below([folder / ".b.txt"]) == [folder / ".b.txt"]
    assert files_below([folder / ".git"]) == [folder / ".git/c.txt"]
