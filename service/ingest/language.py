"""The language of a text, when there is enough of it to be sure."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

_FEWEST_CHARACTERS = 200
_SAMPLE = 1_200
_SURE = 0.99
# Words that no other language writes so often: a text a twelfth of whose words are these is English.
_ENGLISH = frozenset(
    ["the", "and", "of", "that", "with", "from", "were", "which", "this", "have", "they", "would", "said", "their"]
)
_ENGLISH_SHARE = 1 / 12
_WORD = re.compile(r"[^\W\d_]+")


def detect_language(text: str) -> str | None:
    """The ISO 639-1 code of the language of `text`; None under 200 characters or where the detector is not sure."""
    if len(text) < _FEWEST_CHARACTERS:
        return None
    sample = text[:_SAMPLE]
    if _is_english(sample):
        return "en"
    code, probability = _identifier().classify(sample)
    return str(code) if probability >= _SURE else None


def _is_english(sample: str) -> bool:
    """A quick answer for most of what comes in: the detector takes longer than everything else in reading a page."""
    found = _WORD.findall(sample.lower())
    return found.count("the") > 1 and sum(word in _ENGLISH for word in found) >= _ENGLISH_SHARE * len(found)


@cache
def _identifier() -> Any:
    # Imported late: numpy and the model take over a second, and an English page needs neither.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
