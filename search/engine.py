"""The seam between the service and a search engine: one Protocol and its value types.

Two engines implement it, `search.meilisearch` and `search.embedded`; `tests/conformance` holds both to one behaviour.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from msgspec import Struct

from search.schema import Document, IndexName

Match = Literal["last", "all"]


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


Filter = OneOf | Between


class Sort(Struct, frozen=True):
    """Order by a sortable field; documents without it come last in both directions, ties fall back to relevance."""

    field: str
    descending: bool = False


class Query(Struct, frozen=True, kw_only=True):
    """One search. Filters are ANDed. A facet's counts ignore the `OneOf` filter on that same field, and no other.

    `match="all"`: every word has to match. `match="last"`: the words may be given up one by one from the end, never the
    first, and documents that match more of them come first; where no document has all the words, the rarest may be
    required instead of the first, so that one misspelt word hides nothing. Ten words count (`search.terms`).
    `offset + limit` may not exceed `search.schema.MAX_HITS`. `highlight` names searchable fields whose matched words
    are marked; `crop` gives for some of them the number of words to keep around the best match.
    """

    q: str = ""
    filters: tuple[Filter, ...] = ()
    facets: tuple[str, ...] = ()
    sort: Sort | None = None
    match: Match = "last"
    limit: int = 20
    offset: int = 0
    highlight: tuple[str, ...] = ()
    crop: Mapping[str, int] = {}


class Hit(Struct, frozen=True):
    """A found document, and for each highlighted field its text as safe HTML: escaped, matches inside `<mark>`."""

    document: dict[str, Any]
    highlight: dict[str, str]


class FacetCount(Struct, frozen=True):
    """How many of the documents found carry `value` in the facet's field."""

    value: str
    count: int


class Page(Struct, frozen=True):
    """The answer to a `Query`. Facet values come by count, largest first, then by value.

    `total` is the number of documents that match; `total_is_exact` is false where the engine only estimates it.
    """

    hits: list[Hit]
    total: int
    total_is_exact: bool
    facets: dict[str, list[FacetCount]]


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

    async def revisions(self, index: IndexName, ids: Sequence[str]) -> dict[str, int]:
        """The `revision` of each of these documents that the engine really holds; absent ids are left out."""
        ...

    async def ping(self) -> None:
        """Return if the engine can answer searches on its prepared indexes, else raise `SearchUnavailable`."""
        ...

    async def close(self) -> None:
        """Release what the engine holds; nothing acknowledged is lost."""
        ...
