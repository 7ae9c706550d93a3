"""The weights of the features, read from `weights.json` beside this file.

Rounded to a tenth from a softmax regression over the training articles; a feature that is not listed weighs nothing.
The keys name features of `features` (source), `scare` (quote) and `antecedents` (antecedent), and hold no words of any
article beyond common prepositions and pronouns.
"""

from __future__ import annotations

import json
from pathlib import Path

_ALL: dict[str, dict[str, float]] = json.loads(Path(__file__).with_name("weights.json").read_text(encoding="utf-8"))

# Which mention is the source of a quote.
SOURCE_WEIGHTS = _ALL["source"]
# Whether what stands between marks is a quote at all; above zero it is.
QUOTE_WEIGHTS = _ALL["quote"]
# Which person named before a pronoun stands for.
ANTECEDENT_WEIGHTS = _ALL["antecedent"]
