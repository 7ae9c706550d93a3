"""What running processes take, from Linux's /proc (proc(5))."""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def memory(pid: int, which: Literal["VmRSS", "RssAnon", "VmHWM"]) -> float:
    """MB that a process has resident: all, its own, or all at most so far; 0 for a process that has gone."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    kilobytes = (line.split()[1] for line in status.splitlines() if line.startswith(f"{which}:"))
    return int(next(kilobytes, 0)) * 1024 / 1e6


def children(pid: int) -> list[int]:
    """The processes that any thread of a process has started and that have not gone."""
    try:
        tasks = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for task in tasks for child in (task / "children").read_text().split()]
    except OSError:
        return []
