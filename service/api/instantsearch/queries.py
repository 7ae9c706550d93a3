"""What is asked, as the engine's `Query`.

All filters are its scope, so that a facet's counts obey each of them, as in Meilisearch: InstantSearch itself asks once
more for each facet in which something is selected, without that selection.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from search.engine import Query, Sort
from search.schema import INDEXES as ENGINE_INDEXES
from search.schema import MAX_FACET_VALUES, MAX_HITS, IndexName
from service.api.instantsearch.attributes import BY_ID, DISTINCT, INDEXES, LONG, SORTABLE
from service.api.instantsearch.errors import NoIndex, Refused
from service.api.instantsearch.filters import conditions
from service.api.instantsearch.requests import SearchParameters

USUAL_LIMIT = 20


class Window(Struct, frozen=True):
    """Which hits are asked for: by page, or by offset; of both only what can be reached is searched for."""

    by_page: bool
    first: int
    size: int

    @property
    def offset(self) -> int:
        """The first hit to search for."""
        return min(self.first, MAX_HITS)

    @property
    def limit(self) -> int:
        """How many to search for."""
        return max(0, min(self.size, MAX_HITS - self.first))


class Shape(Struct, frozen=True):
    """What a hit shows: its attributes, and those of its `_formatted`, with the words to which some are cropped."""

    shown: tuple[str, ...]
    formatted: tuple[str, ...]
    highlighted: frozenset[str]
    cropped: dict[str, int]


def index_name(uid: str) -> IndexName:
    """The index of this uid. Raises `NoIndex`."""
    for name in INDEXES:
        if name == uid:
            return name
    raise NoIndex(f"Index `{uid[:100]}` not found.")


def window(asked: SearchParameters) -> Window:
    """Which hits are asked for; `page` and `hitsPerPage` win over `offset` and `limit`, as in Meilisearch."""
    if asked.page is None and asked.hits_per_page is None:
        return Window(False, asked.offset or 0, USUAL_LIMIT if asked.limit is None else asked.limit)
    size = USUAL_LIMIT if asked.hits_per_page is None else asked.hits_per_page
    page = 1 if asked.page is None else asked.page
    return Window(True, (page - 1) * size if page else 0, size if page else 0)


def shape(index: IndexName, asked: SearchParameters) -> Shape:
    """What the hits show. Names that no document has are left out, as Meilisearch does."""
    flat = INDEXES[index]
    usual = [name for name in flat.shown if name != LONG]
    retrieved = _named(["*"] if asked.attributes_to_retrieve is None else asked.attributes_to_retrieve, usual)
    cropped = _cropped(asked, usual)
    highlighted = _named(asked.attributes_to_highlight or (), [*usual, *cropped])
    if not highlighted and not cropped:
        return Shape(_of(flat.shown, retrieved), (), frozenset(), {})
    return Shape(
        _of(flat.shown, retrieved),
        _of(flat.shown, retrieved | highlighted | cropped.keys()),
        frozenset(highlighted.intersection(flat.marked)),
        {name: words for name, words in cropped.items() if name in flat.marked and name not in flat.listed},
    )


def facet_fields(index: IndexName, asked: Sequence[str]) -> dict[str, str]:
    """The facets that are asked for, each with the engine's field. Raises `Refused` for one that there is not."""
    known = INDEXES[index].filtered
    names = dict.fromkeys(asked)
    unknown = [name for name in names if name != "*" and name not in known]
    if unknown:
        listed = ", ".join(f"`{name}`" for name in sorted(known))
        said = f"Attribute `{unknown[0][:100]}` is not filterable. Available filterable attributes are: {listed}."
        raise Refused("invalid_search_facets", f"Invalid facet distribution: {said}")
    every = [name for name in known if name not in BY_ID] if "*" in names else []
    return {name: known[name].field for name in dict.fromkeys([*every, *names]) if name != "*"}


def query(index: IndexName, asked: SearchParameters, *, facet: str | None = None) -> Query:
    """The engine's query, with neither hits nor facets yet, and without what is selected in `facet`.

    Raises `Refused`.
    """
    asked.check()
    if asked.matching_strategy not in (None, "last", "all"):
        said = f"Unknown value `{asked.matching_strategy[:100]}` of `matchingStrategy`: expected one of `last`, `all`."
        raise Refused("invalid_search_matching_strategy", said)
    if asked.distinct is not None and asked.distinct not in DISTINCT:
        said = f"Attribute `{asked.distinct[:100]}` can't be used as distinct attribute: only `group` can."
        raise Refused("invalid_search_distinct", said)
    return Query(
        q=asked.q or "",
        scope=tuple(conditions(index, asked.filter, facet)),
        facet_limit=MAX_FACET_VALUES,
        sort=_sort(index, asked.sort or ()),
        match="all" if asked.matching_strategy == "all" else "last",
        distinct=asked.distinct,
        limit=0,
    )


def marks(index: IndexName, made: Shape) -> tuple[str, ...]:
    """The fields that the engine has to mark for these hits."""
    return tuple(
        field for field in ENGINE_INDEXES[index].searchable if field in made.highlighted or field in made.cropped
    )


def _sort(index: IndexName, rules: Sequence[str]) -> Sort | None:
    if not rules:
        return None
    field, _, direction = rules[0].rpartition(":")
    if direction not in ("asc", "desc"):
        said = f"expected expression ending by `:asc` or `:desc`, found `{rules[0][:100]}`."
        raise Refused("invalid_search_sort", f"Invalid syntax for the sort parameter: {said}")
    if field not in SORTABLE or len(rules) > 1:
        said = f"Attribute `{field[:100]}` is not sortable" if field not in SORTABLE else "Only one rule is taken"
        listed = ", ".join(f"`{name}`" for name in SORTABLE)
        raise Refused("invalid_search_sort", f"Index `{index}`: {said}. Available sortable attributes are: {listed}.")
    return Sort(field, descending=direction == "desc")


def _cropped(asked: SearchParameters, usual: Iterable[str]) -> dict[str, int]:
    """How many words are kept of which attribute: `body:30`, or `body` and the usual length."""
    words: dict[str, int] = {}
    for text in asked.attributes_to_crop or ():
        name, _, length = text.rpartition(":")
        if not name:
            name, length = text, str(asked.crop_length)
        if not length.isdecimal() or not 1 <= int(length) <= 10_000:
            raise Refused("invalid_search_attributes_to_crop", f"`{text[:100]}` does not say how many words to keep.")
        words |= dict.fromkeys(_named([name], usual), int(length))
    return words


def _named(names: Iterable[str], usual: Iterable[str]) -> set[str]:
    named = set(names)
    return named | set(usual) if "*" in named else named


def _of(order: Sequence[str], names: Iterable[str]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(name for name in order if name in wanted)
