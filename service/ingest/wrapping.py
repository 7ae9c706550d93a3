"""Text whose paragraphs were broken into lines of one width: joined again, for quotes run across the breaks."""

from __future__ import annotations

from itertools import pairwise

from service.ingest.page import Line
from service.ingest.shape import ends_sentence

_NARROWEST, _WIDEST = 40, 100
_FEWEST_BREAKS = 4
_SHARE = 0.6
_BULLETS = "-*•–·▪"


def unwrapped(lines: list[Line]) -> list[Line]:
    """The lines, with each block that was broken at a fixed width on one line; unchanged if the page was not."""
    breaks = [(line.text, after.text) for line, after in pairwise(lines) if line.block == after.block]
    if len(breaks) < _FEWEST_BREAKS or any(len(line.text) > _WIDEST for line in lines):
        return lines
    wrapped = sum(_is_wrap(line, after) for line, after in breaks)
    if wrapped < _SHARE * len(breaks):
        return lines
    result: list[Line] = []
    for number, line in enumerate(lines):
        before = lines[number - 1] if number else None
        if before and before.block == line.block and len(before.text) >= _NARROWEST and line.text[0] not in _BULLETS:
            result[-1] = Line(f"{result[-1].text} {line.text}", line.block)
        else:
            result.append(line)
    return result


def _is_wrap(line: str, after: str) -> bool:
    return len(line) >= _NARROWEST and (after[0].islower() or not ends_sentence(line)) and after[0] not in _BULLETS
