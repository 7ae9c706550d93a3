"""What may be asked of both searches, the same by `GET` and by `POST`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeVar

from litestar.params import QueryParameter
from msgspec import Meta, Struct, field

from search.engine import Interval, Match
from search.schema import MAX_FACET_VALUES, MAX_HITS
from service.api.injection import Injected
from service.api.parameters import Outlets, Speakers
from service.models import Kind

ArticleFacet = Literal["outlet", "speaker", "section", "language", "year", "month"]
QuoteFacet = Literal["outlet", "speaker", "kind", "section", "language", "year", "month"]
ArticleMark = Literal["title", "standfirst", "body", "none"]
QuoteMark = Literal["text", "speaker", "article_title", "none"]
SortBy = Literal["published_at:asc", "published_at:desc"]
FacetSort = Literal["count", "name"]
ArticleDistinct = Literal["duplicates"]
QuoteDistinct = Literal["duplicates", "statement"]

MAX_QUERY = 20_000
MAX_VALUES = 100
MAX_CROP = 10_000

T = TypeVar("T")
Short = Annotated[str, Meta(max_length=500)]
Some = Annotated[list[T], Meta(max_length=MAX_VALUES)]
Day = Annotated[str, Meta(max_length=40)]


class ChosenIn(Struct, kw_only=True, forbid_unknown_fields=True):
    """The filters of a search. Values of one name are alternatives, different names have to hold together."""

    outlet: Some[Short] = []
    speaker: Some[Short] = []
    section: Some[Short] = []
    language: Some[Short] = []
    year: Some[Short] = []
    month: Some[Short] = []
    kind: Annotated[list[Kind], Meta(max_length=2)] = []
    since: Day | None = field(default=None, name="from")
    until: Day | None = field(default=None, name="to")


class SearchIn(ChosenIn, kw_only=True, forbid_unknown_fields=True):
    """What both searches take. `q` of more than ten words is a passage: what repeats it is found."""

    q: Annotated[str, Meta(max_length=MAX_QUERY)] = ""
    sort: SortBy | None = None
    match: Match = "last"
    facet_limit: Annotated[int, Meta(ge=1, le=MAX_FACET_VALUES)] = 100
    facet_sort: FacetSort = "count"
    histogram: Interval | None = None
    crop: Annotated[int, Meta(ge=1, le=MAX_CROP)] | None = None
    limit: Annotated[int, Meta(ge=1, le=100)] = 20
    offset: Annotated[int, Meta(ge=0, lt=MAX_HITS)] = 0


class ArticleSearchIn(SearchIn, kw_only=True, forbid_unknown_fields=True):
    """A search of articles. Without `highlight` title, standfirst and body are marked; `none` marks nothing.

    `crop` is how many words of the body are shown around the best match; without it 40. With `distinct`, of articles
    that are nearly the same only the first in the order is shown; `total` is of what is shown, while facets and
    histogram count all that is found.
    """

    facets: Annotated[list[ArticleFacet], Meta(max_length=6)] = []
    highlight: Annotated[list[ArticleMark], Meta(max_length=4)] | None = None
    distinct: ArticleDistinct | None = None


class QuoteSearchIn(SearchIn, kw_only=True, forbid_unknown_fields=True):
    """A search of quotes. Without `highlight` text, speaker and title are marked; `none` marks nothing.

    `crop` is how many words of the text are shown around the best match; without it all. With `distinct`, only the
    first in the order is shown: of the same words in articles that are nearly the same (`duplicates`), or of the same
    words wherever they are printed (`statement`; fewer than twelve words only of the same speaker). `total` is of what
    is shown, while facets and histogram count all that is found.
    """

    facets: Annotated[list[QuoteFacet], Meta(max_length=7)] = []
    highlight: Annotated[list[QuoteMark], Meta(max_length=4)] | None = None
    distinct: QuoteDistinct | None = None


_DATES = "An RFC 3339 date (the whole day, UTC) or date-time, included. Articles without a date are left out."
_FACETS = "Count the hits by these; a facet's own counts ignore what is selected in it."
_CROP = "How many words of the body (40) or of the quote (all) are shown around the best match."
_COUNTED = "`total` is of what is shown; facets and histogram count all that is found."

Values = Annotated[list[Short] | None, QueryParameter(max_items=MAX_VALUES, description="Repeated, any of them.")]
ArticleFacets = Annotated[list[ArticleFacet] | None, QueryParameter(max_items=6, description=_FACETS)]
QuoteFacets = Annotated[list[QuoteFacet] | None, QueryParameter(max_items=7, description=_FACETS)]
ArticleMarks = Annotated[
    list[ArticleMark] | None, QueryParameter(max_items=4, description="What is marked; without it all of these.")
]
QuoteMarks = Annotated[
    list[QuoteMark] | None, QueryParameter(max_items=4, description="What is marked; without it all of these.")
]

OfArticles = Annotated[
    ArticleDistinct | None,
    QueryParameter(description=f"Of articles that are nearly the same only the first in the order. {_COUNTED}"),
]
OfQuotes = Annotated[
    QuoteDistinct | None,
    QueryParameter(
        description="Only the first in the order: of the same words in articles that are nearly the same "
        "(`duplicates`), or of the same words wherever they are printed (`statement`; fewer than twelve words only of "
        f"the same speaker). {_COUNTED}"
    ),
]


async def provide_chosen(
    outlet: Outlets = None,
    speaker: Speakers = None,
    section: Values = None,
    language: Values = None,
    year: Values = None,
    month: Values = None,
    since: Annotated[
        str | None, QueryParameter(name="from", max_length=40, description=f"Published from here on. {_DATES}")
    ] = None,
    until: Annotated[
        str | None, QueryParameter(name="to", max_length=40, description=f"Published up to here. {_DATES}")
    ] = None,
) -> dict[str, Any]:
    """The filters that were given in the query string, by the names of `ChosenIn`."""
    given: dict[str, object] = {
        "outlet": outlet,
        "speaker": speaker,
        "section": section,
        "language": language,
        "year": year,
    }
    given |= {"month": month, "since": since, "until": until}
    return {name: value for name, value in given.items() if value is not None}


async def provide_asked(
    chosen: Injected[dict[str, Any]],
    q: Annotated[
        str,
        QueryParameter(
            max_length=MAX_QUERY,
            description='Words, in any order, mistyped or not; "exact words"; -not. More than ten words are a passage, '
            "and find what repeats it. Empty finds everything.",
        ),
    ] = "",
    sort: Annotated[SortBy | None, QueryParameter(description="Without it, the best match comes first.")] = None,
    match: Annotated[
        Match,
        QueryParameter(description="`all`: every word. `last`: words may be given up from the end, better hits first."),
    ] = "last",
    facet_limit: Annotated[
        int, QueryParameter(ge=1, le=MAX_FACET_VALUES, description="How many values each facet shows, largest first.")
    ] = 100,
    facet_sort: Annotated[
        FacetSort, QueryParameter(description="`name`: the values that are shown in the order of their names.")
    ] = "count",
    histogram: Annotated[
        Interval | None, QueryParameter(description="Count the hits by date; `auto` fits the interval to the range.")
    ] = None,
    crop: Annotated[int | None, QueryParameter(ge=1, le=MAX_CROP, description=_CROP)] = None,
    limit: Annotated[int, QueryParameter(ge=1, le=100, description="How many hits are shown.")] = 20,
    offset: Annotated[
        int,
        QueryParameter(ge=0, lt=MAX_HITS, description=f"How many hits are passed over, of {MAX_HITS}."),
    ] = 0,
) -> dict[str, Any]:
    """What was asked in the query string, by the names of `SearchIn`."""
    return chosen | {
        "q": q,
        "sort": sort,
        "match": match,
        "facet_limit": facet_limit,
        "facet_sort": facet_sort,
        "histogram": histogram,
        "crop": crop,
        "limit": limit,
        "offset": offset,
    }
