"""How the time of quote extraction grows on texts that nobody would write: twice the text, at most 2.5 times as long.

Each kind of text is cut at half the length and at the whole, and read in one process; the best of the rounds counts.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable

from service.quotes import extract

# A real quote at the end, so that no text is put aside for having none.
_END = "\n\n“We came back in the spring,” Mara Holt said."
_MARKS = ('"', "“", "”", "„", "‟", "''", "``", "'", "‘", "’", "‚", "‛", "«", "»")
_ODD = "e\u0301\u0323 \u202eabc\u202c \u2066x\u2069 \ufeff\u200b\u200d😀👩\u200d👧 \ufffd\ud7ff\ue000 ß İ ǆ ﬁ “ö” ’ "


def _cycle(*pieces: str) -> Callable[[int], str]:
    piece = "".join(pieces)
    return lambda chars: (piece * (chars // len(piece) + 1))[:chars]


def _shuffled(chars: int) -> str:
    """Any mark after any word, in an order that repeats from run to run."""
    order = random.Random(1)
    return "".join(
        order.choice(_MARKS) + order.choice(("said ", "he ", "Holt ", "\n", " ", "x. ", "the ministry "))
        for _ in range(chars // 6)
    )[:chars]


def _names(chars: int) -> str:
    """Capitalised words, no two the same, in pairs."""
    pairs = (f"Ab{_letters(i)} Cd{_letters(i)} said. " for i in range(chars // 16))
    return "".join(pairs)[:chars]


def _namesakes(chars: int) -> str:
    return "".join(f"Ab{_letters(i)} Holt said so. She told him. " for i in range(chars // 34))[:chars]


def _letters(number: int) -> str:
    return "".join(chr(97 + int(digit)) for digit in str(number))


def _nested(chars: int) -> str:
    """Opened all the way in, then closed all the way out."""
    return "“a ‘b " * (chars // 12) + "c’ d” " * (chars // 12)


KINDS: dict[str, Callable[[int], str]] = {
    **{f"unclosed {mark}": _cycle(mark, "word ") for mark in _MARKS},
    **{f"bare {mark}": _cycle(mark) for mark in ('"', "“", "'", "’", "«")},
    "unclosed, a paragraph each": _cycle("“word\n\n"),
    "marks of all kinds": _shuffled,
    "nested, never closed": _cycle("“a ‘b «c "),
    "nested, closed": _nested,
    "capitalised words": _cycle("Alpha "),
    "capitalised words of two": _cycle("Bob Holt, "),
    "different names": _names,
    "many of one surname": _namesakes,
    "initials": _cycle("A. "),
    "particles": _cycle("Van de la "),
    "titles": _cycle("President "),
    "one word": _cycle("a"),
    "one capital word": lambda chars: "A" + "b" * (chars - 1),
    "said": _cycle("said "),
    "according to": _cycle("according to "),
    "said Name": _cycle("Name said "),
    "he": _cycle("he "),
    "he said": _cycle("He said. "),
    "who": _cycle("Holt, who "),
    "the spokesman": _cycle("the spokesman of "),
    "determiners": _cycle("the "),
    "adverbs": _cycle("newly "),
    "hyphens": _cycle("a-"),
    "dotted": _cycle("a."),
    "possessives": _cycle("Holt’s "),
    "newlines": _cycle("\n"),
    "spaces": _cycle(" "),
    "digits": _cycle("0"),
    "numbers": _cycle("1,000.5 "),
    "points": _cycle(".,;:!?—(-) "),
    "mixed scripts": _cycle(_ODD),
    "combining marks": _cycle("\u0301"),
    "small quotes": _cycle("“ab cd”, "),
    "small quotes with names": _cycle("he said “Yes we can,” Holt. "),
    "small quotes, a paragraph each": _cycle("“Yes we can,” he said.\n"),
    "one long quote": lambda chars: "“" + ("word " * (chars // 5)) + "” Holt said.",
    "long quotes of capitals": lambda chars: "“" + ("Word " * (chars // 5)) + "” Holt said.",
    "scare quotes": _cycle("the “so-called” "),
}


def grown(kind: Callable[[int], str], chars: int) -> tuple[str, str]:
    """Return the text of a kind at half of `chars` and at the whole."""
    return kind(chars // 2) + _END, kind(chars) + _END


def seconds(text: str, rounds: int) -> float:
    """Return the processor time of the fastest of `rounds` extractions."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        extract(text)
        best = min(best, time.process_time() - started)
    return best


def run(chars: int = 1_000_000, rounds: int = 2, kinds: Iterable[str] = KINDS) -> str:
    """Return the table, in Markdown."""
    lines = [f"| {chars:,} characters of | half, s | whole, s | ratio |", "| --- | --- | --- | --- |"]
    for name in kinds:
        half, whole = (seconds(text, rounds) for text in grown(KINDS[name], chars))
        lines.append(f"| {name} | {half:.2f} | {whole:.2f} | {whole / max(half, 1e-9):.1f} |")
    return "\n".join(lines) + "\n"
