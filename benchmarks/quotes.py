"""Quality and speed of quote extraction beside a naive baseline and a peer, in one run.

    python -m benchmarks.quotes [--gold FILE.jsonl …] [--scorer PATH] [--min-words 4]

Measures the own styles, the sample corpus, and every gold given: rows of
`{"id", "text", "quotes": [{"start", "end", "text", "speaker", …}]}`. The scorer is the shared one; its path can also
come from ONRECORD_QUOTE_SCORER. The peer is textacy, where it is installed (see quote_methods).
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from pathlib import Path

from benchmarks.quote_methods import Method, Row, baseline, onrecord, textacy_peer
from benchmarks.quote_sample import sample_rows
from benchmarks.quote_training.reliability import reliability
from benchmarks.quote_training.rows import DEFAULT_SCORER, Scorer, gold_at, read_rows

STYLES = Path(__file__).with_name("quote_styles.jsonl")
_COMMONEST = 5


def run(gold: Path, scorer: Path | None = None, min_words: tuple[int, ...] = (1, 4)) -> str:
    """Return the report on one gold file.

    Raises FileNotFoundError, saying what to pass, when the gold or the scorer is not there.
    """
    if not gold.is_file():
        raise FileNotFoundError(f"no gold at {gold}: pass --gold FILE.jsonl with rows of id, text and quotes")
    return report(gold.name, read_rows(gold), _scorer(scorer), min_words)


def report(name: str, rows: list[Row], scorer: Scorer, min_words: tuple[int, ...]) -> str:
    """Return the table of methods, the reliability of our confidence and our commonest errors, in Markdown."""
    lines = [
        f"### {name}: {len(rows)} articles, {sum(len(row['quotes']) for row in rows)} quotes",
        "",
        "| method | words | span F1 | P | R | quote + speaker F1 | P | R | speaker right | articles/s |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    methods: dict[str, Method] = {"nearest “said NAME”": baseline, "onrecord": onrecord}
    peer = textacy_peer()
    if peer:
        methods["textacy"] = peer
    ours: list[Row] = []
    for method, find in methods.items():
        started = time.process_time()
        predicted = [{"id": row["id"], "text": row["text"], "quotes": find(row["text"])} for row in rows]
        speed = len(rows) / max(time.process_time() - started, 1e-9)
        ours = predicted if find is onrecord else ours
        lines += [_line(method, scorer.score(rows, predicted, least)[0], least, speed) for least in min_words]
    if peer is None:
        lines.append("\ntextacy is not installed: no peer in this run.")
    lines += ["", reliability(rows, ours, scorer), "", _errors(rows, ours, scorer)]
    return "\n".join(lines) + "\n"


def _line(method: str, score: Row, least: int, speed: float) -> str:
    span, both = score["relaxed"], score["end2end"]
    return (
        f"| {method} | ≥ {least} | {span['f1']:.3f} | {span['p']:.3f} | {span['r']:.3f} "
        f"| {both['f1']:.3f} | {both['p']:.3f} | {both['r']:.3f} | {score['speaker_acc']:.3f} | {speed:,.0f} |"
    )


def _errors(rows: list[Row], predicted: list[Row], scorer: Scorer) -> str:
    """Count errors: quotes missed, stretches that are none, and speakers by what names them and how we took it."""
    kinds: Counter[str] = Counter()
    for row, found in zip(rows, predicted, strict=True):
        for quote in found["quotes"]:
            gold = gold_at(row, quote["start"], quote["end"])
            if gold is None:
                kinds["no quote, taken for one"] += 1
            elif gold.get("resolved") != "unknown" and not scorer.same(gold.get("speaker"), quote["speaker"]):
                source = gold.get("kind", "")
                source = source if source in ("name", "pronoun", "nominal", "none") else "source"
                kinds[f"{source} taken by {quote['method'] if quote['speaker'] else 'nobody'}"] += 1
        shadow = {"quotes": found["quotes"]}
        kinds["missed"] += sum(1 for q in row["quotes"] if gold_at(shadow, q["start"], q["end"]) is None)
    lines = ["| commonest errors | count |", "| --- | --- |"]
    return "\n".join([*lines, *(f"| {kind} | {count} |" for kind, count in kinds.most_common(_COMMONEST))])


def _scorer(path: Path | None) -> Scorer:
    return Scorer(path or Path(os.environ.get("ONRECORD_QUOTE_SCORER", DEFAULT_SCORER)))


def main() -> int:
    """Print the reports; 2 when a gold or the scorer is missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", default=[], help="may be given again")
    parser.add_argument("--scorer", type=Path)
    parser.add_argument("--min-words", type=int, action="append", help="may be given again (default: 1 and 4)")
    given = parser.parse_args()
    least = tuple(given.min_words or (1, 4))
    try:
        for gold in [*given.gold, STYLES]:
            print(run(gold, given.scorer, least))
        rows, lost = sample_rows()
        print(report(f"sample corpus ({lost} quotes not in what was read)", rows, _scorer(given.scorer), least))
    except FileNotFoundError as missing:
        print(missing, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
