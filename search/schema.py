"""The two indexes, `articles` and `quotes`: their documents, and what is searchable, filterable and sortable.

The documents are flat and carry names as a reader sees them, beside the ids that filters use: a name is free text and
changes, an id is a slug and does not. A change here needs a new `INDEX_VERSION`, so that it is built beside the old.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from search.dates import UNITS

INDEX_VERSION = 6
"""Part of every index's name in the engine."""

MAX_HITS = 1_000
"""How deep a search can be paged: `offset + limit` of a query is at most this."""

MAX_FACET_VALUES = 500
"""How many values of one facet a search returns at most; days, weeks and months are counted up to here too."""

DATES = UNITS[::-1]
"""The fields that say when, from the coarsest to the finest; their values sort by time."""

IndexName = Literal["articles", "quotes"]


class ArticleDocument(Struct, kw_only=True, frozen=True):
    """An article as it is searched. `published_at` is in epoch seconds, UTC.

    `speaker` and `speaker_id` are those quoted in it who are known across articles; `source_id` are all, also those who
    are without a name of their own.

    `year`, `month`, `week` and `day` are `2023`, `2023-06`, `2023-06-26` (its Monday) and `2023-06-29`, of the same
    moment in UTC. `…_lookup` are the keys that speakers and outlets are found by (`search.lookup`). `group` is the same
    for articles that are nearly the same, and null for one that is like no other. Unknown is null, or an empty list.
    """

    id: str
    revision: int
    title: str | None
    standfirst: str | None
    body: str
    outlet: str | None
    outlet_id: str | None
    agency: str | None
    authors: list[str]
    speaker: list[str]
    speaker_id: list[str]
    speaker_lookup: list[str]
    outlet_lookup: list[str]
    source_id: list[str]
    section: str | None
    language: str | None
    published_at: int | None
    published: str | None
    published_precision: str | None
    year: str | None
    month: str | None
    week: str | None
    day: str | None
    url: str | None
    group: str | None


class QuoteDocument(Struct, kw_only=True, frozen=True):
    """A quote as it is searched; `published` is the article's `published_at` as the API prints it.

    `start`, `end`, `mention_start` and `cue_start` are offsets (code points) in the article's body. `before` and
    `after` are what stands around `text` in its sentence, quotation marks included; they are shown, and not searched.

    `speaker` and `speaker_id` are those known across articles. `source` is the speaker who is without a name of their
    own ("a spokesman"): searched, but never a facet, since it means somebody else in each article. `source_id` is the
    speaker of either kind. `group` is the same for the same words in articles that are nearly the same, and null where
    there are none such; `statement` is the same for the same words wherever they are printed, and null where nobody can
    tell.
    """

    id: str
    revision: int
    article_id: str
    text: str
    kind: str
    start: int
    end: int
    speaker: str | None
    speaker_id: str | None
    source: str | None
    source_id: str | None
    mention: str | None
    mention_start: int | None
    cue: str | None
    cue_start: int | None
    method: str
    confidence: float
    before: str
    after: str
    article_title: str | None
    outlet: str | None
    outlet_id: str | None
    speaker_lookup: list[str]
    outlet_lookup: list[str]
    section: str | None
    language: str | None
    published_at: int | None
    published: str | None
    published_precision: str | None
    year: str | None
    month: str | None
    week: str | None
    day: str | None
    group: str | None
    statement: str | None


Document = ArticleDocument | QuoteDocument


class Index(Struct, frozen=True, kw_only=True):
    """What an engine has to know of an index.

    `searchable` is in order of weight: a match in an earlier field is worth more. `facets` are the filterable fields
    that can be counted; all of them hold strings or lists of strings. `lookups` gives for a facet of ids the field with
    the keys that its values are found by. `distinct` are those that hits can be collapsed by; each holds a string or
    nothing.
    """

    name: IndexName
    document: type[ArticleDocument | QuoteDocument]
    searchable: tuple[str, ...]
    facets: tuple[str, ...]
    filterable: tuple[str, ...]
    sortable: tuple[str, ...] = ("published_at",)
    lookups: dict[str, str]
    distinct: tuple[str, ...] = ("group",)


_SHARED_FACETS = ("outlet", "outlet_id", "speaker", "speaker_id", "section", "language", *DATES)
_QUOTE_GROUPS = ("group", "statement")
_LOOKUPS = {"speaker_id": "speaker_lookup", "outlet_id": "outlet_lookup"}

INDEXES: dict[IndexName, Index] = {
    "articles": Index(
        name="articles",
        document=ArticleDocument,
        searchable=("title", "standfirst", "body", "speaker", "outlet"),
        facets=_SHARED_FACETS,
        lookups=_LOOKUPS,
        filterable=(*_SHARED_FACETS, *_LOOKUPS.values(), "source_id", "published_at", "group"),
    ),
    "quotes": Index(
        name="quotes",
        document=QuoteDocument,
        searchable=("text", "speaker", "source", "article_title", "outlet"),
        facets=(*_SHARED_FACETS, "kind"),
        lookups=_LOOKUPS,
        filterable=(
            *_SHARED_FACETS,
            *_LOOKUPS.values(),
            "source_id",
            "kind",
            "article_id",
            "published_at",
            *_QUOTE_GROUPS,
        ),
        distinct=_QUOTE_GROUPS,
    ),
}
