from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from pathlib import Path

import pytest

from service.ingest.files import Limits, read_file, read_stream
from service.models import ArticleIn
from tests.unit.ingest.files.reading import given, shown, write

LETTER = "It rains in Dunmarrow."


def rows(count: int) -> bytes:
    dice = random.Random(1)
    return b"".join(json.dumps({"body": f"{n} {dice.randbytes(40).hex()}"}).encode() + b"\n" for n in range(count))


def zipped(members: dict[str, bytes | str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()


def tarred(members: dict[str, bytes], mode: str = "w:gz") -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:  # type: ignore[call-overload]
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return made.getvalue()


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)])
def test_what_is_packed_is_read_as_what_it_is(tmp_path: Path, suffix: str, pack: object) -> None:
    assert callable(pack)
    assert given(write(tmp_path, f"a.txt{suffix}", pack(LETTER.encode()))) == [ArticleIn(text=LETTER)]
    path = write(tmp_path, f"a.ndjson{suffix}", pack(rows(3)))
    assert [str(place) for place, _ in read_file(path)] == [f"{path}:1", f"{path}:2", f"{path}:3"]


def test_a_gzip_file_of_many_members_is_one_file(tmp_path: Path) -> None:
    assert len(given(write(tmp_path, "a.ndjson.gz", gzip.compress(rows(2)) + gzip.compress(rows(3))))) == 5


@pytest.mark.parametrize(("pack", "count"), [(gzip.compress, 4_000), (bz2.compress, 30_000), (lzma.compress, 4_000)])
def test_what_is_whole_in_a_cut_off_file_is_taken_and_the_rest_reported(
    tmp_path: Path, pack: object, count: int
) -> None:
    assert callable(pack)
    whole = pack(rows(count))
    path = write(tmp_path, "a.ndjson.packed", whole[: len(whole) // 2])
    path = path.rename(tmp_path / "a.ndjson.gz")
    found = given(path)
    assert count / 10 < len(found) < count
    assert [one.body.split()[0] for one in found if one.body] == [str(n) for n in range(len(found))]
    assert len(shown(path)) == 1
    assert shown(path)[0].startswith(": is cut off or damaged")


def test_one_article_that_is_cut_off_is_not_taken(tmp_path: Path) -> None:
    whole = gzip.compress(random.Random(1).randbytes(3_000).hex().encode())
    path = write(tmp_path, "a.txt.gz", whole[:-500])
    assert given(path) == []
    assert shown(path)[0].startswith(": is cut off or damaged")


def test_the_members_of_a_zip_file_are_read_each_as_what_it_is_and_named(tmp_path: Path) -> None:
    inner = zipped({"deep/b.txt": LETTER, "c.json": '{"body": "C."}'})
    path = write(
        tmp_path,
        "a.zip",
        zipped(
            {
                "x/a.txt": LETTER,
                "x/": b"",
                "in.zip": inner,
                "d.ndjson.gz": gzip.compress(rows(2)),
                "e.png": b"\x89PNG",
                "__MACOSX/x": b"1",
                ".DS_Store": b"2",
            }
        ),
    )
    assert [(str(place).removeprefix(f"{path}/"), isinstance(what, ArticleIn)) for place, what in read_file(path)] == [
        ("x/a.txt", True),
        ("in.zip/deep/b.txt", True),
        ("in.zip/c.json", True),
        ("d.ndjson.gz:1", True),
        ("d.ndjson.gz:2", True),
        ("e.png", False),
    ]


def test_a_tar_file_is_read_without_what_its_links_lead_to(tmp_path: Path) -> None:
    members = {"x/a.txt": LETTER.encode(), "../b.txt": b"Outside.", ".c.txt": b"Hidden."}
    for name, mode in (("a.tar", "w:"), ("a.tgz", "w:gz"), ("a.tar.xz", "w:xz")):
        path = write(tmp_path, name, tarred(members, mode))
        assert [str(place) for place, _ in read_file(path)] == [f"{path}/x/a.txt"]
        assert shown(path) == []


def test_an_encrypted_member_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    packed = bytearray(zipped({"a.txt": LETTER, "b.txt": LETTER}))
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + offset] |= 1
    path = write(tmp_path, "a.zip", bytes(packed))
    assert shown(path) == ["a.txt: is encrypted"]
    assert len(given(path)) == 1


def test_a_damaged_member_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    noise = random.Random(1).randbytes(2_000).hex()
    packed = bytearray(zipped({"a.txt": noise, "b.txt": LETTER}))
    packed[300] ^= 0xFF
    path = write(tmp_path, "a.zip", bytes(packed))
    assert [one.split(":")[0] for one in shown(path)] == ["a.txt"]
    assert given(path) == [ArticleIn(text=LETTER)]


def test_a_zip_bomb_is_refused_by_its_ratio_and_by_its_size(tmp_path: Path) -> None:
    bomb = zipped({f"{n}.txt": b"a" * 15_000_000 for n in range(4)})
    path = write(tmp_path, "bomb.zip", bomb)
    assert shown(path, Limits(max_ratio=10)) == [": unpacks to more than 10 times its size"]
    assert shown(path, Limits(max_bytes=1_000_000)) == [": unpacks to more than 1,000,000 bytes"]
    nested = write(tmp_path, "nested.zip", zipped({"one.zip": bomb, "after.txt": LETTER}))
    assert shown(nested, Limits(max_ratio=10)) == [": unpacks to more than 10 times its size"]


def test_a_bomb_on_standard_input_stops_at_the_size_limit(tmp_path: Path) -> None:
    bomb = io.BytesIO(gzip.compress(b"a" * 10_000_000))
    ((place, what),) = read_stream(bomb, "<stdin>", Limits(max_bytes=1_000_000))
    assert (str(place), what.reason) == ("<stdin>", "unpacks to more than 1,000,000 bytes")  # type: ignore[union-attr]


def test_what_is_packed_too_often_is_refused(tmp_path: Path) -> None:
    content = LETTER.encode()
    for _ in range(6):
        content = gzip.compress(content)
    assert shown(write(tmp_path, "a.txt.gz", content)) == [": is packed more than 4 times over"]


def test_a_zip_file_can_come_through_a_pipe(tmp_path: Path) -> None:
    stream = io.BytesIO(zipped({"a.txt": LETTER}))
    assert [(str(place), what) for place, what in read_stream(stream, "<stdin>")] == [
        ("<stdin>/a.txt", ArticleIn(text=LETTER))
    ]


def test_an_office_document_is_no_archive_of_articles(tmp_path: Path) -> None:
    path = write(tmp_path, "a.docx", zipped({"[Content_Types].xml": "<?xml?>", "word/document.xml": "<?xml?>"}))
    assert shown(path) == [": is an Office document or an e-book, which is not read"]
