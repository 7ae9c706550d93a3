"""Which changes of a contract break clients, each made to the real one."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.contract.answers import FILE
from tests.contract.breaking import announces, breaking

CONTRACT: dict[str, Any] = json.loads(FILE.read_bytes())
Change = Callable[[dict[str, Any]], object]


def operation(document: dict[str, Any], path: str, method: str = "get") -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][path][method]
    return found


def schema(document: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = document["components"]["schemas"][name]
    return found


def parameter(document: dict[str, Any], path: str, name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in operation(document, path)["parameters"] if one["name"] == name)
    return found


BREAKING: dict[str, Change] = {
    "a path is gone": lambda d: d["paths"].pop("/v1/outlets"),
    "a method is gone": lambda d: d["paths"]["/v1/articles"].pop("post"),
    "an operation has another name": lambda d: operation(d, "/v1/outlets").update(operationId="outlets"),
    "a parameter is gone": lambda d: operation(d, "/v1/outlets").update(parameters=[]),
    "a parameter is needed": lambda d: parameter(d, "/v1/outlets", "limit").update(required=True),
    "a parameter takes less": lambda d: parameter(d, "/v1/outlets", "limit")["schema"].update(maximum=100),
    "a parameter is of another type": lambda d: parameter(d, "/v1/outlets", "limit")["schema"].update(type="string"),
    "a body takes no field": lambda d: schema(d, "ArticleIn")["properties"].pop("section"),
    "a body needs a field": lambda d: schema(d, "ArticleIn").update(required=["title"]),
    "a body's field is shorter": lambda d: schema(d, "ArticleIn")["properties"]["authors"].update(maxItems=3),
    "a body's item is shorter": lambda d: schema(d, "ArticleIn")["properties"]["authors"]["items"].update(maxLength=9),
    "a body's field may not be null": lambda d: schema(d, "ArticleIn")["properties"].update(title={"type": "string"}),
    "a body loses a value": lambda d: schema(d, "QuotePatch")["properties"]["kind"].update(enum=["direct"]),
    "a media type is gone": lambda d: operation(d, "/v1/imports", "post")["requestBody"]["content"].popitem(),
    "an answer is gone": lambda d: operation(d, "/v1/articles", "post")["responses"].pop("201"),
    "an answer lacks a field": lambda d: schema(d, "Outlet")["required"].remove("name"),
    "a field of an answer may be null": lambda d: schema(d, "Outlet")["properties"].update(
        name={"anyOf": [{"type": "string"}, {"type": "null"}]}
    ),
    "a field of an answer has a new value": lambda d: schema(d, "Quote")["properties"]["kind"]["enum"].append("other"),
    "a field deep in an answer is of another type": lambda d: schema(d, "Span")["properties"]["start"].update(
        type="string"
    ),
    "a key is needed": lambda d: operation(d, "/health/live").update(security=[{"key": []}]),
}

HARMLESS: dict[str, Change] = {
    "nothing": lambda d: None,
    "a path is new": lambda d: d["paths"].update({"/v1/new": d["paths"]["/v1/outlets"]}),
    "a parameter is new": lambda d: operation(d, "/v1/outlets")["parameters"].append(
        {"in": "query", "name": "new", "schema": {"type": "string"}}
    ),
    "a parameter takes more": lambda d: parameter(d, "/v1/outlets", "limit")["schema"].update(maximum=500),
    "a body takes a field more": lambda d: schema(d, "ArticleIn")["properties"].update(new={"type": "string"}),
    "a body takes a value more": lambda d: schema(d, "SpeakerRef")["properties"]["type"]["enum"].append("other"),
    "an answer has a field more": lambda d: schema(d, "Outlet")["properties"].update(new={"type": "string"}),
    "a field of an answer is never null any more": lambda d: schema(d, "Article")["properties"].update(
        section={"type": "string"}
    ),
    "a status is new": lambda d: operation(d, "/v1/outlets")["responses"].update({"429": {"description": "slower"}}),
    "a text is another": lambda d: operation(d, "/v1/outlets").update(summary="Outlets, please"),
}


@pytest.mark.parametrize("change", BREAKING.values(), ids=BREAKING.keys())
def test_what_breaks_clients_is_found(change: Change) -> None:
    new = copy.deepcopy(CONTRACT)
    change(new)
    assert breaking(CONTRACT, new)


@pytest.mark.parametrize("change", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_clients_do_not_notice_is_let_pass(change: Change) -> None:
    new = copy.deepcopy(CONTRACT)
    change(new)
    assert breaking(CONTRACT, new) == []


def test_a_version_announces_by_its_first_number_or_by_its_second_after_zero() -> None:
    assert announces("1.4.0", "2.0.0")
    assert announces("0.1.0", "0.2.0")
    assert announces("0.9.0", "1.0.0")
    assert not announces("1.4.0", "1.5.0")
    assert not announces("0.1.0", "0.1.1")
    assert not announces("0.2.0", "0.1.0")
