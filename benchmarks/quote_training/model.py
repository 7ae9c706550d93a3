"""All weights fitted from all articles or from some, put in place, and written."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from benchmarks.quote_training.examples import antecedent_examples, prior_shares, quote_examples, source_examples
from benchmarks.quote_training.rows import Row, Scorer
from benchmarks.quote_training.softmax import Packed, choose, fit, pack
from service.quotes import weights as live

Weights = dict[str, dict[str, float]]
# A feature must hold this often to be weighed: nothing that only a few articles have can enter.
_LEAST = {"antecedent": 20, "quote": 15, "source": 15}
# What is chosen for one pronoun or quote is a feature of the next: weights are fitted again on what they chose.
_ROUNDS = 2
WEIGHTS = Path(live.__file__).with_name("weights.json")


@dataclass(frozen=True)
class Material:
    """The examples of all models over the same rows, as arrays."""

    parts: dict[str, Packed]
    prior: dict[str, float]

    def fit(self, leave_out: frozenset[int] = frozenset()) -> Weights:
        """Fit every model to the articles that are not left out."""
        found = {"prior": self.prior}
        for name, packed in self.parts.items():
            kept = choose(packed, lambda article: article not in leave_out) if leave_out else packed
            found[name] = fit(kept)
        return found


def gather(rows: list[Row], scorer: Scorer) -> Material:
    """Read the examples off `rows`; leaves fitted antecedent weights in place, which the others build on."""
    # From nothing, so that the result does not hang on the weights that are in place.
    install({name: {} for name in ("antecedent", "prior", "quote", "source")})
    for _ in range(_ROUNDS):
        antecedent = pack(antecedent_examples(rows, scorer), _LEAST["antecedent"])
        install({"antecedent": fit(antecedent)})
    quote = pack(quote_examples(rows), _LEAST["quote"])
    install({"quote": fit(quote)})
    prior = prior_shares(rows, scorer)
    install({"prior": prior})
    for _ in range(_ROUNDS):
        source = pack(source_examples(rows, scorer), _LEAST["source"])
        install({"source": fit(source)})
    return Material({"antecedent": antecedent, "quote": quote, "source": source}, prior)


def install(weights: Weights) -> None:
    """Put weights in place for this process."""
    places = {
        "antecedent": live.ANTECEDENT_WEIGHTS,
        "confidence": live.CONFIDENCE_WEIGHTS,
        "prior": live.PRIOR_WEIGHTS,
        "quote": live.QUOTE_WEIGHTS,
        "source": live.SOURCE_WEIGHTS,
    }
    for name, values in weights.items():
        places[name].clear()
        places[name].update(values)


def write(weights: Weights, path: Path = WEIGHTS) -> None:
    """Write the weights, sorted, one a line."""
    path.write_text(json.dumps(weights, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
