"""The names of facet values, told apart where several speakers bear the same."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from search.schema import IndexName
from service.api.instantsearch.attributes import Attribute
from service.api.labels import Labels
from service.api.scope import ScopedSearch

_APART = re.compile(r"(?P<name>.+) \((?P<id>[a-z0-9-]+)\)", re.DOTALL)


def told_apart(value: str) -> tuple[str, str] | None:
    """The name and the id of a value such as `Ann Holm (ann-holm-2)`, or None for a name alone."""
    match = _APART.fullmatch(value)
    return (match["name"], match["id"]) if match else None


class Names:
    """What the ids that an engine counts are called on these routes.

    A speaker's name is shown with the id behind it where somebody else of that name is in the same index, too (and in
    the scope of the request's key): `Ann Holm (ann-holm)`, `Ann Holm (ann-holm-2)`. Two outlets never have one name.
    """

    def __init__(self, labels: Labels, search: ScopedSearch) -> None:
        self._labels = labels
        self._search = search

    async def of(self, index: IndexName, attribute: Attribute, ids: Collection[str]) -> Mapping[str, str]:
        """What to call each of these values of an attribute; those that are no ids are their own names."""
        if attribute.kind != "name":
            return {}
        if attribute.name == "outlet":
            return (await self._labels.of(speakers=(), outlets=ids))[1]
        names = (await self._labels.of(speakers=ids, outlets=()))[0]
        shared = await self._labels.namesakes()
        asked = {name: shared[name] for key in ids if (name := names.get(key, key)) in shared}
        if not asked:
            return names
        known = await self._search.known(
            index, attribute.field, sorted({key for keys in asked.values() for key in keys})
        )
        apart = {key: f"{name} ({key})" for name, keys in asked.items() if len(keys & known) > 1 for key in keys}
        return {**names, **apart}
