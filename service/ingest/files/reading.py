"""The articles in a file of any kind, one by one. What is bad in it is reported in its place, and the rest read on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import structlog

from service.ingest.files import archives, documents, feeds, lines, mail, web_archives
from service.ingest.files.kinds import Kind, kind_of
from service.ingest.files.limits import DEFAULT, Exhausted, Limits, TooLarge
from service.ingest.files.place import Place
from service.ingest.files.source import Damaged, Source
from service.ingest.items import Read, Refused

_log = structlog.get_logger(__name__)

_READERS: dict[Kind, Callable[[Source], Iterator[Read[Place]]]] = {
    Kind.HTML: documents.read_html,
    Kind.TEXT: documents.read_text,
    Kind.MARKDOWN: documents.read_markdown,
    Kind.JSON: lines.read_json,
    Kind.JSON_LINES: lines.read_json_lines,
    Kind.MAILBOX: mail.read_mailbox,
    Kind.MESSAGE: mail.read_message,
    Kind.FEED: feeds.read_feed,
    Kind.WARC: web_archives.read_warc,
}
_ARCHIVES: dict[Kind, Callable[[Source, archives.Reader], Iterator[Read[Place]]]] = {
    Kind.GZIP: archives.read_gzip,
    Kind.BZIP2: archives.read_bzip2,
    Kind.XZ: archives.read_xz,
    Kind.ZIP: archives.read_zip,
    Kind.TAR: archives.read_tar,
}


def read_file(
    path: Path,
    limits: Limits = DEFAULT,
    watch: Callable[[int], None] = lambda _: None,
) -> Iterator[Read[Place]]:
    """The articles in a file. One that cannot be read is a refusal. `watch` is told how many bytes were read so far."""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size if path.is_file() else None
            for item in read_stream(file, str(path), limits, size):
                watch(file.tell() if size is not None else 0)
                yield item
    except OSError as error:
        yield Place(str(path)), Refused(f"cannot be read: {error.strerror or error}")


def read_stream(
    file: IO[bytes],
    path: str,
    limits: Limits = DEFAULT,
    size: int | None = None,
) -> Iterator[Read[Place]]:
    """The articles in what can be read from its beginning; `size` is its bytes, None where it can't be sought in."""
    yield from _read(Source.of(file, path, limits, size))


def _read(source: Source) -> Iterator[Read[Place]]:
    """What is in a file or a member. What is whole before a fault is taken; the fault is the last that is told."""
    try:
        head = source.head()
        if not head:
            source.check()
        kind = kind_of(source.name, head) if head else "is empty"
        if isinstance(kind, str):
            yield source.place, Refused(kind)
        elif kind in _ARCHIVES:
            yield from _ARCHIVES[kind](source, _read)
        else:
            yield from _READERS[kind](source)
        source.check()
    except Exhausted as error:
        if source.depth:
            raise
        yield source.place, Refused(str(error))
    except (Damaged, TooLarge) as error:
        yield source.place, Refused(str(error))
    except OSError as error:
        yield source.place, Refused(f"cannot be read: {error.strerror or error}")
    except Exception as error:  # noqa: BLE001 - a bug that one file meets must not keep thousands of others out
        _log.error("unexpected_error", place=str(source.place), exc_info=error)
        yield source.place, Refused(f"unexpected error: {type(error).__name__}: {error}")
