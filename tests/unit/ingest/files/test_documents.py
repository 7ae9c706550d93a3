from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from service.ingest.files import Place, read_file
from service.ingest.files.encoding import decode
from service.ingest.items import Refused
from service.models import ArticleIn
from tests.unit.ingest.files.reading import given, shown, write


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
    assert list(read_file(one)) == [(Place(str(one)), ArticleIn(body="One."))]
    several = write(tmp_path, "b.json", b'\xef\xbb\xbf[{"body": "One."}, {"bodi": "Two."}, {"body": "Three."}]')
    first, _, third = read_file(several)
    assert first == (Place(str(several), item=1), ArticleIn(body="One."))
    assert third == (Place(str(several), item=3), ArticleIn(body="Three."))
    assert shown(several)[0].startswith(": item 2: /bodi is no field")


def test_a_bad_line_does_not_stop_the_others_and_each_has_its_physical_number(tmp_path: Path) -> None:
    deep = b'{"title": ' + b"[" * 100_000
    lines = b'{"body": "One."}\n\nnot json\n{"body": 3}\n{"body": "\xff"}\n' + deep + b'\n{"body": "Last."}'
    path = write(tmp_path, "a.jsonl", lines)
    found = list(read_file(path))
    assert [str(place) for place, what in found if isinstance(what, ArticleIn)] == [f"{path}:1", f"{path}:7"]
    assert [place.line for place, what in found if isinstance(what, Refused)] == [3, 4, 5, 6]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.docx", b"PK\x03\x04", "a damaged zip file"),
        ("a.txt", b"%PDF-1.7 ...", "is a PDF, which is not read"),
        ("a.txt", bytes(range(256)) * 4, "is binary"),
        ("a.csv", b"title,body\n", "is of no kind that is read (.csv)"),
        ("a.json", b"[1, 2", "item 1: Expected `object`"),
        ("a.json", b"{} {}", "is malformed"),
        ("a.xml", b"<?xml version='1.0'?><sitemap/>", "is XML, but neither a feed nor a page"),
        ("a.txt", b"", "is empty"),
        ("a.json", b"[" * 100_000, "has an item that is nested more than 100 deep"),
        ("a.json", b'[{"body": "One."}, 1] []', "item 2: Expected `object`"),
        ("a.json", b'{"a": ' * 100_000, ""),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    path = write(tmp_path, name, content)
    assert reason in shown(path)[0]
    assert len(given(path)) == content.count(b"One.")


def test_a_file_that_is_missing_is_refused(tmp_path: Path) -> None:
    assert shown(tmp_path / "a.txt") == [": cannot be read: No such file or directory"]


def test_a_file_that_is_one_article_is_refused_when_it_is_too_large(tmp_path: Path) -> None:
    for name, begin in (("a.txt", b""), ("b.html", b""), ("c.json", b'{"body": "')):
        path = write(tmp_path, name, begin)
        os.truncate(path, 1 << 40)  # sparse: a terabyte that takes no room, unless it is read
        assert "0,000,000 bytes" in shown(path)[0]


def test_an_item_of_a_list_that_is_too_long_ends_the_list(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", b'[{"body": "One."}, {"body": "' + b"x" * 30_000_000 + b'"}, {"body": "Three."}]')
    assert given(path) == [ArticleIn(body="One.")]
    assert shown(path) == [": has an item that is longer than 20,000,000 bytes"]


def test_a_line_that_is_too_long_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.ndjson", b'{"body": "' + b"x" * 50_000_000 + b'"}\n{"body": "Two."}\n')
    assert given(path) == [ArticleIn(body="Two.")]
    assert shown(path) == [":1: is longer than 20,000,000 bytes"]


def test_what_a_file_is_shows_in_its_content_before_its_name(tmp_path: Path) -> None:
    page, lines = "<!-- saved --> <!DOCTYPE html><title>A</title>", '{"body": "One."}\n{"body": "Two."}\n'
    assert given(write(tmp_path, "a.txt", page)) == [ArticleIn(html=page)]
    assert given(write(tmp_path, "b.json", lines)) == [ArticleIn(body="One."), ArticleIn(body="Two.")]
    assert given(write(tmp_path, "c.txt", "[AFP] It rains.")) == [ArticleIn(text="[AFP] It rains.")]
    assert given(write(tmp_path, "NAMELESS", "It rains.")) == [ArticleIn(text="It rains.")]
    assert given(write(tmp_path, "d.jsonl", gzip.compress(lines.encode()))) == given(tmp_path / "b.json")


def test_a_list_of_articles_is_read_up_to_where_it_is_broken(tmp_path: Path) -> None:
    path = write(tmp_path, "a.json", '[{"body": "One."}, {"body": "Two."}, {"body": "Thr')
    assert given(path) == [ArticleIn(body="One."), ArticleIn(body="Two.")]
    assert shown(path)[0].startswith(": is no JSON after item 2")


def test_markdown_gives_its_front_matter_and_its_text_without_the_marks(tmp_path: Path) -> None:
    text = """---
title: "The *quay* reopens"
Date: 2024-03-04 06:30:00 +0200
author: [Ada Brandt, Ola Lund]
outlet: The Ledger
url: https://ledger.example/quay
layout: post
tags: [a, b]
---

# Not the title

“We [open](https://x.example) **today**,” said Ida Holm.
The second line.

> “Late,” she said.
"""
    assert given(write(tmp_path, "a.md", text)) == [
        ArticleIn(
            text="Not the title\n\n“We open today,” said Ida Holm.\nThe second line.\n\n“Late,” she said.",
            title="The *quay* reopens",
            published_at="2024-03-04T06:30:00+02:00",
            authors=["Ada Brandt", "Ola Lund"],
            outlet="The Ledger",
            url="https://ledger.example/quay",
        )
    ]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("date: 2024-03-04", ArticleIn(text="It rains.", published_at="2024-03-04")),
        (
            "date: on Friday\nauthor: by Ada Brandt and Ola Lund",
            ArticleIn(text="It rains.", authors=["Ada Brandt", "Ola Lund"]),
        ),
        ("date: 2999-01-01\nurl: /quay\ntitle: {}", ArticleIn(text="It rains.")),
        ("date: Mon, 04 Mar 2024 06:30 EST", ArticleIn(text="It rains.", published_at="2024-03-04T06:30:00-05:00")),
        ("title: !!python/object/apply:os.system ['true']", ArticleIn(text="It rains.")),
    ],
)
def test_front_matter_that_says_nothing_usable_is_left_out(tmp_path: Path, front: str, expected: ArticleIn) -> None:
    assert given(write(tmp_path, "a.md", f"---\n{front}\n---\nIt rains.")) == [expected]


def test_rulers_in_a_text_are_no_front_matter(tmp_path: Path) -> None:
    (found,) = given(write(tmp_path, "a.md", "---\nIt rains.\n---\nIt snows."))
    assert found.text is not None
    assert "It rains." in found.text


@examples(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Co", "Cn"]), min_size=1))
def test_text_in_utf_8_is_read_as_it_is_whatever_is_declared(text: str) -> None:
    if text.isascii() or text.startswith("\ufeff"):
        return
    for declared in (None, "windows-1252", "iso-2022-jp", "utf-16", "no-such", "rot13"):
        assert decode(text.encode(), declared) in (
            text,
            None,
        )  # None: too many of its characters stand for what is none


def test_a_charset_of_ascii_bytes_is_taken_at_its_word_and_latin_1_means_windows() -> None:
    assert decode("日本語".encode("iso-2022-jp"), "iso-2022-jp") == "日本語"
    assert decode("“Sí”".encode("cp1252"), "iso-8859-1") == "“Sí”"
    assert decode("简体字".encode("gb18030"), "gb2312") == "简体字"
