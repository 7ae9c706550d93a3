"""How `onrecord ingest` shows how far it has come, and what became of everything in the end."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import msgspec
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from service import terminal
from service.errors import OnRecordError
from service.ingest.command import Tally
from service.ingest.files import Place
from service.ingest.files.walking import Size
from service.ingest.items import Refused

_LINE_EVERY_SECONDS = 5.0


class Meter:
    """Progress through files: a bar on a terminal, a plain line every few seconds elsewhere."""

    def __init__(self, what: str, total: Size) -> None:
        self._what = what
        self._total = total
        self._started = self._said = time.monotonic()
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[note]}"),
            TimeRemainingColumn(),
            console=terminal.err,
            disable=not terminal.err.is_terminal,
        )
        self._task = self._bar.add_task(what, total=total.size or None, note="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self._bar.stop()

    def show(self, tally: Tally) -> None:
        """So far it has come."""
        now = time.monotonic()
        rate = tally.done / max(now - self._started, 1e-3)
        note = f"{tally.done:,} articles, {rate:,.0f}/s, {tally.refused:,} refused"
        self._bar.update(self._task, completed=tally.bytes, note=note)
        if not terminal.err.is_terminal and now - self._said >= _LINE_EVERY_SECONDS:
            self._said = now
            share = f"{tally.bytes / self._total.size:.0%}, " if self._total.size else ""
            said = f"{self._what}: {share}{tally.files:,} of {self._total.files:,} files, {note}"
            terminal.err.print(said, markup=False)


class ErrorFile:
    """Every refusal as a line of JSON, with its place and reason; nothing where no file is asked for."""

    def __init__(self, path: Path | None) -> None:
        self._file: BinaryIO | None = path.open("wb") if path else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        if self._file:
            self._file.close()

    def write(self, refused: Iterable[tuple[Place, Refused]]) -> None:
        """Add these."""
        if self._file:
            for place, why in refused:
                row = {**place._asdict(), "path": terminal.plain(place.path), "reason": why.reason}
                try:
                    self._file.write(msgspec.json.encode(row) + b"\n")
                except UnicodeEncodeError as error:  # a file whose name is not UTF-8
                    raise OnRecordError(f"the name of {place.path!a} can't be written as JSON") from error
            self._file.flush()


def show_summary(tally: Tally) -> None:
    """What was refused, by reasons, the first of each; and the counts."""
    for group in tally.groups.values():
        for place, reason in group.first:
            terminal.err.print(terminal.plain(f"refused: {place}: {reason}"), markup=False)
        if group.count > len(group.first):
            terminal.err.print(f"refused: {group.count - len(group.first):,} more for the like reason", markup=False)
    similar = f" ({tally.similar:,} nearly the same as another)" if tally.similar else ""
    taken = f"{tally.created:,} created, {tally.changed:,} changed{similar}, {tally.same:,} the same"
    terminal.out.print(f"{taken}, {tally.refused:,} refused")
