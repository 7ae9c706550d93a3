"""Fit, cross-validate by outlet, calibrate, print the tables, and write the weights when asked to."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.quote_training.calibration import calibrate
from benchmarks.quote_training.folds import held_out, table
from benchmarks.quote_training.model import WEIGHTS, gather, install, write
from benchmarks.quote_training.reliability import reliability
from benchmarks.quote_training.rows import DEFAULT_SCORER, Scorer, read_rows


def main() -> int:
    """Return 2 when the data or the scorer is not there."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quote_training", description=__doc__)
    parser.add_argument("train", type=Path, help="rows of id, text and quotes, as polnear_train.jsonl has them")
    parser.add_argument("--scorer", type=Path, default=DEFAULT_SCORER)
    parser.add_argument("--write", action="store_true", help=f"replace {WEIGHTS.name}")
    given = parser.parse_args()
    try:
        scorer = Scorer(given.scorer)
        rows = read_rows(given.train)
    except FileNotFoundError as missing:
        print(missing, file=sys.stderr)
        return 2
    install({"confidence": {}})
    material = gather(rows, scorer)
    confidence = calibrate(rows, held_out(rows, material), scorer)
    install({"confidence": confidence})
    predicted = held_out(rows, material)
    print(table(rows, predicted, scorer), reliability(rows, predicted, scorer), sep="\n\n")
    weights = {**material.fit(), "confidence": confidence}
    if given.write:
        write(weights)
    print("\n" + ", ".join(f"{len(values)} {name}" for name, values in weights.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
