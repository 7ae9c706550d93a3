"""What the command prints to, and on it: hits, errors. Text from articles is never read as markup."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import unescape
from typing import Literal

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn
from rich.text import Text

from search.engine import Hit
from service.errors import OnRecordError
from service.store.unavailable import SAID, StoreUnavailable
from service.telemetry.logs import BIDI

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)

When = Literal["auto", "always", "never"]

_LINE_EVERY_SECONDS = 5.0
_STEERING = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f{BIDI}]")
_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)


def console(when: When) -> Console:
    """Return the standard output with or without colour: by itself, with it on a terminal that has colours, unless
    NO_COLOR is set to anything (https://no-color.org).
    """
    able = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    coloured = when == "always" or (when == "auto" and able)
    return Console(
        highlight=False,
        force_terminal=coloured,
        no_color=not coloured,
        color_system="standard" if coloured else None,
        soft_wrap=not (coloured or sys.stdout.isatty()),
    )


@contextmanager
def counting(what: str) -> Iterator[Callable[[int], None]]:
    """Progress of long work whose end is not known: gives what is to be told of each few things done."""
    started = said = time.monotonic()
    count = 0
    columns = (SpinnerColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=err, disable=not err.is_terminal) as shown:
        task = shown.add_task(what)

        def done(more: int) -> None:
            nonlocal count, said
            count += more
            now = time.monotonic()
            line = f"{count:,} {what}, {count / max(now - started, 1e-3):,.0f}/s"
            shown.update(task, description=line)
            if not err.is_terminal and now - said >= _LINE_EVERY_SECONDS:
                said = now
                err.print(line, markup=False)

        yield done
    err.print(f"{count:,} {what} in {time.monotonic() - started:.1f} s", markup=False)


@contextmanager
def wrapped_errors() -> Iterator[None]:
    """What can go wrong without a bug of ours ends the command with one line, not with a traceback."""
    try:
        yield
    except BrokenPipeError:
        raise  # the reader of our output has gone; click knows what to do
    except (OnRecordError, StoreUnavailable, ModuleNotFoundError, OSError) as problem:
        err.print(Text("onrecord: " + plain(" ".join(_reason(problem).split())), style="red"))
        raise SystemExit(2) from problem


def _reason(problem: Exception) -> str:
    match problem:
        case OnRecordError():
            return problem.detail
        case StoreUnavailable():
            return f"{SAID[problem.trouble]}: {problem}"
        case ModuleNotFoundError(name="asyncpg"):
            return "PostgreSQL needs the module asyncpg: install onrecord[postgres]"
        case OSError(strerror=str(reason), filename=name) if name:
            return f"{name}: {reason}"
    return str(problem)


def plain(text: str) -> str:
    """Text that can't steer a terminal: control characters, and those that reorder a line, are taken out."""
    return _STEERING.sub("", text)


def show_hit(hit: Hit) -> None:
    """A found article or quote, with the matched words in bold."""
    found = hit.document
    head = (found.get("speaker") or found.get("source")) if "text" in found else found["title"]
    where = [found.get("article_title") if "text" in found else None, found["outlet"], found["published"]]
    line = Text("  ")
    line.append(plain(str(head or "unknown")), style="bold")
    line.append("  " + plain(" · ".join(str(one) for one in where if one)), style="dim")
    out.print(line)
    out.print(_marked(hit.highlight.get("text") or hit.highlight.get("body", "")))


def _marked(html: str) -> Text:
    """Our own highlight HTML as styled text."""
    made = Text("    ")
    for number, part in enumerate(_MARKED.split(" ".join(html.split()))):
        made.append(plain(unescape(part)), style="bold magenta" if number % 2 else "")
    return made
