"""How often speakers of a stated confidence are right."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from benchmarks.quote_training.rows import Row, Scorer, gold_at

_BINS = (0.0, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


def judged(rows: list[Row], predicted: list[Row], scorer: Scorer) -> Iterator[tuple[str, float, bool]]:
    """Yield method, confidence and whether the speaker is right, for each quote whose speaker the data gives."""
    for row, found in zip(rows, predicted, strict=True):
        for quote in found["quotes"]:
            gold = gold_at(row, quote["start"], quote["end"])
            if gold and gold.get("resolved") != "unknown" and gold.get("speaker") and quote["speaker"]:
                yield quote["method"], quote["confidence"], scorer.same(gold["speaker"], quote["speaker"])


def reliability(rows: list[Row], predicted: list[Row], scorer: Scorer) -> str:
    """Return a Markdown table: of the quotes with a confidence in each range, how many are right."""
    pairs = [(confidence, right) for _, confidence, right in judged(rows, predicted, scorer)]
    lines = ["| confidence | quotes | mean | right |", "| --- | --- | --- | --- |"]
    for low, high in [*pairwise(_BINS), (0.9, 1.01)]:
        inside = [(c, r) for c, r in pairs if low <= c < high]
        if inside:
            mean, share = sum(c for c, _ in inside) / len(inside), sum(r for _, r in inside) / len(inside)
            name = "**0.90 and more**" if (low, high) == (0.9, 1.01) else f"{low:.2f} to {min(high, 1):.2f}"
            lines.append(f"| {name} | {len(inside)} | {mean:.3f} | {share:.3f} |")
    return "\n".join(lines)
