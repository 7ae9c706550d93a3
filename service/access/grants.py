"""What a request may do, whatever key it came with."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

Scope = Literal["all", "search"]
"""What a route asks for. `all` opens every route; `search` those that read the search engine, and no other."""

Values = Annotated[list[Annotated[str, Meta(min_length=1, max_length=500)]], Meta(min_length=1, max_length=100)]
Moment = Annotated[str, Meta(max_length=40)]


class ForcedFilters(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Filters that every search with a key obeys, beside its own. What is left out is not limited.

    Values of one name are alternatives, different names have to hold together. An empty list is refused: it might
    mean nothing or everything.
    """

    outlet: Values | UnsetType = UNSET
    speaker: Values | UnsetType = UNSET
    section: Values | UnsetType = UNSET
    language: Values | UnsetType = UNSET
    year: Values | UnsetType = UNSET
    month: Values | UnsetType = UNSET
    since: Moment | UnsetType = field(default=UNSET, name="from")
    until: Moment | UnsetType = field(default=UNSET, name="to")


class Grant(Struct, frozen=True):
    """What one request may do: which routes it reaches, and the filters that its searches obey."""

    scopes: frozenset[Scope]
    forced: ForcedFilters = ForcedFilters()

    def opens(self, scope: Scope) -> bool:
        """Whether a route that asks for `scope` is open."""
        return "all" in self.scopes or scope in self.scopes


EVERYTHING = Grant(frozenset({"all"}))
