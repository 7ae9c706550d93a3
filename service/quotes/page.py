"""A text made ready for reading: its tokens outside quotation marks, its quotes, and the sentences of both."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from service.quotes.layout import Paragraph, find_paragraphs
from service.quotes.lexicon import ABBREVIATIONS
from service.quotes.spans import Quoted, find_spans
from service.quotes.verbs import SAY

# Stands for every character of a quote, marks included, so that offsets stay and no rule reads quoted words.
BLANK = "\x01"
_WORD = re.compile(
    r"(\w\w+(?:[-’'&](?![sS]\b)\w+)*|(?:[^\W\d_]\.){2,}|\w(?:[-’'&](?![sS]\b)\w+)*)"  # O’Brien, U.S., X-ray
    r"([’'][sS]\b|(?<=[sS])[’'](?!\w))?"  # ’s
)
# A longer gap between two words keeps its two ends only: nothing reads its middle, and looking stays cheap.
_GAP = 64
_SPACES = {0xA0: " ", 0x202F: " ", 0x2009: " "}
_STOPS = frozenset(".!?…")


@dataclass(slots=True)
class Token:
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
    quotes stand between single marks.
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


def read_page(text: str) -> Page:
    """Find the paragraphs, quotes, tokens and sentences of `text`, each in one pass."""
    paragraphs = find_paragraphs(text)
    quotes = find_spans(text, paragraphs)
    page = Page(text, paragraphs, quotes, _tokenise(_blank(text, quotes)))
    starts = [token.start for token in page.tokens]
    page.quote_token = [bisect_left(starts, quote.outer_start) for quote in quotes]
    page.british = 2 * sum(1 for quote in quotes if quote.single) > len(quotes)
    _split_sentences(page)
    return page


def _blank(text: str, quotes: list[Quoted]) -> str:
    pieces, at = [], 0
    for quote in quotes:
        pieces += [text[at : quote.outer_start], BLANK * (quote.outer_end - quote.outer_start)]
        at = quote.outer_end
    # Every rule that asks for one space between two words takes the ones that do not break, too.
    return "".join((*pieces, text[at:])).translate(_SPACES)


def _tokenise(masked: str) -> list[Token]:
    tokens = []
    at = 0
    for match in _WORD.finditer(masked):
        start, end = match.span(1)
        word = masked[start:end]
        gap = masked[at:start]
        if len(gap) > _GAP:
            gap = gap[: _GAP // 2] + gap[-_GAP // 2 :]
        at = match.end()
        low = word.lower()
        tokens.append(Token(start, end, word, low, at != end, word[0] != low[0], gap))
    return tokens


def _split_sentences(page: Page) -> None:
    """Number sentences over tokens and quotes together: a quote may be a sentence of its own."""
    tokens, quotes, paragraphs = page.tokens, page.quotes, page.paragraphs
    sentence, paragraph, opened = -1, -1, 0
    before: Token | Quoted | None = None
    index = 0
    for position in range(len(tokens) + 1):
        while index < len(quotes) and page.quote_token[index] == position:
            quote = quotes[index]
            if before is None or quote.paragraph != paragraph or _breaks(page, before, quote, position):
                sentence, opened = sentence + 1, _begin(page, opened, position, quote.paragraph)
            paragraph = quote.paragraph
            page.quote_sentence.append(sentence)
            before = quote
            index += 1
        if position == len(tokens):
            break
        token = tokens[position]
        if before is tokens[position - 1] and token.gap == " ":
            token.sentence, token.paragraph = sentence, paragraph
            before = token
            continue
        here = max(paragraph, 0)
        while paragraphs[here].end <= token.start:
            here += 1
        if before is None or here != paragraph or _breaks(page, before, token, position):
            sentence, opened = sentence + 1, _begin(page, opened, position, here)
            token.first = True
        paragraph = here
        token.sentence, token.paragraph = sentence, paragraph
        before = token
    if sentence >= 0:
        page.sentence_tokens.append((opened, len(tokens)))


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
    if any(c in _STOPS for c in gap):
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
