"""Query parameters that mean the same on every route that takes them."""

from __future__ import annotations

from typing import Annotated

from litestar.params import QueryParameter
from msgspec import Meta

from service import times
from service.errors import Invalid
from service.models import Kind, Period

Id = Annotated[str, Meta(max_length=500)]
Outlets = Annotated[
    list[Id] | None, QueryParameter(max_items=100, description="Ids of outlets; repeated, any of them.")
]
Speakers = Annotated[
    list[Id] | None, QueryParameter(max_items=100, description="Ids of speakers; repeated, any of them.")
]
Kinds = Annotated[
    list[Kind] | None,
    QueryParameter(max_items=2, description="`direct` is a whole clause or more, `partial` a fragment."),
]

_DATES = "An RFC 3339 date (the whole day, UTC) or date-time, included. Articles without a date are left out."


async def provide_published(
    since: Annotated[
        str | None, QueryParameter(name="from", max_length=40, description=f"Published from here on. {_DATES}")
    ] = None,
    until: Annotated[
        str | None, QueryParameter(name="to", max_length=40, description=f"Published up to here. {_DATES}")
    ] = None,
) -> Period:
    """The dependency behind every `from` and `to`. Raises `Invalid` naming the one that is no date."""
    try:
        return times.period(since, until)
    except ValueError as wrong:
        raise Invalid.parameter(str(wrong), "is no RFC 3339 date or date-time, such as 2023-06-29") from wrong
