"""From what was handed in to an article with its quotes: read and extracted, nothing stored; pure."""

from __future__ import annotations

from msgspec import structs

from service import quotes
from service.errors import Invalid, TooLarge
from service.ingest import Unreadable, read
from service.likeness import sketch
from service.models import ArticleIn, Extracted, FoundQuote, Span


def extract(given: ArticleIn, *, max_chars: int) -> Extracted:
    """Read an article and find its quotes, without storing anything. Raises `Invalid` and `TooLarge`.

    A quote of the standfirst is found where its words stand in the body: the reader keeps a standfirst in the body
    whenever its quoted words are not there already, so none is lost and all offsets are in the body.
    """
    check_length(given, max_chars)
    try:
        draft = read(given)
    except Unreadable as problem:
        raise Invalid.at(problem.pointer, problem.message) from problem
    return Extracted(article=draft, quotes=quotes_of(draft.standfirst, draft.body), sketch=sketch(draft.body))


def quotes_of(standfirst: str | None, body: str) -> list[FoundQuote]:
    """The quotes of an article that was read: a draft, or one from the store."""
    if standfirst and not body.startswith(standfirst):
        return _with_standfirst(standfirst, body)
    return quotes.extract(body)


def check_length(given: ArticleIn, max_chars: int) -> None:
    """Raise `TooLarge` for an article of more than `max_chars` characters."""
    for field in ("text", "html", "body"):
        content = getattr(given, field)
        if content is not None and len(content) > max_chars:
            raise TooLarge.at(f"/{field}", f"has {len(content):,} characters; at most {max_chars:,} are taken")


def _with_standfirst(standfirst: str, body: str) -> list[FoundQuote]:
    """The quotes of a body whose standfirst was taken out; the standfirst's own are placed where the body repeats them.

    Both are read together, since the standfirst often names in full whom the body only calls by surname.
    """
    above = f"{standfirst}\n\n"
    found = quotes.extract(above + body)
    inside = [_moved(quote, -len(above)) for quote in found if quote.start >= len(above)]
    taken = {(quote.start, quote.end) for quote in inside}
    for quote in found:
        if quote.start < len(above) and (place := body.find(quote.text)) >= 0:
            placed = _moved(quote, place - quote.start)
            placed.mention = placed.cue = None  # they stand in the standfirst, where the body has no offsets
            if (placed.start, placed.end) not in taken:
                inside.append(placed)
    return sorted(inside, key=lambda quote: (quote.start, -quote.end))


def _moved(quote: FoundQuote, by: int) -> FoundQuote:
    moved = [
        None if span is None else Span(span.text, span.start + by, span.end + by) for span in (quote.mention, quote.cue)
    ]
    mention, cue = (None if span is None or span.start < 0 else span for span in moved)
    return structs.replace(quote, start=quote.start + by, end=quote.end + by, mention=mention, cue=cue)
