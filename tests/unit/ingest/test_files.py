from __future__ import annotations

import gzip
import os
from pathlib import Path

from service.ingest.files import Place, read_file
from service.ingest.items import Refused
from service.models import ArticleIn


def write(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def given(path: Path) -> list[ArticleIn]:
    return [what for _, what in read_file(path) if isinstance(what, ArticleIn)]


def shown(path: Path) -> list[str]:
    """What is refused, as the command shows it."""
    return [f"{place}: {what.reason}" for place, what in read_file(path) if isinstance(what, Refused)]


def test_a_text_file_is_raw_text_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    for name, content in (
        ("a.txt", "“Sí”".encode()),
        ("b.md", "“Sí”".encode("utf-8-sig")),
        ("c.TXT", "“Sí”".encode("utf-16")),
    ):
        assert given(write(tmp_path, name, content)) == [ArticleIn(text="“Sí”")]


def test_an_old_encoding_is_guessed(tmp_path: Path) -> None:
    text = "Le maire a déclaré que le café serait fermé à partir de l’été prochain, après la fête du village. " * 4
    assert given(write(tmp_path, "a.txt", text.encode("cp1252"))) == [ArticleIn(text=text)]


def test_html_is_decoded_as_it_declares(tmp_path: Path) -> None:
    page = '<html><head><meta charset="windows-1251"></head><body>Стена</body></html>'
    assert given(write(tmp_path, "a.htm", page.encode("cp1251"))) == [ArticleIn(html=page)]


def test_json_holds_one_article_or_a_list_whose_items_are_numbered(tmp_path: Path) -> None:
    one = write(tmp_path, "a.json", b'\n{"body": "One."}')
    assert list(read_file(one)) == [(Place(one), ArticleIn(body="One."))]
    several = write(tmp_path, "b.json", b'\xef\xbb\xbf[{"body": "One."}, {"bodi": "Two."}, {"body": "Three."}]')
    first, _, third = read_file(several)
    assert first == (Place(several, item=1), ArticleIn(body="One."))
    assert third == (Place(several, item=3), ArticleIn(body="Three."))
    assert shown(several)[0].startswith(f"{several}: item 2: /bodi is no field")


def test_a_bad_line_does_not_stop_the_others_and_each_has_its_physical_number(tmp_path: Path) -> None:
    deep = b'{"title": ' + b"[" * 100_000
    lines = b'{"body": "One."}\n\nnot json\n{"body": 3}\n{"body": "\xff"}\n' + deep + b'\n{"body": "Last."}'
    path = write(tmp_path, "a.jsonl", lines)
    found = list(read_file(path))
    assert [str(place) for place, what in found if isinstance(what, ArticleIn)] == [f"{path}:1", f"{path}:7"]
    assert [place.line for place, what in found if isinstance(what, Refused)] == [3, 4, 5, 6]


def test_a_problem_of_a_whole_file_names_no_line(tmp_path: Path) -> None:
    (problem,) = shown(write(tmp_path, "a.docx", b"PK"))
    assert problem.startswith(f"{tmp_path / 'a.docx'}: has a name that ends in none of")


def test_a_file_too_large_to_be_read_as_a_whole_is_a_problem(tmp_path: Path) -> None:
    for name in ("a.txt", "b.html", "c.json"):
        path = write(tmp_path, name, b"")
        os.truncate(path, 1 << 40)  # sparse: a terabyte that takes no room, unless it is read
        (problem,) = shown(path)
        assert problem == f"{path}: is larger than 50,000,000 bytes; only JSON lines may be"


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
        assert len(shown(path)) == 1
