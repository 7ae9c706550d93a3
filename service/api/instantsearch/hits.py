"""A found document as InstantSearch sees it, with `_formatted` beside it."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from search.engine import Hit
from search.highlight import ELLIPSIS, LIST_SEPARATOR, marked_parts
from service.api.instantsearch.queries import Shape

Part = tuple[str, bool]


class Tags(Struct, frozen=True):
    """What stands around a match, and where a text was cropped.

    Where a tag is markup, what is formatted is HTML: every text in it is escaped, so that nothing that a document
    contains becomes markup. Where none is (instant-meilisearch's `__ais-highlight__`), it is text, and whoever shows it
    escapes it.
    """

    before: str
    after: str
    crop: str

    @property
    def is_markup(self) -> bool:
        """Whether what is formatted is HTML."""
        return "<" in self.before + self.after

    def text(self, text: str) -> str:
        """A text as it stands in what is formatted."""
        return html.escape(text) if self.is_markup else text

    def marked(self, parts: Sequence[Part]) -> str:
        """Parts of a text, with the matches among them in tags."""
        return "".join(
            f"{self.before}{self.text(one)}{self.after}" if match else self.text(one) for one, match in parts
        )


def flat_hit(hit: Hit, shape: Shape, tags: Tags) -> dict[str, Any]:
    """A hit with the attributes that were asked for, and `_formatted` if something is to be marked or cropped."""
    document = {name: _flat(name, hit.document[name]) for name in {*shape.shown, *shape.formatted}}
    shown = {name: document[name] for name in shape.shown}
    if shape.formatted:
        shown["_formatted"] = {name: _formatted(name, document[name], hit, shape, tags) for name in shape.formatted}
    return shown


def _flat(name: str, value: Any) -> Any:
    return int(value) if name == "year" and value is not None else value


def _formatted(name: str, value: Any, hit: Hit, shape: Shape, tags: Tags) -> Any:
    """As in Meilisearch: numbers are text there, and null stays null."""
    if value is None:
        return None
    if name not in hit.highlight:
        return [tags.text(one) for one in value] if isinstance(value, list) else tags.text(str(value))
    parts = marked_parts(hit.highlight[name])
    if name not in shape.highlighted:
        parts = [(text, False) for text, _ in parts]
    if isinstance(value, list):
        return [tags.marked(some) for some in _split(parts, value)]
    return tags.marked(_recropped(parts, value, tags.crop) if name in shape.cropped else parts)


def _split(parts: Sequence[Part], values: Sequence[str]) -> Iterator[list[Part]]:
    """The parts of each value of a list, which is marked as one text."""
    left = list(parts)
    for value in values:
        yield _take(left, len(value))
        _take(left, len(LIST_SEPARATOR))


def _take(left: list[Part], length: int) -> list[Part]:
    taken: list[Part] = []
    while length and left:
        text, match = left.pop(0)
        if len(text) > length:
            left.insert(0, (text[length:], match))
        taken.append((text[:length], match))
        length -= len(taken[-1][0])
    return taken


def _recropped(parts: Sequence[Part], whole: str, marker: str) -> list[Part]:
    """Parts with the caller's marker; an ellipsis that is the text's own stays what it is."""
    if marker == ELLIPSIS:
        return list(parts)
    made = list(parts)
    if made and made[0][0].startswith(ELLIPSIS) and not whole.startswith(ELLIPSIS):
        made[0:1] = [(marker, False), (made[0][0].removeprefix(ELLIPSIS), made[0][1])]
    if made and made[-1][0].endswith(ELLIPSIS) and not whole.endswith(ELLIPSIS):
        made[-1:] = [(made[-1][0].removesuffix(ELLIPSIS), made[-1][1]), (marker, False)]
    return made
