"""Quotes that are signed: `“…” — Mara Holt` or a line `- Mara Holt` below, as under readers' opinions and captions."""

from __future__ import annotations

import re

from service.quotes.page import BLANK, Page
from service.quotes.verbs import SAY

_DASH = re.compile(r"[\s”\"']*(?:[—–―‒~-]|--)\s*")
# A signature has no more words than this: `Mara Holt, 34, a nurse from Rockport`.
_WORDS = 12


def signature_of(page: Page, index: int) -> int:
    """Return the token that begins the signature of quote `index`, -1 when it is not signed.

    The quote opens its paragraph; a dash and a name follow, and nothing else up to the end of their line.
    """
    quote, position = page.quotes[index], page.quote_token[index]
    if quote.outer_start != page.paragraphs[quote.paragraph].start or position >= len(page.tokens):
        return -1
    first = page.tokens[position]
    apart = first.paragraph - quote.paragraph
    if apart > 1 or not first.capital or not _DASH.fullmatch(page.text, quote.outer_end, first.start):
        return -1
    for offset, token in enumerate(page.tokens[position + 1 : position + _WORDS + 1]):
        if token.paragraph != first.paragraph:
            break
        if offset == _WORDS - 1 or token.low in SAY or BLANK in token.gap:
            return -1
    return position
