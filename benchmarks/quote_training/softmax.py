"""A softmax regression over named features: which of several options is right; L-BFGS on numpy, no randomness.

An example is a group of options, each a list of feature names that hold for it, and the indices of the right ones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_MEMORY = 10
_TOLERANCE = 2e-6


@dataclass(frozen=True)
class Example:
    """`article` is the row it comes from; `options` the features of each option; `right` the indices that are right."""

    article: int
    options: list[list[str]]
    right: list[int]


@dataclass(frozen=True)
class Packed:
    """Examples as arrays. Entry i says that feature `feature[i]` holds for option `option[i]`; options lie in the
    order of the examples, `opens` is where each example's options begin.
    """

    names: list[str]
    option: Ints
    feature: Ints
    opens: Ints
    right: Floats
    article: Ints


def pack(examples: list[Example], least: int) -> Packed:
    """Turn examples into arrays, leaving out features that hold fewer than `least` times."""
    counts = Counter(name for e in examples for option in e.options for name in option)
    names = sorted(name for name, count in counts.items() if count >= least)
    number = {name: i for i, name in enumerate(names)}
    option: list[int] = []
    feature: list[int] = []
    opens: list[int] = []
    right: list[float] = []
    for example in examples:
        opens.append(len(right))
        for index, held in enumerate(example.options):
            known = [number[name] for name in held if name in number]
            option += [len(right)] * len(known)
            feature += known
            right.append(float(index in example.right))
    return Packed(
        names, np.array(option), np.array(feature), np.array(opens), np.array(right),
        np.array([e.article for e in examples]),
    )  # fmt: skip


def choose(packed: Packed, keep: Callable[[int], bool]) -> Packed:
    """Return the examples of those articles that `keep` accepts."""
    wanted = np.array([keep(int(a)) for a in packed.article])
    sizes = np.diff(np.append(packed.opens, len(packed.right)))
    options = np.repeat(wanted, sizes)
    entries = options[packed.option]
    renumbered = np.cumsum(options) - 1
    opens = np.concatenate(([0], np.cumsum(sizes[wanted])[:-1]))
    return Packed(
        packed.names, renumbered[packed.option[entries]], packed.feature[entries], opens, packed.right[options],
        packed.article[wanted],
    )  # fmt: skip


def fit(packed: Packed, *, l2: float = 2.0, rounds: int = 300, digits: int = 2) -> dict[str, float]:
    """Return the weights, rounded to `digits`; those that round to nothing are left out."""
    slope = _objective(packed, l2)
    at = np.zeros(len(packed.names))
    loss, gradient = slope(at)
    steps: list[tuple[Floats, Floats, float]] = []
    for _ in range(rounds):
        direction = _direction(gradient, steps)
        size, downhill = 1.0, float((gradient * direction).sum())
        while True:
            new = at - size * direction
            new_loss, new_gradient = slope(new)
            if new_loss <= loss - 1e-4 * size * downhill or size < 1e-6:
                break
            size /= 2
        moved, turned = new - at, new_gradient - gradient
        curve = float((moved * turned).sum())
        if curve > 1e-10:
            steps = [*steps, (moved, turned, 1 / curve)][-_MEMORY:]
        settled = abs(loss - new_loss) < _TOLERANCE * abs(loss)
        at, loss, gradient = new, new_loss, new_gradient
        if settled:
            break
    rounded = ((name, round(float(w), digits)) for name, w in zip(packed.names, at, strict=True))
    return {name: weight for name, weight in rounded if weight}


def _objective(packed: Packed, l2: float) -> Callable[[Floats], tuple[float, Floats]]:
    total = len(packed.right)
    sizes = np.diff(np.append(packed.opens, total))
    group = np.repeat(np.arange(len(sizes)), sizes)

    def slope(weights: Floats) -> tuple[float, Floats]:
        score = np.bincount(packed.option, weights=weights[packed.feature], minlength=total)
        raised = np.exp(score - np.maximum.reduceat(score, packed.opens)[group])
        everything = np.add.reduceat(raised, packed.opens)
        correct = np.maximum(np.add.reduceat(raised * packed.right, packed.opens), 1e-300)
        loss = -np.log(correct / everything).sum() + 0.5 * l2 * (weights**2).sum()
        pull = raised / everything[group] - raised * packed.right / correct[group]
        gradient = np.bincount(packed.feature, weights=pull[packed.option], minlength=len(weights))
        return float(loss), gradient + l2 * weights

    return slope


def _direction(gradient: Floats, steps: list[tuple[Floats, Floats, float]]) -> Floats:
    """Two-loop recursion of L-BFGS."""
    direction = gradient.copy()
    along: list[float] = []
    for moved, turned, inverse in reversed(steps):
        along.append(inverse * float((moved * direction).sum()))
        direction -= along[-1] * turned
    if steps:
        moved, turned, _ = steps[-1]
        direction *= float((moved * turned).sum()) / float((turned * turned).sum())
    else:
        direction /= max(1.0, float(np.abs(gradient).max()))
    for (moved, turned, inverse), a in zip(steps, reversed(along), strict=True):
        direction += moved * (a - inverse * float((turned * direction).sum()))
    return direction
