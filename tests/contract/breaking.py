"""What of a contract breaks clients that were made for an older one.

The libraries for this are programs in Go or Java, or ended years ago; the rules that matter here are few. A request has
to stay acceptable, so the new schema has to take all that the old one took. An answer has to stay understandable, so
the old schema has to take all that the new one gives, fields that are new aside: clients pass over them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems")


def announces(old: str, new: str) -> bool:
    """Whether a version says that something breaks (https://semver.org): the first number, or the second after 0."""
    before, after = ([int(part) for part in version.split(".")[:2]] for version in (old, new))
    return after[0] > before[0] or (after[0] == before[0] == 0 and after[1] > before[1])


def breaking(old: Schema, new: Schema) -> list[str]:
    """Everything in `new` that clients of `old` would notice, as sentences."""
    return list(Comparison(old, new).all())


class Comparison:
    """Two documents side by side."""

    def __init__(self, old: Schema, new: Schema) -> None:
        self.old = old
        self.new = new

    def all(self) -> Iterator[str]:
        for path, operations in self.old["paths"].items():
            for method, before in operations.items():
                after = self.new["paths"].get(path, {}).get(method)
                name = before["operationId"]
                if after is None:
                    yield f"{name} is gone"
                    continue
                if after["operationId"] != name:
                    yield f"{name} is called {after['operationId']} now"
                yield from self._parameters(name, before, after)
                yield from self._body(name, before.get("requestBody"), after.get("requestBody"))
                yield from self._answers(name, before["responses"], after["responses"])
                if not before.get("security") and after.get("security"):
                    yield f"{name} needs a key now"

    def _parameters(self, name: str, before: Schema, after: Schema) -> Iterator[str]:
        was, now = (
            {(one["in"], one["name"]): one for one in operation.get("parameters", ())} for operation in (before, after)
        )
        for key in was.keys() - now.keys():
            yield f"{name} takes no {key[1]} any more"
        for key, one in now.items():
            if one.get("required") and not was.get(key, {}).get("required"):
                yield f"{name} needs {key[1]} now"
            if key in was:
                yield from self._lost(f"{name}, {key[1]}", (one["schema"], self.new), (was[key]["schema"], self.old))

    def _body(self, name: str, before: Schema | None, after: Schema | None) -> Iterator[str]:
        if before is None or after is None:
            if before is not None:
                yield f"{name} takes no body any more"
            elif after is not None and after.get("required"):
                yield f"{name} needs a body now"
            return
        for media_type, content in before["content"].items():
            if media_type not in after["content"]:
                yield f"{name} takes no {media_type} any more"
            else:
                now = after["content"][media_type]["schema"]
                yield from self._lost(f"{name}, body", (now, self.new), (content["schema"], self.old))

    def _answers(self, name: str, before: Schema, after: Schema) -> Iterator[str]:
        for status, was in before.items():
            if not status.startswith("2"):
                continue
            now = after.get(status)
            if now is None:
                yield f"{name} answers no {status} any more"
                continue
            for media_type, content in was.get("content", {}).items():
                if media_type not in now.get("content", {}):
                    yield f"{name} answers no {media_type} any more"
                    continue
                given = now["content"][media_type]["schema"]
                place = f"{name}, {status}"
                yield from self._lost(place, (content["schema"], self.old), (given, self.new), is_answer=True)

    def _lost(
        self,
        place: str,
        taking: tuple[Schema, Schema],
        given: tuple[Schema, Schema],
        *,
        is_answer: bool = False,
        seen: frozenset[tuple[str, str]] = frozenset(),
    ) -> Iterator[str]:
        """What may be given and is not taken; each is a schema with its document."""
        names = (taking[0].get("$ref", ""), given[0].get("$ref", ""))
        if names in seen and all(names):
            return
        seen |= {names}
        taken, gives = _resolve(*taking), _resolve(*given)

        def deeper(inner: str, one: Schema, other: Schema) -> Iterator[str]:
            return self._lost(inner, (one, taking[1]), (other, given[1]), is_answer=is_answer, seen=seen)

        if "anyOf" in gives or "anyOf" in taken:
            for option in gives.get("anyOf", [gives]):
                faults = [list(deeper(place, one, option)) for one in taken.get("anyOf", [taken])]
                yield from min(faults, key=len)
            return
        yield from _plainly(place, taken, gives)
        if "items" in taken and "items" in gives:
            yield from deeper(f"{place}[]", taken["items"], gives["items"])
        fields, given_fields = taken.get("properties", {}), gives.get("properties", {})
        for field, kind in given_fields.items():
            if field in fields:
                yield from deeper(f"{place}.{field}", fields[field], kind)
            elif not is_answer and taken.get("additionalProperties") is False:
                yield f"{place}.{field} is not taken any more"
        for field in set(taken.get("required", ())) - set(gives.get("required", ())):
            yield f"{place}.{field} {'may be missing now' if is_answer else 'is needed now'}"


def _resolve(schema: Schema, document: Schema) -> Schema:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _plainly(place: str, taken: Schema, gives: Schema) -> Iterator[str]:
    """Types, enums and limits."""
    if (
        "type" in taken
        and taken["type"] != gives.get("type")
        and (taken["type"], gives.get("type"))
        != (
            "number",
            "integer",
        )
    ):
        yield f"{place} is {gives.get('type', 'anything')} against {taken['type']}"
        return
    if "enum" in taken and (more := set(gives.get("enum", ["anything"])) - set(taken["enum"])):
        yield f"{place} may be {', '.join(map(str, sorted(more)))} on one side only"
    for name in _LOWER:
        if name in taken and gives.get(name, float("-inf")) < taken[name]:
            yield f"{place}: {name} {taken[name]} on one side only"
    for name in _UPPER:
        if name in taken and gives.get(name, float("inf")) > taken[name]:
            yield f"{place}: {name} {taken[name]} on one side only"
    for name in ("pattern", "format"):
        if name in taken and gives.get(name) != taken[name]:
            yield f"{place}: {name} {taken[name]} on one side only"
