"""The `<meta>` elements of a page: OpenGraph, Dublin Core, Parsely, Sailthru, citation and older habits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from service.ingest.markup.elements import plain


class Metas:
    """Values by lower-case name, each name's in the order of the page."""

    def __init__(self, tree: Any) -> None:
        self._values: dict[str, list[str]] = {}
        for element in tree.xpath("//meta[@content]"):
            content = plain(element.get("content"))
            names = element.get("property") or element.get("name") or element.get("itemprop") or ""
            for name in names.lower().split() if content else ():
                self._values.setdefault(name, []).append(content)

    def first(self, *names: str) -> str | None:
        """The first value of the first name that has one."""
        return next((self._values[name][0] for name in names if name in self._values), None)

    def all(self, *names: str) -> Iterator[str]:
        """Every value of these names, in the order of the names."""
        return (value for name in names for value in self._values.get(name, ()))

    def ending_in(self, *endings: str) -> Iterator[tuple[str, list[str]]]:
        """Names whose last part (after a dot, colon, dash or underscore) is one of `endings`, with their values."""
        for name, values in self._values.items():
            last = name.replace(":", ".").replace("-", ".").replace("_", ".").rsplit(".", 1)[-1]
            if last in endings:
                yield name, values
