"""`benchmarks/RESULTS.md`: one section a command, replaced whenever that is run again."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

RESULTS = Path(__file__).parent / "RESULTS.md"
_HEAD = """# What was measured

Ratios of things measured side by side in one run; the machines are shared and noisy, so absolute times say little.
Each section is written by `make bench BENCH="…"` with what its heading says.
"""


def record(name: str, arguments: list[str], report: str) -> None:
    """Replace the section of this command, or add it."""
    command = " ".join([name, *arguments])
    where = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    day = datetime.now(UTC).date()
    section = f"## {command}\n\nOn {day}, {where}.\n\n{report.strip()}\n"
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else _HEAD
    found = re.search(rf"^## {re.escape(command)}\n.*?(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    before, after = (text[: found.start()], text[found.end() :]) if found else (f"{text.rstrip()}\n\n", "")
    RESULTS.write_text(f"{before}{section}\n{after}".rstrip() + "\n", encoding="utf-8")
