"""Texts that break off: the marks that scrapers and paywalls leave, and a last line that stops in mid-sentence."""

from __future__ import annotations

import re

from service.ingest.shape import ends_in_ellipsis, ends_sentence, is_title_case, words
from service.ingest.vocabulary import OPEN_ENDED

# At the end of a line, behind text that is the article's.
_MARK = re.compile(
    r"\s*(?:\[\s*(?:…|\.{3})\s*\]|\(\s*(?:…|\.{3})\s*\)|(?:…|\.{3})?\s*[\[(]\+?\s?\d+ (?:more )?(?:chars?"
    r"|characters|words)[\])]"
    r"|\(more(?:…|\.{3})?\)|(?:…|\.{3})\s*(?:\(?(?:read|see|continue|view|learn) (?:more|reading"
    r"|full)[\w ]{0,30}\)?|more)\W{0,3})$",
    re.IGNORECASE,
)
# Whole lines under a text of which the page shows only the start.
_NOTICE = re.compile(
    r"\W*(?:(?:continue|keep) reading\b.*|read (?:the )?(?:full|whole|entire) (?:article|story|text)\b.*"
    r"|(?:to|you must|please|want to) (?:continue|keep|read|subscribe|log ?in|sign in|register)\b.{0,80}"
    r"\b(?:subscri\w+|register\w*|log ?in|sign ?(?:in|up)|reading|account|member\w*)\b.*"
    r"|subscribe (?:now )?(?:to|for) (?:continue|keep|read|access|full|unlimited)\b.*"
    r"|this (?:article|story|content|post) is (?:for|available|only|exclusive|reserved)\b.*\b(?:subscrib\w+"
    r"|members?|registered)\b.*"
    r"|already (?:a|an|have)\b.{0,30}(?:subscriber|member|account|subscription).*|unlock (?:this|the|full"
    r"|unlimited)\b.*"
    r"|you(?: have|'ve|’ve) (?:reached|read|used)\b.{0,40}\bfree\b.*|(?:subscribers?|members?)[ -]only(?: content)?"
    r"|the (?:rest|remainder) of this (?:article|story)\b.*)",
    re.IGNORECASE,
)
_BULLET = re.compile(r"[-*•–—·▪◦]\s|\d{1,2}[.)]\s|[a-z][.)]\s")
_FEWEST_WORDS = 8


def is_cut_notice(line: str) -> bool:
    """Whether a line says that the page shows only part of the article: a paywall's notice, "Continue reading"."""
    return len(line) <= 300 and bool(_NOTICE.fullmatch(line))


def without_cut_mark(line: str) -> tuple[str, bool]:
    """A last line without the mark that a scraper put at its end ("[…]", "… [+1234 chars]"), and whether it had one."""
    tail = line[-80:]
    found = _MARK.search(tail)
    if not found:
        return line, False
    return line[: len(line) - len(tail) + found.start()].rstrip(), True


def breaks_off(last: str, before: list[str]) -> bool:
    """Whether the article's last line stops in mid-sentence, as no line of prose before it does."""
    if not last or _BULLET.match(last):
        return False
    if ends_in_ellipsis(last):
        return words(last) >= 4
    if ends_sentence(last) or last[-1] in "\"”»’')]":
        return False
    if last.rsplit(None, 1)[-1].lower() in OPEN_ENDED or last[-1] in ",–—-":
        return words(last) >= 4
    if words(last) < _FEWEST_WORDS or is_title_case(last):
        return False
    prose = [line for line in before[-12:] if words(line) >= _FEWEST_WORDS]
    return sum(ends_sentence(line) for line in prose) * 2 >= len(prose)
