"""What readers of HTML pages find, against answers, and how fast: ours beside open extractors, in one run.

    python -m benchmarks pages DIR            (peers: uv run --with newspaper4k --with goose3 --with news-please …)

DIR holds pages (`NAME.html` or `NAME.html.gz`, bytes as they were served) and beside each its answer, `NAME.json`. A
column is measured on the pages whose answer has it; pages of the web are nobody's to pass on, so none are kept here:

    {"outlet": ["The Wexmouth Herald"],        any of these, case, "The" and spaces aside
     "title": ["Harbour wall to be raised"],   any of these headlines, case and punctuation aside
     "authors": ["Ada Prowse"],                persons only; [] when the page names none
     "not_persons": ["AFP"],                   also in the byline, neither right nor wrong
     "published_at": "2024-03-05T08:15:00+01:00",  to the minute and with its zone; midnight means that only the day
                                               is printed; without a zone, the time on the page's own clock counts
     "body": ["First paragraph.", …],          subheadings included
     "standfirst": "…" | null,                 neither right nor wrong in a body
     "article": false}                         instead of all others: the page holds no article, and must be refused

Body F1 is that of the multisets of words, averaged over pages; boilerplate is the share of a body's words that the
answer lacks. An extractor that fails on a page found nothing there. `ABOUT.txt` in DIR, which says where the pages come
from, is put over the table.
"""

from __future__ import annotations

import gzip
import re
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

import msgspec

from benchmarks.page_readers import Found, Reader, readers

_WORD = re.compile(r"\w+")
_COLUMNS = ("headline", "authors F1", "time", "outlet", "body F1", "≥ 0.9", "boilerplate", "refused", "pages/s")
_GOOD = 0.9


class Answer(msgspec.Struct):
    """What a person says of a page; `UNSET` where nobody said."""

    outlet: list[str] | msgspec.UnsetType = msgspec.UNSET
    title: list[str] | msgspec.UnsetType = msgspec.UNSET
    authors: list[str] | msgspec.UnsetType = msgspec.UNSET
    not_persons: list[str] = []
    published_at: str | msgspec.UnsetType = msgspec.UNSET
    body: list[str] | msgspec.UnsetType = msgspec.UNSET
    standfirst: str | None = None
    article: bool = True


def run(directory: Path, peers: bool = True) -> str:
    """Return the table. Raises FileNotFoundError when the directory holds no page with an answer."""
    pages = list(_pages(directory))
    if not pages:
        raise FileNotFoundError(f"no page with an answer in {directory}: see benchmarks/pages.py")
    about = directory / "ABOUT.txt"
    lines = [
        f"{len(pages)} pages. {about.read_text(encoding='utf-8').strip() if about.exists() else ''}".strip(),
        "",
        f"| reader | {' | '.join(_COLUMNS)} |",
        "| --- |" + " --- |" * len(_COLUMNS),
    ]
    for name, reader in readers().items():
        if peers or name == "onrecord":
            _read(reader, pages[0][1])  # the parsers are imported late
            started = time.process_time()
            found = [_read(reader, markup) for _, markup, _ in pages]
            speed = len(pages) / max(time.process_time() - started, 1e-9)
            scores = [score(one, answer) for one, (_, _, answer) in zip(found, pages, strict=True)]
            lines.append(f"| {name} | {' | '.join(_row(scores))} | {speed:,.1f} |")
    return "\n".join(lines)


def score(found: Found | None, answer: Answer) -> dict[str, float]:
    """Each column's value for one page; for authors the counts of right, found and wanted names."""
    scores: dict[str, float] = {"refused": float(found is None)}
    if not answer.article:
        return scores
    found = found or Found()
    if answer.title is not msgspec.UNSET:
        scores["headline"] = float(_letters(found.title) in {_letters(title) for title in answer.title})
    if answer.authors is not msgspec.UNSET:
        wanted = {_letters(name) for name in answer.authors}
        named = {_letters(name) for name in found.authors} - {_letters(name) for name in answer.not_persons}
        scores |= {"right": len(wanted & named), "named": len(named), "wanted": len(wanted)}
    if answer.published_at is not msgspec.UNSET:
        scores["time"] = float(_same_time(found, datetime.fromisoformat(answer.published_at)))
    if answer.outlet is not msgspec.UNSET:
        scores["outlet"] = float(_plain_name(found.outlet) in {_plain_name(name) for name in answer.outlet})
    if answer.body is not msgspec.UNSET:
        scores |= _body_scores(found.body, "\n".join(answer.body), answer.standfirst or "")
    return scores


def _body_scores(found: str, wanted: str, standfirst: str) -> dict[str, float]:
    right, had = Counter(_WORD.findall(wanted.lower())), Counter(_WORD.findall(found.lower()))
    had -= (had - right) & Counter(_WORD.findall(standfirst.lower()))
    common = (right & had).total()
    f1 = 2 * common / max(1, right.total() + had.total())
    return {
        "body F1": f1,
        "≥ 0.9": float(f1 >= _GOOD),
        "boilerplate": 1 - common / had.total() if had else 0.0,
    }


def _same_time(found: Found, wanted: datetime) -> bool:
    when = found.published
    if when is None:
        return False
    if not (wanted.hour or wanted.minute or wanted.second):
        return not found.has_time and when.date() == wanted.date()
    if wanted.tzinfo is None:
        when = when.replace(tzinfo=None)
    elif when.tzinfo is None:
        return False
    else:
        when, wanted = when.astimezone(UTC), wanted.astimezone(UTC)
    return found.has_time and when.replace(second=0, microsecond=0) == wanted.replace(second=0, microsecond=0)


def _row(scores: list[dict[str, float]]) -> list[str]:
    right, named, wanted = (sum(one.get(key, 0) for one in scores) for key in ("right", "named", "wanted"))
    row = []
    for column in _COLUMNS[:-1]:
        values = [one[column] for one in scores if column in one]
        if column == "authors F1":
            row.append(f"{2 * right / (named + wanted):.3f}" if wanted else "–")
        else:
            row.append(f"{mean(values):.3f}" if values else "–")
    return row


def _pages(directory: Path) -> list[tuple[str, bytes, Answer]]:
    return [
        (path.stem, _bytes(path), msgspec.json.decode(path.read_bytes(), type=Answer))
        for path in sorted(directory.rglob("*.json"))
    ]


def _bytes(answer: Path) -> bytes:
    zipped = answer.with_suffix(".html.gz")
    return gzip.decompress(zipped.read_bytes()) if zipped.exists() else answer.with_suffix(".html").read_bytes()


def _read(reader: Reader, markup: bytes) -> Found | None:
    try:
        return reader(markup)
    except Exception:  # noqa: BLE001  a peer's crash is its answer
        return None


def _letters(text: str | None) -> str:
    return " ".join(_WORD.findall((text or "").casefold().replace("’", "'").replace("'", "")))


def _plain_name(name: str | None) -> str:
    return _letters(name).removeprefix("the ").replace(" ", "")
