"""What running processes take, from Linux's /proc (proc(5))."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Literal

_LISTENS = "0A"  # TCP_LISTEN, in include/net/tcp_states.h
_PROCESS_CLOCK = 2  # the clock of any process, from its number: clock_getcpuclockid(3)


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


def listener(port: int) -> int | None:
    """The process that listens on a TCP port here, or None where that can't be told."""
    lines = [line.split() for name in ("tcp", "tcp6") for line in _read(Path(f"/proc/net/{name}")).splitlines()[1:]]
    sockets = {
        f"socket:[{line[9]}]" for line in lines if line[3] == _LISTENS and int(line[1].split(":")[1], 16) == port
    }
    for handle in Path("/proc").glob("[0-9]*/fd/*"):
        try:
            if str(handle.readlink()) in sockets:
                return int(handle.parts[2])
        except OSError:  # it was closed meanwhile
            continue
    return None


def processor_ms(pid: int) -> float:
    """The milliseconds of processor time that a process has taken, in all its threads."""
    return time.clock_gettime(~pid << 3 | _PROCESS_CLOCK) * 1_000


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""
