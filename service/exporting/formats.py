"""What lines look like as bytes: NDJSON, which is exact and can be imported, or CSV, which spreadsheets read."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal

import msgspec
from msgspec import Struct

from service import times
from service.exported import ExportedArticle, QuoteLine

Format = Literal["ndjson", "csv"]

MEDIA_TYPES: dict[Format, str] = {"ndjson": "application/x-ndjson", "csv": "text/csv"}

Column = Callable[[Any], Any]

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""What makes a spreadsheet take a cell's text for a formula: https://owasp.org/www-community/attacks/CSV_Injection."""

_encoder = msgspec.json.Encoder()


def _plain(*names: str) -> dict[str, Column]:
    return {name: attrgetter(name) for name in names}


def _if_there(name: str, part: str) -> Column:
    def value(line: Any) -> Any:
        whole = getattr(line, name)
        return None if whole is None else getattr(whole, part)

    return value


ARTICLE_COLUMNS: Mapping[str, Column] = {
    **_plain("id", "external_id", "url", "title", "outlet", "agency"),
    "authors": lambda line: "; ".join(line.authors),
    **_plain("section", "language", "published_at", "published_precision", "modified_at"),
    **_plain("standfirst", "body", "truncated"),
    **_plain("duplicate_of", "similarity", "revision", "created_at", "updated_at"),
    "corrected": lambda line: "; ".join(line.corrected),
    "quotes": lambda line: len(line.quotes),
    **_plain("cursor"),
}
"""An article as a row: its authors joined by "; ", and of its quotes only how many there are."""

QUOTE_COLUMNS: Mapping[str, Column] = {
    **_plain("id", "article_id", "text", "kind", "start", "end"),
    "speaker_id": _if_there("speaker", "id"),
    "speaker": _if_there("speaker", "name"),
    **_plain("role"),
    "candidates": lambda line: "; ".join(line.candidates),
    "mention": _if_there("mention", "text"),
    "mention_start": _if_there("mention", "start"),
    "mention_end": _if_there("mention", "end"),
    "cue": _if_there("cue", "text"),
    "cue_start": _if_there("cue", "start"),
    "cue_end": _if_there("cue", "end"),
    **_plain("method", "confidence"),
    "corrected_at": _if_there("correction", "at"),
    "corrected_by": _if_there("correction", "by"),
    "correction_note": _if_there("correction", "note"),
    **_plain("utterance_id", "statement_id"),
    "outlet_id": _if_there("outlet", "id"),
    "outlet": _if_there("outlet", "name"),
    **_plain("published_at", "article_title", "cursor"),
}
"""A quote as a row: what is nested has a column for each of its parts."""


def ndjson(lines: Sequence[Struct]) -> bytes:
    """Each as one line of JSON."""
    return _encoder.encode_lines(lines)


def csv_rows(lines: Sequence[ExportedArticle | QuoteLine], columns: Mapping[str, Column]) -> bytes:
    """Each as a CSV record (RFC 4180, UTF-8)."""
    return _csv([_cell(column(line)) for column in columns.values()] for line in lines)


def csv_header(columns: Mapping[str, Column]) -> bytes:
    """The columns' names as a CSV record."""
    return _csv([list(columns)])


def _csv(rows: Any) -> bytes:
    made = io.StringIO()
    csv.writer(made, lineterminator="\r\n").writerows(rows)
    return made.getvalue().encode()


def _cell(value: Any) -> Any:
    """A value as it stands in a cell; a text that a spreadsheet would compute gets an apostrophe in front.

    The apostrophe says "text" to spreadsheets. It changes the value for everybody else, which is why NDJSON, and not
    CSV, is the form to keep or to import.
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            return times.printed(value)
        case str() if value.startswith(_FORMULA):
            return "'" + value
    return value
