"""What a search answers: hits as the API shows them, made of the engine's documents."""

from __future__ import annotations

from typing import Any, overload

from msgspec import Struct

from search.engine import Histogram, Hit
from service.models import Kind, Named, Precision, Span
from service.store.articles import named


class FacetValue(Struct):
    """One value of a facet: what to filter by, how a reader sees it, and how many hits have it."""

    value: str
    label: str
    count: int


class ArticleHit(Struct):
    """A found article; `highlight` holds safe HTML with the matches in `<mark>`, of the body only the best part."""

    id: str
    title: str | None
    standfirst: str | None
    outlet: Named | None
    agency: str | None
    authors: list[str]
    speakers: list[Named]
    section: str | None
    language: str | None
    published_at: str | None
    published_precision: Precision | None
    url: str | None
    highlight: dict[str, str]


class QuoteHit(Struct):
    """A found quote; `highlight` holds safe HTML with the matches in `<mark>`.

    `context` is the sentence that the quote stands in, plain as it was printed, so that the quote is found in it at
    `start - context.start`. All offsets count code points in the article's body.
    """

    id: str
    article_id: str
    text: str
    kind: Kind
    start: int
    end: int
    speaker: Named | None
    mention: Span | None
    cue: Span | None
    method: str
    confidence: float
    context: Span
    article_title: str | None
    outlet: Named | None
    section: str | None
    language: str | None
    published_at: str | None
    published_precision: Precision | None
    highlight: dict[str, str]


class FacetValues(Struct):
    """Values of a facet that were searched for; `is_cut` says that there are more than these."""

    values: list[FacetValue]
    is_cut: bool


class SearchResult(Struct, kw_only=True):
    """What every search answers besides its hits. A facet's counts ignore what is selected in that facet itself.

    `cut_facets` names the facets that have more values than are shown. `histogram` is null unless it was asked for.
    """

    total: int
    total_is_exact: bool
    facets: dict[str, list[FacetValue]]
    cut_facets: list[str]
    histogram: Histogram | None
    query: str
    limit: int
    offset: int
    took_ms: int


class ArticleSearch(SearchResult, kw_only=True):
    """A page of found articles."""

    hits: list[ArticleHit]


class QuoteSearch(SearchResult, kw_only=True):
    """A page of found quotes."""

    hits: list[QuoteHit]


def article_hit(hit: Hit) -> ArticleHit:
    """A document of the index `articles` as a hit."""
    found = hit.document
    speakers = zip(found["speaker_id"], found["speaker"], strict=True)
    return ArticleHit(
        id=found["id"],
        title=found["title"],
        standfirst=found["standfirst"],
        agency=found["agency"],
        authors=found["authors"],
        speakers=[Named(key, name) for key, name in speakers],
        url=found["url"],
        **_printed(hit),
    )


def quote_hit(hit: Hit) -> QuoteHit:
    """A document of the index `quotes` as a hit."""
    found = hit.document
    highlight = {"speaker" if name == "source" else name: text for name, text in hit.highlight.items() if found[name]}
    return QuoteHit(
        id=found["id"],
        article_id=found["article_id"],
        text=found["text"],
        kind=found["kind"],
        start=found["start"],
        end=found["end"],
        speaker=named(found["source_id"], found["speaker"] or found["source"]),
        mention=_span(found["mention"], found["mention_start"]),
        cue=_span(found["cue"], found["cue_start"]),
        method=found["method"],
        confidence=found["confidence"],
        context=_span(f"{found['before']}{found['text']}{found['after']}", found["start"] - len(found["before"])),
        article_title=found["article_title"],
        **_printed(hit) | {"highlight": highlight},
    )


@overload
def _span(text: str, start: int) -> Span: ...
@overload
def _span(text: str | None, start: int | None) -> Span | None: ...
def _span(text: str | None, start: int | None) -> Span | None:
    return None if text is None or start is None else Span(text, start, start + len(text))


def _printed(hit: Hit) -> dict[str, Any]:
    found = hit.document
    return {
        "outlet": named(found["outlet_id"], found["outlet"]),
        "section": found["section"],
        "language": found["language"],
        "published_at": found["published"],
        "published_precision": found["published_precision"],
        "highlight": hit.highlight,
    }
