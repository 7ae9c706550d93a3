from __future__ import annotations

import gzip
from pathlib import Path

from service.ingest.files import read_file
from service.models import ArticleIn
from tests.unit.ingest.files.reading import given, shown, write

PAGE = "<html><body>“Sí”</body></html>"


def record(url: str, body: bytes, headers: str, status: str = "200 OK") -> bytes:
    answer = f"HTTP/1.1 {status}\r\n{headers}\r\n\r\n".encode() + body
    head = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Record-ID: <urn:x:{url}>\r\n"
    kind = f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    return (head + kind).encode() + answer + b"\r\n\r\n"


def warc(*, packed: bool) -> bytes:
    html = "Content-Type: text/html; charset=windows-1252"
    records = [
        record("https://ledger.example/1", PAGE.encode("cp1252"), html),
        record("https://ledger.example/a.png", b"\x89PNG", "Content-Type: image/png"),
        record("https://ledger.example/gone", b"<html>Gone</html>", html, "404 Not Found"),
        record(
            "https://ledger.example/2",
            gzip.compress(PAGE.encode()),
            "Content-Type: text/html\r\nContent-Encoding: gzip",
        ),
    ]
    return b"".join(gzip.compress(one) if packed else one for one in records)


def test_the_pages_of_a_warc_come_with_their_addresses_and_everything_else_is_left_out(tmp_path: Path) -> None:
    for name, packed in (("a.warc", False), ("a.warc.gz", True)):
        path = write(tmp_path, name, warc(packed=packed))
        assert list(map(str, (place for place, _ in read_file(path)))) == [f"{path}: item 1", f"{path}: item 4"]
        assert given(path) == [ArticleIn(html=PAGE, url=f"https://ledger.example/{n}") for n in (1, 2)]


def test_what_is_whole_in_a_warc_that_is_cut_off_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path, "a.warc.gz", warc(packed=True)[:-40])
    assert len(given(path)) == 1
    assert len(shown(path)) == 1
