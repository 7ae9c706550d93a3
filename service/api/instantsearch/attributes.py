"""The flat documents of InstantSearch: their attributes, and what each is in the engine.

Names as a reader sees them. An attribute that is not listed here can be neither filtered, counted nor shown.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from search.schema import IndexName

Kind = Literal["name", "text", "year", "month", "number"]
"""How an attribute is filtered: names of speakers and outlets, other texts, units of time, or by its number."""


class Attribute(Struct, frozen=True):
    """An attribute to filter and count by: `field` is what is counted, `listed` whether a document has several."""

    name: str
    kind: Kind
    field: str
    listed: bool = False


class Flat(Struct, frozen=True):
    """One index as InstantSearch sees it; `shown` are a hit's attributes, `marked` those that can be highlighted."""

    filtered: dict[str, Attribute]
    shown: tuple[str, ...]
    marked: tuple[str, ...]

    @property
    def listed(self) -> frozenset[str]:
        """Attributes of which a document has several values."""
        return frozenset(name for name, one in self.filtered.items() if one.listed)


SORTABLE = ("published_at",)
DISTINCT = ("group",)

LONG = "body"
"""Shown and marked only where it is asked for by its name: a page of hits would be a page of articles."""


def _shared(*, listed: bool) -> tuple[Attribute, ...]:
    return (
        Attribute("outlet", "name", "outlet_id"),
        Attribute("speaker", "name", "speaker_id", listed),
        Attribute("section", "text", "section"),
        Attribute("language", "text", "language"),
        Attribute("year", "year", "year"),
        Attribute("month", "month", "month"),
        Attribute("published_at", "number", "published_at"),
        Attribute("outlet_id", "text", "outlet_id"),
        Attribute("speaker_id", "text", "speaker_id", listed),
    )


def _named(*attributes: Attribute) -> dict[str, Attribute]:
    return {one.name: one for one in attributes}


BY_ID = frozenset({"outlet_id", "speaker_id"})
"""Counted only where they are asked for by name: they are `outlet` and `speaker` once more."""

INDEXES: dict[IndexName, Flat] = {
    "articles": Flat(
        filtered=_named(*_shared(listed=True)),
        shown=(
            "id", "title", "standfirst", LONG, "outlet", "outlet_id", "agency", "authors", "speaker", "speaker_id",
            "section", "language", "year", "month", "published_at", "url",
        ),
        marked=("title", "standfirst", LONG, "speaker", "outlet"),
    ),
    "quotes": Flat(
        filtered=_named(*_shared(listed=False), Attribute("kind", "text", "kind")),
        shown=(
            "id", "article_id", "text", "article_title", "outlet", "outlet_id", "speaker", "speaker_id", "source",
            "kind", "section", "language", "year", "month", "published_at", "start", "end", "confidence",
        ),
        marked=("text", "speaker", "source", "article_title", "outlet"),
    ),
}  # fmt: skip
