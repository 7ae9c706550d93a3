"""The weights of the features, read from `weights.json` beside this file.

Fitted and written by `benchmarks.quote_training`; a feature that is not listed weighs nothing. The keys name features
of `features` (source), `scare` (quote) and `antecedents` (antecedent), and hold no words beyond those of our own lists.
docs/quotes.md tells of the data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

_ALL: dict[str, dict[str, float]] = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))

# How often a candidate at a place is right, to weigh only the best.
PRIOR_WEIGHTS = _ALL.get("prior", {})
# Which mention is the source of a quote.
SOURCE_WEIGHTS = _ALL["source"]
# Whether what stands between marks is a quote at all; above zero it is.
QUOTE_WEIGHTS = _ALL["quote"]
# Which person named before a pronoun stands for.
ANTECEDENT_WEIGHTS = _ALL["antecedent"]
# By method, what makes the raw probability of a speaker an honest one: slope and offset on the log-odds.
CONFIDENCE_WEIGHTS = _ALL.get("confidence", {})


def weigh(names: Iterable[str], weights: Mapping[str, float]) -> float:
    """Return the sum of the weights of the features that hold; a feature without a weight adds nothing."""
    return sum(filter(None, map(weights.get, names)))
