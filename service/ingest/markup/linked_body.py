"""The text that was read, held against the one that the page repeats for machines (JSON-LD `articleBody`).

That text is mostly the article and nothing else, but also often a teaser, cut off, without its lists and subheadings,
or in one piece. So it decides what is the article only where both agree for most of their length, and replaces what
was read only where that is another text altogether.
"""

from __future__ import annotations

import re
from itertools import pairwise

from service.ingest.shape import OPENING_MARKS, ends_sentence, is_prose

_TOKEN = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W_]+")
_FEWEST = 60  # tokens
_MOST = 0.75  # of the tokens that were read stand in lines that are told
_PART = 0.5
_ALL = 0.9  # of what is told was read
_CUT = 0.1  # of the tokens that were read: what stands in one piece behind the end of what is told
_SAME_LINE = 0.5

Pairs = set[tuple[str, str]]


def settled(text: str, told: str) -> str:
    """The article's lines: those of `text`, what was read, without the ones that `told` shows to be no part of it.

    `told` itself, where `text` has little of it. Both are clean.
    """
    lines = text.split("\n")
    tokens = [_TOKEN.findall(line.casefold()) for line in lines]
    told_tokens = _TOKEN.findall(told.casefold())
    count = sum(map(len, tokens))
    if len(told_tokens) < _FEWEST:
        return text
    pairs = set(pairwise(told_tokens))
    found = len(pairs & {pair for each in tokens for pair in pairwise(each)}) / len(pairs)
    if found < _PART and len(told_tokens) > count:
        return told
    whole = f" {' '.join(told_tokens)} "
    known = [bool(each) and (f" {' '.join(each)} " in whole or _share(each, pairs) > _SAME_LINE) for each in tokens]
    right = sum(len(each) for each, is_known in zip(tokens, known, strict=True) if is_known)
    if right == count and found > _ALL and told.count("\n") > text.count("\n"):
        return told  # the same, and its paragraphs are apart
    if right < (_PART if found > _ALL else _MOST) * count:
        return text
    first, last = known.index(True), len(known) - known[::-1].index(True)
    is_cut = sum(map(len, tokens[last:])) > _CUT * count or not ends_sentence(told)
    return "\n".join(
        line
        for at, line in enumerate(lines)
        if known[at] or (is_cut if at >= last else _may_stay(line, is_top=at < first))
    )


def _may_stay(line: str, *, is_top: bool) -> bool:
    """Whether a line that is not told may be the article's: a standfirst at its top, a subheading, a list, a quote."""
    if not line:
        return True
    if is_top:
        return is_prose(line) and not line.startswith("- ")
    return not is_prose(line) or line.startswith("- ") or any(mark in line for mark in OPENING_MARKS)


def _share(tokens: list[str], pairs: Pairs) -> float:
    own = set(pairwise(tokens))
    return len(own & pairs) / len(own) if own else 0.0
