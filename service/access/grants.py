"""What a request may do, whatever key it came with."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from msgspec import UNSET, Meta, Struct, UnsetType, field

Scope = Literal["search", "read", "write", "admin"]
"""What a route asks for and a key opens, each with all before it: to search, to read what is stored, to change it, and
to decide who may do so."""

BEARER = {"WWW-Authenticate": "Bearer"}
"""What a 401 says of how to come again (RFC 6750)."""

_ORDER: tuple[Scope, ...] = get_args(Scope)

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
    """What one request may do: which routes it reaches, and the filters that its searches obey.

    `who` is whose requests are counted together, and `rate_limit` how many they may be in a window, 0 for any number;
    None is the service's own limit.
    """

    scope: Scope
    forced: ForcedFilters = ForcedFilters()
    who: str = ""
    rate_limit: int | None = None

    def opens(self, scope: Scope) -> bool:
        """Whether a route that asks for `scope` is open."""
        return _ORDER.index(scope) <= _ORDER.index(self.scope)


EVERYTHING = Grant("admin")
