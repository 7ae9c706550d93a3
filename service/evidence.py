"""Quotes as a person checks them: each in its sentence, with what names its speaker marked, and how sure that is."""

from __future__ import annotations

import re

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from service.models import Extraction, FoundQuote, Span
from service.quotes.sentences import REACH, is_near, sentence
from service.terminal import plain

# From here on 95 of 100 speakers are right (docs/quotes.md).
_SURE = 0.9
_LIKELY = 0.65
_QUOTE, _MENTION, _CUE = "bold cyan", "bold magenta", "bright_blue"
_CELLS = 10
# Wider lines are hard to read.
_WIDEST = 100
_INDENT = 4
_SPACE = re.compile(r"\s+")


class Sheet:
    """Prints extractions one after the other, and a legend of the colours before the first."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._begun = False

    def show(self, name: str, found: Extraction) -> None:
        """Print an article's metadata, then each of its quotes with its evidence. `name` tells where it came from."""
        if not self._begun and self._console.color_system:
            self._print(_legend())
        self._begun = True
        article = found.article
        facts = [article.outlet, article.agency, article.published_at and article.published_at.isoformat()]
        where = [name if article.title else None, *facts]
        self._console.print()
        self._print(Text(_line(article.title or name), style="bold underline"))
        self._print(Text(" · ".join(_line(str(fact)) for fact in where if fact) or "no outlet, no date", style="dim"))
        for number, quote in enumerate(found.quotes, 1):
            self._show_quote(number, quote, article.body)
        named = sum(1 for quote in found.quotes if quote.speaker)
        self._console.print()
        self._print(Text(f"{_count(len(found.quotes))}, {named} with a speaker" if found.quotes else "no quotes"))

    def _show_quote(self, number: int, quote: FoundQuote, body: str) -> None:
        self._console.print()
        self._print(Text(f"{number:>2}  ").append_text(_verdict(quote)))
        for line in (*_excerpts(quote, body), _evidence(quote)):
            self._print(line, indent=_INDENT)

    def _print(self, text: Text, indent: int = 0) -> None:
        if self._console.soft_wrap:
            self._console.print(Text(" " * indent).append_text(text))
        else:
            self._console.print(Padding(text, (0, 0, 0, indent)), width=min(self._console.width, _WIDEST))


def _legend() -> Text:
    text = Text.assemble(("quote", _QUOTE), "  ", ("who is named", _MENTION), "  ", ("reporting words", _CUE), "  ")
    for confidence, word in ((_SURE, "sure"), (_LIKELY, "likely"), (0.0, "doubtful")):
        text.append("■ ", style=_colour(confidence)).append(f"{word}  ")
    return text.append("■ ", style="red").append("nobody named")


def _verdict(quote: FoundQuote) -> Text:
    """Who said it, and how sure that is, as a bar, a number and a word; rounded down, so that 90% is sure indeed."""
    colour = _colour(quote.confidence) if quote.speaker else "red"
    text = Text.assemble((_line(quote.speaker) if quote.speaker else "nobody named", f"bold {colour}"))
    filled = int(quote.confidence * _CELLS)
    text.append("  ").append("■" * filled, style=colour).append("□" * (_CELLS - filled), style="dim")
    text.append(f" {int(quote.confidence * 100)}% {_word(quote)}", style=colour)
    return text.append(f"  {quote.method} · {quote.kind} · {quote.start}–{quote.end}", style="dim")


def _colour(confidence: float) -> str:
    return "green" if confidence >= _SURE else "yellow" if confidence >= _LIKELY else "bright_red"


def _word(quote: FoundQuote) -> str:
    if not quote.speaker:
        return "too unsure to name"
    return "sure" if quote.confidence >= _SURE else "likely" if quote.confidence >= _LIKELY else "doubtful"


def _evidence(quote: FoundQuote) -> Text:
    text = Text.assemble(("named as ", "dim")) if quote.mention else Text.assemble(("no name in sight", "dim"))
    if quote.mention:
        text.append(_line(quote.mention.text), style=_MENTION)
    if quote.cue:
        text.append(", reported with ", style="dim").append(_line(quote.cue.text), style=_CUE)
    if not quote.speaker and quote.candidates:
        text.append("; may be ", style="dim").append(" or ".join(map(_line, quote.candidates)), style="red")
    return text


def _excerpts(quote: FoundQuote, body: str) -> list[Text]:
    """The sentence of the quote with mention and cue marked; before it that of the mention, where it stands apart."""
    marks = [(span, style) for span, style in ((quote.mention, _MENTION), (quote.cue, _CUE)) if span]
    said = (Span(quote.text, quote.start, quote.end), _QUOTE)
    near = [mark for mark in marks if is_near(body, mark[0], said[0])]
    far = [mark for mark in marks if mark not in near]
    lines = [_excerpt([*near, said], body)]
    return [_excerpt(far, body), *lines] if far else lines


def _excerpt(marks: list[tuple[Span, str]], body: str) -> Text:
    """The sentence around the marked stretches, with the marks; nothing in it can steer the terminal."""
    marks = sorted(marks, key=lambda mark: mark[0].start)
    first, last = marks[0][0].start, marks[-1][0].end
    start, end = sentence(body, first, last)
    text = Text("…" if 0 < start == first - REACH else "")
    for span, style in marks:
        text.append(_line(body[start : span.start])).append(_line(span.text), style=style)
        start = span.end
    return text.append(_line(body[start:end]).rstrip()).append("…" if len(body) > end == last + REACH else "")


def _line(text: str) -> str:
    """Text on one line that can't steer the terminal; white space at its ends stays."""
    return plain(_SPACE.sub(" ", text))


def _count(number: int) -> str:
    return "1 quote" if number == 1 else f"{number} quotes"
