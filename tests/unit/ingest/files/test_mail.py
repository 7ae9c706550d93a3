from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from service.ingest.files import read_file
from service.ingest.items import Refused
from service.models import ArticleIn
from tests.unit.ingest.files.reading import given, shown, write

BODY = "DUNMARROW, March 4 (Reuters) - “We open today,” said Ida Holm, the harbour master.\n\nShe gave no reason.\n"


def message(body: str = BODY, **headers: str) -> EmailMessage:
    made = EmailMessage()
    made["From"] = headers.pop("sender", "Reuters <copy@wire.example>")
    made["Subject"] = headers.pop("subject", "Fwd: RE: Quay reopens")
    made["Date"] = headers.pop("date", "Mon, 04 Mar 2024 06:30:00 +0530")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(body)
    return made


def mailbox(*messages: bytes) -> bytes:
    return b"".join(b"From copy@wire.example Mon Mar  4 06:30:00 2024\n" + one.rstrip() + b"\n\n" for one in messages)


def test_a_message_gives_subject_moment_agency_and_its_own_id(tmp_path: Path) -> None:
    path = write(tmp_path, "a.eml", bytes(message(Message_ID="<17@wire.example>")))
    assert given(path) == [
        ArticleIn(
            text=BODY.strip(),
            title="Quay reopens",
            published_at="2024-03-04T06:30:00+05:30",
            agency="Reuters",
            external_id="mid:17@wire.example",
        )
    ]


def test_a_sender_is_the_outlet_where_it_reads_as_one_and_never_an_author(tmp_path: Path) -> None:
    (paper,) = given(write(tmp_path, "a.eml", bytes(message(sender="The Dunmarrow Herald <news@herald.example>"))))
    (person,) = given(write(tmp_path, "b.eml", bytes(message(sender="Ada Brandt <ada@herald.example>"))))
    assert (paper.outlet, paper.agency) == ("The Dunmarrow Herald", None)
    assert (person.outlet, person.agency, person.authors) == (None, None, [])


def test_headers_in_other_charsets_are_decoded_and_a_date_that_is_none_is_left_out(tmp_path: Path) -> None:
    head = b"Subject: =?iso-8859-1?Q?S=ED=2C_caf=E9?=\r\nDate: Friday\r\nContent-Type: text/plain; charset=iso-8859-1"
    raw = head + b"\r\n\r\n\x93S\xed\x94\r\n"
    (found,) = given(write(tmp_path, "a.eml", raw))
    assert (found.title, found.published_at, found.text) == ("Sí, café", None, "“Sí”")


def test_the_html_part_is_taken_where_the_plain_one_only_says_where_to_read(tmp_path: Path) -> None:
    newsletter = message("View this in your browser.\n")
    newsletter.add_alternative(
        f"<html><style>p {{}}</style><p>{BODY}</p><p>{'It rains. ' * 40}</p></html>", subtype="html"
    )
    newsletter.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="a.png")
    (found,) = given(write(tmp_path, "a.eml", bytes(newsletter)))
    assert found.text is not None
    assert "said Ida Holm" in found.text
    assert "View this" not in found.text
    assert "p {" not in found.text


def test_a_mailbox_is_split_where_messages_begin_and_nowhere_else(tmp_path: Path) -> None:
    tricky = bytes(message("One.\nFrom here on it rains.\n\n>From the pier, too.\n"))
    path = write(
        tmp_path, "news.mbox", mailbox(bytes(message()), tricky, bytes(message("\n")), bytes(message("Last.")))
    )
    found = list(read_file(path))
    assert [str(place) for place, _ in found] == [f"{path}: item {n}" for n in (1, 2, 3, 4)]
    second, third = found[1][1], found[2][1]
    assert isinstance(second, ArticleIn)
    assert second.text == "One.\nFrom here on it rains.\n\nFrom the pier, too."
    assert third == Refused("is a message without text")


def test_a_mailbox_is_known_by_its_content_and_lines_that_were_broken_for_the_way_are_put_together(
    tmp_path: Path,
) -> None:
    flowed = message("“We open \ntoday,” she said.\n\nIt rains.\n-- \nThe desk\n")
    flowed.set_param("format", "flowed")
    (found,) = given(write(tmp_path, "Inbox", mailbox(bytes(flowed))))
    assert found.text == "“We open today,” she said.\n\nIt rains."


def test_a_broken_message_is_refused_and_the_others_are_read(tmp_path: Path) -> None:
    broken = b"Subject: A\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\n--x"
    odd = b"Subject: =?utf-8?B?????=\nFrom: <<<@@>\nDate: \xff\nMessage-ID: \nContent-Type: text/plain; charset=x\n\n"
    path = write(tmp_path, "a.mbox", mailbox(broken, odd + b"It rains.", bytes(message())))
    assert shown(path) == [": item 1: is a message without text"]
    assert [one.text for one in given(path)] == ["It rains.", BODY.strip()]


@pytest.mark.parametrize("header", ["(" * 100_000, "<" * 100_000, "=?utf-8?q?a?= " * 20_000, "a," * 100_000])
def test_headers_that_would_break_the_parser_are_left_out(tmp_path: Path, header: str) -> None:
    raw = f"From: {header}\nSubject: {header}\nDate: {header}\nMessage-ID: {header}\n\nIt rains."
    assert given(write(tmp_path, "a.mbox", mailbox(raw.encode(), raw.encode()))) == [ArticleIn(text="It rains.")] * 2
