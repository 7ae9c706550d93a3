"""What was asked, as the engine's `Query`. What is wrong with it is an `Invalid` that names the field or parameter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from search.checks import check_filter
from search.engine import Between, Filter, OneOf, Query, SearchRejected, Sort
from search.schema import INDEXES, MAX_HITS, IndexName
from service import times
from service.api.search_parameters import ArticleSearchIn, ChosenIn, QuoteSearchIn
from service.errors import Invalid
from service.identity import is_local
from service.models import Period

At = Callable[[str, str], Invalid]
"""Makes the error about one of the things asked: its name, and what is wrong with it."""

FIELDS = {"outlet": "outlet_id", "speaker": "speaker_id"}
"""Facets that are counted and filtered by id; the others are their own field."""

NAMES = {field: name for name, field in FIELDS.items()}
"""The facets' names by those fields."""

_GROUPS = {"duplicates": "group", "statement": "statement"}
"""What hits are collapsed by."""

_FILTERS = ("outlet", "speaker", "section", "language", "year", "month", "kind")

# What a hit shows of its document.
_ARTICLE = (
    "id", "title", "standfirst", "outlet_id", "outlet", "agency", "authors", "speaker_id", "speaker", "section",
    "language", "published", "published_precision", "url",
)  # fmt: skip
_QUOTE = (
    "id", "article_id", "text", "kind", "start", "end", "speaker", "source", "source_id", "mention", "mention_start",
    "cue", "cue_start", "method", "confidence", "before", "after", "article_title", "outlet_id", "outlet", "section",
    "language", "published", "published_precision",
)  # fmt: skip


def in_body(name: str, message: str) -> Invalid:
    """An error in the body."""
    return Invalid.at(f"/{name}", message)


def article_query(asked: ArticleSearchIn, at: At) -> Query:
    """The query of a search of articles."""
    marks = _marks(asked.highlight, ("title", "standfirst", "body"))
    crop = {"body": asked.crop or 40} if "body" in marks else {}
    return _query("articles", asked, marks, crop, _ARTICLE, at)


def quote_query(asked: QuoteSearchIn, at: At) -> Query:
    """The query of a search of quotes."""
    marks = _marks(asked.highlight, ("text", "speaker", "article_title"))
    if "speaker" in marks:
        marks = (*marks, "source")
    crop = {"text": asked.crop} if asked.crop and "text" in marks else {}
    return _query("quotes", asked, marks, crop, _QUOTE, at)


def filters(index: IndexName, chosen: ChosenIn, at: At) -> tuple[Filter, ...]:
    """The filters of a search of `index`."""
    made: list[Filter] = []
    for name in _FILTERS:
        if values := getattr(chosen, name):
            condition = OneOf(_field(name, values), tuple(values))
            try:
                check_filter(INDEXES[index], condition)
            except SearchRejected as wrong:
                raise at(name, f"can't be searched for: {wrong}") from wrong
            made.append(condition)
    try:
        period = times.period(chosen.since, chosen.until)
    except ValueError as wrong:
        raise at(str(wrong), "is no RFC 3339 date or date-time, such as 2023-06-29, or is before `from`") from wrong
    return (*made, Between("published_at", period.start, period.end)) if period != Period() else tuple(made)


def _field(name: str, values: Sequence[str]) -> str:
    """A source that only one article has is in a field of its own, with all the others: it is no facet value."""
    return "source_id" if name == "speaker" and any(map(is_local, values)) else FIELDS.get(name, name)


def _query(
    index: IndexName,
    asked: ArticleSearchIn | QuoteSearchIn,
    marks: tuple[str, ...],
    crop: dict[str, int],
    fields: tuple[str, ...],
    at: At,
) -> Query:
    if asked.offset + asked.limit > MAX_HITS:
        raise at("offset", f"plus limit is over {MAX_HITS}, and no search is paged deeper than that")
    return Query(
        q=asked.q,
        filters=filters(index, asked, at),
        facets=tuple(dict.fromkeys(FIELDS.get(facet, facet) for facet in asked.facets)),
        facet_limit=asked.facet_limit,
        histogram=asked.histogram,
        sort=Sort("published_at", descending=asked.sort.endswith(":desc")) if asked.sort else None,
        match=asked.match,
        limit=asked.limit,
        offset=asked.offset,
        highlight=marks,
        crop=crop,
        fields=fields,
        distinct=_GROUPS[asked.distinct] if asked.distinct else None,
    )


def _marks(asked: Sequence[str] | None, every: tuple[str, ...]) -> tuple[str, ...]:
    return every if asked is None else tuple(mark for mark in dict.fromkeys(asked) if mark != "none")
