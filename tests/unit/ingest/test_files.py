from __future__ import annotations

import gzip
from pathlib import Path

from service.ingest.files import FileProblem, read_file
from service.models import ArticleIn


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_text_file_is_raw_text_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    for name, content in (
        ("a.txt", "“Sí”".encode()),
        ("b.md", "“Sí”".encode("utf-8-sig")),
        ("c.TXT", "“Sí”".encode("utf-16")),
    ):
        assert list(read_file(write(tmp_path, name, content))) == [ArticleIn(text="“Sí”")]


def test_an_old_encoding_is_guessed(tmp_path: Path) -> None:
    text = "Le maire a déclaré que le café serait fermé à partir de l’été prochain, après la fête du village. " * 4
    assert list(read_file(write(tmp_path, "a.txt", text.encode("cp1252")))) == [ArticleIn(text=text)]


def test_html_is_decoded_as_it_declares(tmp_path: Path) -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Стена</body></html>'
    assert list(read_file(write(tmp_path, "a.htm", page.encode("cp1251")))) == [ArticleIn(html=page)]


def test_json_holds_one_article_or_a_list(tmp_path: Path) -> None:
    assert list(read_file(write(tmp_path, "a.json", b'{"body": "One."}'))) == [ArticleIn(body="One.")]
    found = list(
        read_file(write(tmp_path, "b.json", b'\xef\xbb\xbf[{"body": "One."}, {"bodi": "Two."}, {"body": "Three."}]'))
    )
    assert found[0] == ArticleIn(body="One.")
    assert isinstance(found[1], FileProblem)
    assert found[2] == ArticleIn(body="Three.")


def test_a_bad_line_does_not_stop_the_others(tmp_path: Path) -> None:
    lines = b'{"body": "One."}\n\nnot json\n{"body": 3}\n{"body": "\xff"}\n{"body": "Last."}'
    found = list(read_file(write(tmp_path, "a.jsonl", lines)))
    assert [item for item in found if isinstance(item, ArticleIn)] == [ArticleIn(body="One."), ArticleIn(body="Last.")]
    assert [item.line for item in found if isinstance(item, FileProblem)] == [3, 4, 5]


def test_what_cannot_be_read_is_a_problem_with_a_reason(tmp_path: Path) -> None:
    paths = [
        write(tmp_path, "a.txt", gzip.compress(b"The wall. " * 50)),
        write(tmp_path, "b.txt", bytes(range(256)) * 4),
        write(tmp_path, "c.docx", b"PK"),
        write(tmp_path, "d.json", b"[1, 2"),
        tmp_path / "missing.txt",
        tmp_path / "missing.jsonl",
    ]
    for path in paths:
        (problem,) = read_file(path)
        assert isinstance(problem, FileProblem)
        assert problem.reason
