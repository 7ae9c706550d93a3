"""Quality and speed of quote extraction: the scorer on a JSONL of articles, beside a naive baseline, in one run.

    python -m benchmarks.quotes --gold FILE.jsonl [--scorer PATH] [--min-words 4]

Rows of the gold are `{"id", "text", "quotes": [{"start", "end", "text", "speaker", …}]}`. The scorer is a program that
takes GOLD PRED --json; its path can also come from ONRECORD_QUOTE_SCORER.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from service.quotes import extract

DEFAULT_SCORER = Path(__file__).resolve().parents[2] / "shared" / "tools" / "score_quotes.py"
_QUOTED = re.compile(r"“[^”\n]+”|\"[^\"\n]+\"|''[^\n]+?''")
_SAID = re.compile(
    r"(?:(?:said|says|told|wrote|added)\s+(?P<after>(?:[A-Z][\w.’'-]+\s?){1,4}))"
    r"|(?P<before>(?:[A-Z][\w.’'-]+\s){1,4})(?:said|says|told|wrote|added)\b"
)
# How far the baseline looks for `said NAME`, in characters.
_REACH = 200

Row = dict[str, Any]
Method = Callable[[str], list[Row]]


def run(gold: Path, scorer: Path | None = None, min_words: tuple[int, ...] = (1, 4)) -> str:
    """Return a Markdown table: one row a method and a least length of the quotes (in words) that count.

    Raises FileNotFoundError, saying what to pass, when the gold or the scorer is not there.
    """
    scorer = scorer or Path(os.environ.get("ONRECORD_QUOTE_SCORER", DEFAULT_SCORER))
    if not gold.is_file():
        raise FileNotFoundError(f"no gold at {gold}: pass --gold FILE.jsonl with rows of id, text and quotes")
    if not scorer.is_file():
        raise FileNotFoundError(f"no scorer at {scorer}: pass --scorer PATH or set ONRECORD_QUOTE_SCORER")
    rows: list[Row] = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines() if line]
    lines = [
        "| method | words | span F1 | P | R | quote + speaker F1 | P | R | speaker right | articles/s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, method in (("nearest “said NAME”", _baseline), ("onrecord", _onrecord)):
        started = time.process_time()
        predicted = [{"id": row["id"], "text": row["text"], "quotes": method(row["text"])} for row in rows]
        speed = len(rows) / max(time.process_time() - started, 1e-9)
        for least in min_words:
            score = _score(scorer, gold, predicted, least)
            span, both = score["relaxed"], score["end2end"]
            lines.append(
                f"| {name} | ≥ {least} | {span['f1']:.3f} | {span['p']:.3f} | {span['r']:.3f} "
                f"| {both['f1']:.3f} | {both['p']:.3f} | {both['r']:.3f} | {score['speaker_acc']:.3f} | {speed:,.0f} |"
            )
    return "\n".join(lines) + "\n"


def _onrecord(text: str) -> list[Row]:
    return [{"start": q.start, "end": q.end, "text": q.text, "speaker": q.speaker} for q in extract(text)]


def _baseline(text: str) -> list[Row]:
    """Every stretch between double marks, spoken by the nearest name beside a form of `say`."""
    said = [(m.start(), (m["after"] or m["before"]).strip()) for m in _SAID.finditer(text)]
    found = []
    for match in _QUOTED.finditer(text):
        start, end = match.start() + 1, match.end() - 1
        near = [(min(abs(at - end), abs(start - at)), name) for at, name in said]
        distance, name = min(near, default=(_REACH, ""))
        speaker = name if distance < _REACH else None
        found.append({"start": start, "end": end, "text": text[start:end], "speaker": speaker})
    return found


def _score(scorer: Path, gold: Path, predicted: list[Row], least: int) -> Row:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "predicted.jsonl"
        path.write_text("".join(json.dumps(row) + "\n" for row in predicted), encoding="utf-8")
        command = [sys.executable, str(scorer), str(gold), str(path), "--json", "--min-words", str(least)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"the scorer failed: {done.stderr.strip()[-500:]}")
    score: Row = json.loads(done.stdout)
    return score


def main() -> int:
    """Print the table; 2 when the gold or the scorer is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--min-words", type=int, action="append", help="may be given again (default: 1 and 4)")
    given = parser.parse_args()
    try:
        print(run(given.gold, given.scorer, tuple(given.min_words or (1, 4))))
    except FileNotFoundError as missing:
        print(missing, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
