"""Mail: a mailbox of agency copy or newsletters (mbox, RFC 4155), or one message (RFC 5322).

The subject is the title and `Date` the time of publication, with its zone. The sender is the agency or the outlet
where it is known as one, and never an author: editors forward what others wrote. Bylines are found in the text.
"""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart
from email.utils import parseaddr

from service.ingest.agencies import canonical_agency
from service.ingest.files.encoding import declared_charset, decode
from service.ingest.files.fields import clipped, usable_moment
from service.ingest.files.fragments import text_of_html
from service.ingest.files.limits import LARGEST_DOCUMENT
from service.ingest.files.place import Place
from service.ingest.files.source import Source
from service.ingest.items import Read, Refused
from service.ingest.outlets import is_outlet
from service.models import ArticleIn

_BLOCK = 65_536
_LONGEST_HEADER = 4_096
_QUOTED_FROM = re.compile(rb">+From ")
_FORWARDED = re.compile(r"(?:(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
_SIGNATURE = re.compile(r"\n-- \n.*\Z", re.DOTALL)
_ENOUGH = 300  # characters; a plain part that is shorter, beside an HTML one, only says where to read on


def read_mailbox(source: Source) -> Iterator[Read[Place]]:
    """The messages of a mailbox."""
    for number, raw in enumerate(_messages(source), start=1):
        place = source.place._replace(item=number)
        if raw is None:
            yield place, Refused(f"is larger than {LARGEST_DOCUMENT:,} bytes")
        else:
            yield place, _article(raw)


def read_message(source: Source) -> Iterator[Read[Place]]:
    """One message."""
    yield source.place, _article(source.whole())


def _messages(source: Source) -> Iterator[bytes | None]:
    """Each message without its `From ` line; None for one that is too large."""
    lines: list[bytes] = []
    size, begun, after_blank, whole_line = 0, False, True, True
    while line := source.stream.readline(_BLOCK):
        if whole_line and after_blank and line.startswith(b"From "):
            if begun:
                yield b"".join(lines) if size <= LARGEST_DOCUMENT else None
            lines, size, begun = [], 0, True
        else:
            size += len(line)
            if size <= LARGEST_DOCUMENT:
                lines.append(line[1:] if whole_line and _QUOTED_FROM.match(line) else line)
            else:
                lines = []
        after_blank = whole_line and not line.strip()
        whole_line = line.endswith(b"\n")
    source.check()  # the last one may go on
    if begun:
        yield b"".join(lines) if size <= LARGEST_DOCUMENT else None


def _article(raw: bytes) -> ArticleIn | Refused:
    try:
        return _read(email.message_from_bytes(raw, policy=email.policy.default))
    except Exception as error:  # noqa: BLE001 - the parser fails in many ways; the other messages are still to be read
        return Refused(f"is a message that can't be read: {type(error).__name__}: {error}")


def _read(message: EmailMessage) -> ArticleIn | Refused:
    text = _text(message)
    if not text.strip():
        return Refused("is a message without text")
    sender = clipped(parseaddr(_header(message, "From"))[0]) or ""
    message_id = clipped(_header(message, "Message-ID").strip().strip("<>"))
    return ArticleIn(
        text=_SIGNATURE.sub("", text.replace("\r\n", "\n")).strip(),
        title=clipped(_FORWARDED.sub("", _header(message, "Subject"), count=1)),
        published_at=usable_moment(_header(message, "Date")),
        agency=canonical_agency(sender) if sender else None,
        outlet=sender if is_outlet(sender) and not canonical_agency(sender) else None,
        external_id=f"mid:{message_id}" if message_id else None,  # RFC 2392
    )


def _header(message: EmailMessage, name: str) -> str:
    """A header, decoded; empty where there is none that the parser can read, or that is worth its time."""
    found = next((str(value) for key, value in message.raw_items() if key.lower() == name.lower()), "")
    if not 0 < len(found) <= _LONGEST_HEADER:
        return ""
    try:
        return "".join(part if part.isprintable() else " " for part in str(message[name]))
    except (LookupError, ValueError, AttributeError, TypeError, RecursionError):
        return ""


def _text(message: EmailMessage) -> str:
    """The plain part; the HTML one where that says more."""
    plain, page = message.get_body(("plain",)), message.get_body(("html",))
    text = _flowed(plain, _content(plain)) if plain is not None else ""
    if page is None or len(text.strip()) >= _ENOUGH:
        return text
    shown = text_of_html(_content(page))
    return shown if len(shown) > len(text) else text


def _content(part: MIMEPart) -> str:
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return ""
    declared = part.get_content_charset() or declared_charset(raw)
    return decode(raw, declared) or ""


def _flowed(part: MIMEPart, text: str) -> str:
    """The text with the lines put together that were broken for the way (RFC 3676)."""
    if part.get_param("format") != "flowed":
        return text
    joint = "" if str(part.get_param("delsp")).lower() == "yes" else " "
    return re.sub(r"(?<!\n--) \r?\n(?=\S)", joint, text)
