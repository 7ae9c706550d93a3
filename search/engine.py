"""The seam between the service and a search engine: one Protocol and its value types.

Two engines implement it, `search.meilisearch` and `search.embedded`; `tests/conformance` holds both to one behaviour.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Literal, Protocol, Self

from msgspec import Struct

from search.dates import Unit
from search.schema import MAX_FACET_VALUES, Document, IndexName

Match = Literal["last", "all"]
Interval = Literal["auto", "year", "month", "week", "day"]


class SearchUnavailable(Exception):
    """The engine can't be reached or can't answer now; the same call may work later."""


class SearchRejected(Exception):
    """The engine understood the call and refused it; the same call will never work."""


class OneOf(Struct, frozen=True):
    """Documents whose `field` holds at least one of `values` (never empty). An array field matches by any element."""

    field: str
    values: tuple[str, ...]


class Between(Struct, frozen=True):
    """Documents whose numeric `field` is in the half-open range [gte, lt); a document without the field is out."""

    field: str
    gte: int | None = None
    lt: int | None = None


class Known(Struct, frozen=True):
    """Documents that have something in `field`, one of the facets: neither null nor an empty list."""

    field: str


class AllOf(Struct, frozen=True):
    """Documents that every one of `filters` (never empty) lets through."""

    filters: tuple[Filter, ...]


class AnyOf(Struct, frozen=True):
    """Documents that at least one of `filters` (never empty) lets through."""

    filters: tuple[Filter, ...]


class Not(Struct, frozen=True):
    """Documents that `filter` does not let through, those without its field too."""

    filter: Filter


Filter = OneOf | Between | Known | AllOf | AnyOf | Not


class Sort(Struct, frozen=True):
    """Order by a sortable field; documents without it come last in both directions, ties fall back to relevance."""

    field: str
    descending: bool = False


class Query(Struct, frozen=True, kw_only=True):
    """One search. Filters are ANDed. A facet's counts ignore the `OneOf` filter on that same field, and no other.

    `scope` are filters too, and nothing ignores them: what they keep out is in no hit, count, total or value.

    `match="all"`: every word has to match. `match="last"`: the words may be given up one by one from the end, never the
    first, and documents that match more of them come first; where no document has all the words, the rarest may be
    required instead of the first, so that one misspelt word hides nothing. Ten words count (`search.terms`); a longer
    text is a passage, and finds what it repeats (`search.passage`).
    `offset + limit` may not exceed `search.schema.MAX_HITS`. `highlight` names searchable fields whose matched words
    are marked; `crop` gives for some of them the number of words to keep around the best match. `histogram` asks for
    counts by date (`search.histogram`). `fields` are those that a hit needs of its document; all where it is empty.
    `distinct` names a field of which each value is shown once, by its first document in the order; documents without it
    are all shown. `total` is then of what is shown, while facets and histogram count every document found.
    """

    q: str = ""
    filters: tuple[Filter, ...] = ()
    scope: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()
    facet_limit: int = MAX_FACET_VALUES
    histogram: Interval | None = None
    sort: Sort | None = None
    match: Match = "last"
    limit: int = 20
    offset: int = 0
    highlight: tuple[str, ...] = ()
    crop: Mapping[str, int] = {}
    fields: tuple[str, ...] = ()
    distinct: str | None = None


class Hit(Struct, frozen=True):
    """A found document, and for each highlighted field its text as safe HTML: escaped, matches inside `<mark>`."""

    document: dict[str, Any]
    highlight: dict[str, str]


class FacetCount(Struct, frozen=True):
    """How many of the documents found carry `value` in the facet's field."""

    value: str
    count: int


class FacetValues(Struct, frozen=True):
    """Values of one facet, largest count first, then by value; `is_cut` says that there are more than these."""

    values: list[FacetCount]
    is_cut: bool


class Bucket(Struct, frozen=True):
    """How many documents are from `start` to `end`: days (RFC 3339, UTC), both included."""

    start: str
    end: str
    count: int


class Histogram(Struct, frozen=True):
    """Documents found by date: consecutive buckets of one `interval`, the empty ones included.

    `undated` have no date; `earlier` are from before the first bucket (only where there are more years than buckets).
    The counts and these two add up to the number of documents found.
    """

    interval: Unit
    buckets: list[Bucket]
    undated: int
    earlier: int


class Page(Struct, frozen=True):
    """The answer to a `Query`.

    `total` is the number of documents that match, with `distinct` of those that are shown; `total_is_exact` is false
    where it is only an estimate. A facet has at most `facet_limit` values, and beside them those that a filter selects,
    with a count of 0 if nothing has them.
    """

    hits: list[Hit]
    total: int
    total_is_exact: bool
    facets: dict[str, FacetValues]
    histogram: Histogram | None = None


class Refusal(Struct, frozen=True):
    """A document that the engine will never take, and why."""

    id: str
    reason: str


class SearchEngine(Protocol):
    """What the service asks of a search engine. Every method may raise `SearchUnavailable`.

    Writes are idempotent, so a caller that saw `SearchUnavailable` simply repeats them.
    """

    name: str

    async def prepare(self) -> None:
        """Create the indexes of this `INDEX_VERSION` with their settings where they are missing; safe to repeat."""
        ...

    async def write(
        self, index: IndexName, *, put: Sequence[Document] = (), remove: Sequence[str] = ()
    ) -> list[Refusal]:
        """Put documents (added or replaced by `id`) and remove ids; return once the change can be searched.

        An id in both is an error of the caller. Removing an unknown id is no error. Documents that can't be taken
        are returned as refusals, and all the others are written.
        """
        ...

    async def search(self, index: IndexName, query: Query) -> Page:
        """Answer one search. Raises `SearchRejected` for a field that the schema does not allow there."""
        ...

    async def facet_values(self, index: IndexName, query: Query, facet: str, text: str) -> FacetValues:
        """The values of `facet` that have a word beginning with `text`, typos forgiven; those as typed come first.

        `facet` is one of the index's `lookups`. The counts are those that the facet has in a search for `query`; what
        has none there is left out. `query.facet_limit` is how many are wanted; its page, order and marks do not matter.
        """
        ...

    async def revisions(self, index: IndexName, ids: Sequence[str]) -> dict[str, int]:
        """The `revision` of each of these documents that the engine really holds; absent ids are left out."""
        ...

    def held(self, index: IndexName) -> AsyncIterator[dict[str, int]]:
        """Every document that the engine really holds, some at a time, in no order: its id and `revision`.

        What is written meanwhile may be missing, or come twice.
        """
        ...

    async def articles_of(self, ids: Sequence[str]) -> dict[str, str]:
        """The `article_id` of each of these quotes that the engine holds."""
        ...

    def beside(self) -> Self:
        """An engine for new, empty indexes beside those that are searched, to be filled and then `swap`ped in.

        Its `prepare` starts them anew. One is built at a time.
        """
        ...

    async def swap(self, built: Self) -> None:
        """Have what was built `beside` searched from now on, both indexes at once, and drop what was searched before.

        Every process that searches sees it with its next search. `built` can't be used any more. When this raises, it
        may have happened or not.
        """
        ...

    async def ping(self) -> None:
        """Return if the engine can answer searches on its prepared indexes, else raise `SearchUnavailable`."""
        ...

    async def close(self) -> None:
        """Release what the engine holds; nothing acknowledged is lost."""
        ...
