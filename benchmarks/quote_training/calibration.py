"""Honest confidence: raw probabilities of held-out articles against how often they proved right (Platt scaling)."""

from __future__ import annotations

import math
from collections import defaultdict

import numpy as np

from benchmarks.quote_training.reliability import judged
from benchmarks.quote_training.rows import Row, Scorer

# A method with fewer judged quotes shares the parameters of all the small ones.
_ENOUGH = 60
# The data marks an office as itself where we name its holder: it cannot tell how often that is right.
_UNMARKED = frozenset(("title", "transcript"))
_FLOOR = 0.0005
_STEPS = 50
_SMALL = 1e-6


def calibrate(rows: list[Row], predicted: list[Row], scorer: Scorer) -> dict[str, float]:
    """Return slope and offset by method, from predictions with raw confidences."""
    groups: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for method, confidence, right in judged(rows, predicted, scorer):
        if method not in _UNMARKED:
            groups[method].append((confidence, right))
    small = [method for method, pairs in groups.items() if len(pairs) < _ENOUGH]
    groups["other"] = [pair for method in sorted(small) for pair in groups.pop(method)]
    found = {}
    for method, pairs in groups.items():
        found[f"{method}:slope"], found[f"{method}:offset"] = _platt(pairs) if len(pairs) >= _ENOUGH else (1.0, 0.0)
    return found


def _platt(pairs: list[tuple[float, bool]]) -> tuple[float, float]:
    """Fit right ~ slope * log-odds + offset by Newton's method, a little towards the raw confidence."""
    if not pairs:
        return 1.0, 0.0
    clipped = [min(max(c, _FLOOR), 1 - _FLOOR) for c, _ in pairs]
    odds = np.array([math.log(c / (1 - c)) for c in clipped])
    right = np.array([float(r) for _, r in pairs])

    def cost(at: tuple[float, float]) -> float:
        leaning = at[0] * odds + at[1]
        return float((np.logaddexp(0, leaning) - right * leaning).sum()) + ((at[0] - 1) ** 2 + at[1] ** 2) / 2

    at = (1.0, 0.0)
    for _ in range(_STEPS):
        share = 1 / (1 + np.exp(-at[0] * odds - at[1]))
        spread = share * (1 - share)
        slope, offset = float(((share - right) * odds).sum() + at[0] - 1), float((share - right).sum() + at[1])
        a, b, c = float((spread * odds * odds).sum() + 1), float((spread * odds).sum()), float(spread.sum() + 1)
        step = ((c * slope - b * offset) / (a * c - b * b), (a * offset - b * slope) / (a * c - b * b))
        size = 1.0
        while size > _SMALL and cost((at[0] - size * step[0], at[1] - size * step[1])) > cost(at):
            size /= 2
        at = (at[0] - size * step[0], at[1] - size * step[1])
    return round(at[0], 2), round(at[1], 2)
