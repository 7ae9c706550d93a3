"""A text made ready for reading: its tokens outside quotation marks, its quotes, and the sentences of both."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter

from msgspec import Struct

from service.quotes.layout import Paragraph, find_paragraphs
from service.quotes.lexicon import ABBREVIATIONS
from service.quotes.spans import Quoted, find_spans
from service.quotes.verbs import SAY

# Stands for every character of a quote, marks included, so that offsets stay and no rule reads quoted words.
BLANK = "\x01"
# What stands before a word, the word, and its possessive ending. The word can be missing, which ends the text: without
# that, what stands after the last word would be searched from each of its characters.
_WORD = re.compile(
    r"(\W*+)(?:"
    r"(\w\w+(?:[-’'&](?![sS]\b)\w+)*|(?:[^\W\d_]\.){2,}|\w(?:[-’'&](?![sS]\b)\w+)*)"  # O’Brien, U.S., X-ray
    r"([’'][sS]\b|(?<=[sS])[’'](?!\w))?"  # ’s
    r")?"
)
# A longer gap between two words keeps its two ends only: nothing reads its middle, and looking stays cheap.
_GAP = 64
_SPACES = "\u00a0\u202f\u2009"
_STOPS = frozenset(".!?…")
# What may stand after the stop that ends a sentence.
_CLOSING = " \u00a0\t\r\n\"'’”»)]"


# Structs without garbage collection here and beside: a text makes thousands of them, and none ever points in a circle.
class Token(Struct, gc=False):
    """A word outside quotes. `gap` is what stands between the word before and this one, quotes as `BLANK`."""

    start: int
    end: int
    text: str
    low: str
    possessive: bool
    capital: bool
    gap: str
    sentence: int = -1
    paragraph: int = -1
    first: bool = False


@dataclass(slots=True)
class Page:
    """What the rules read. `quote_sentence[i]` and `quote_token[i]` are the sentence of quote i and the index of the
    first token after it; `sentence_tokens[s]` is the half-open token range of sentence s. `british` tells that most
    quotes stand between single marks, `headed` that the first paragraph ends without a stop, as headlines do.
    """

    text: str
    paragraphs: list[Paragraph]
    quotes: list[Quoted]
    tokens: list[Token]
    quote_sentence: list[int] = field(default_factory=list)
    quote_token: list[int] = field(default_factory=list)
    sentence_tokens: list[tuple[int, int]] = field(default_factory=list)
    sentence_paragraph: list[int] = field(default_factory=list)
    british: bool = False
    headed: bool = False


def read_page(text: str) -> Page:
    """Find the paragraphs, quotes, tokens and sentences of `text`, each in one pass; without a quote the first only."""
    paragraphs = find_paragraphs(text)
    quotes = find_spans(text, paragraphs)
    if not quotes:
        return Page(text, paragraphs, [], [])
    tokens, joints = _tokenise(_blank(text, quotes))
    page = Page(text, paragraphs, quotes, tokens)
    page.quote_token = [bisect_left(tokens, quote.outer_start, key=attrgetter("start")) for quote in quotes]
    page.headed = text[: paragraphs[0].end].rstrip(_CLOSING)[-1:] not in _STOPS
    page.british = 2 * sum(1 for quote in quotes if quote.single) > len(quotes)
    _split_sentences(page, joints)
    return page


def _blank(text: str, quotes: list[Quoted]) -> str:
    pieces, at = [], 0
    for quote in quotes:
        pieces += [text[at : quote.outer_start], BLANK * (quote.outer_end - quote.outer_start)]
        at = quote.outer_end
    masked = "".join((*pieces, text[at:]))
    # Every rule that asks for one space between two words takes the ones that do not break, too.
    for space in _SPACES:
        masked = masked.replace(space, " ")
    return masked


def _tokenise(masked: str) -> tuple[list[Token], list[int]]:
    """Return the words of `masked`, and the indices of those that are not parted from the word before by one space."""
    tokens: list[Token] = []
    joints: list[int] = []
    at = 0
    for gap, word, possessive in _WORD.findall(masked):
        if not word:
            break
        if gap == " " and at:
            start = at + 1
        else:
            start = at + len(gap)
            joints.append(len(tokens))
            if len(gap) > _GAP:
                gap = gap[: _GAP // 2] + gap[-_GAP // 2 :]
        at = end = start + len(word)
        if possessive:
            at += len(possessive)
        low = word.lower()
        tokens.append(Token(start, end, word, low, at != end, word[0] != low[0], gap))
    return tokens, joints


def _split_sentences(page: Page, joints: list[int]) -> None:
    """Number sentences over tokens and quotes together: a quote may be a sentence of its own. A sentence, as a quote,
    begins at one of `joints` only.
    """
    tokens, quotes, paragraphs = page.tokens, page.quotes, page.paragraphs
    sentence, paragraph, opened = -1, -1, 0
    before: Token | Quoted | None = None
    index, count = 0, len(tokens)
    for position, following in pairwise((*joints, count, count)):
        while index < len(quotes) and page.quote_token[index] == position:
            quote = quotes[index]
            if before is None or quote.paragraph != paragraph or _breaks(page, before, quote, position):
                sentence, opened = sentence + 1, _begin(page, opened, position, quote.paragraph)
            paragraph = quote.paragraph
            page.quote_sentence.append(sentence)
            before = quote
            index += 1
        if position == count:
            break
        token = tokens[position]
        here = max(paragraph, 0)
        while paragraphs[here].end <= token.start:
            here += 1
        if before is None or here != paragraph or _breaks(page, before, token, position):
            sentence, opened = sentence + 1, _begin(page, opened, position, here)
            token.first = True
        paragraph = here
        for token in tokens[position:following]:
            token.sentence, token.paragraph = sentence, paragraph
        before = tokens[following - 1]
    page.sentence_tokens.append((opened, count))


def _begin(page: Page, opened: int, position: int, paragraph: int) -> int:
    """Close the sentence that began at token `opened`, and begin one at `position`."""
    if page.sentence_paragraph:
        page.sentence_tokens.append((opened, position))
    page.sentence_paragraph.append(paragraph)
    return position


def _breaks(page: Page, before: Token | Quoted, after: Token | Quoted, position: int) -> bool:
    """Tell whether a sentence ends between two neighbours of one paragraph."""
    if isinstance(before, Token):
        if isinstance(after, Token) and after.gap == " ":
            return False
        start = before.end
    else:
        start = before.outer_end
    gap = page.text[start : after.start if isinstance(after, Token) else after.outer_start]
    fresh = isinstance(after, Quoted) or after.capital or after.text[0].isdigit()
    if not fresh:
        return False
    if not _STOPS.isdisjoint(gap):
        return not (isinstance(before, Token) and _is_abbreviated(before, gap, after))
    if isinstance(before, Token):
        return False
    last = page.text[before.end - 1]
    if last in "’'”\"" and before.end - 2 >= before.start:
        last = page.text[before.end - 2]
    if last not in _STOPS:
        return False
    return last == "." or isinstance(after, Quoted) or not _speech_follows(page, position)


def _is_abbreviated(before: Token, gap: str, after: Token | Quoted) -> bool:
    if gap.strip() != "." or isinstance(after, Quoted):
        return False
    return before.low in ABBREVIATIONS or (len(before.text) == 1 and before.capital)


def _speech_follows(page: Page, position: int) -> bool:
    """Tell whether `“Why?” Smith asked.` goes on after the mark: a reporting verb within five words."""
    for offset, token in enumerate(page.tokens[position : position + 5]):
        if offset and token.gap not in (" ", ". "):
            return False
        if token.low in SAY:
            return True
    return False
