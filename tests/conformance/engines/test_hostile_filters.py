"""No filter lets through a document that it does not name, whatever its value is made of: generated attempts.

`pytest --hostile-attempts 10000` makes as many attempts on each engine as that.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterator

import pytest

from search.engine import OneOf, Page, Query, SearchEngine, SearchRejected
from search.lookup import lookup_keys
from tests.conformance.engines.documents import article

MINE, OTHER = "mine", "other"
ARTICLES = [
    article(
        f"{owner}{number}",
        "storm calm rain",
        outlet_id=owner,
        outlet=f"The {owner.title()}",
        section=section,
        speaker_id=[f"{owner}-ann"],
        speaker=["Ann"],
        speaker_lookup=lookup_keys(f"{owner}-ann", "Ann"),
        day="2023-06-01",
    )
    for owner in (MINE, OTHER)
    for number, section in enumerate(["world", "sport", None, 'a "quoted" one', "it's", "x] OR y"])
]
SECTIONS = {one.section.lower() for one in ARTICLES if one.section}

PIECES = (
    *(
        '"',
        "'",
        "\\",
        "\\\\",
        '\\"',
        "`",
        "]",
        "[",
        ")",
        "(",
        ",",
        "=",
        "!=",
        ">",
        "<",
        "*",
        "\t",
        "\n",
        "\r",
        "\0",
        " ",
    ),
    *(
        " OR ",
        " AND ",
        " NOT ",
        " IN ",
        " TO ",
        " EXISTS",
        " IS NULL",
        " IS EMPTY",
        " CONTAINS ",
        " STARTS WITH ",
        "--",
    ),
    *(
        "outlet_id",
        "section",
        "id",
        "other",
        "mine",
        "world",
        "_geoRadius(0,0,1)",
        "published_at > 0",
        "1 = 1",
        "%",
        ";",
    ),
    *("\u2028", "\u00a0", "“", "”", "\ue000", "\ufeff", "ʼ", "＂", "＼", "\U0001f980", "{{", "${", "/*", "*/", "#"),
)
SHAPES = ('"] OR outlet_id = "other', '" OR outlet_id EXISTS OR section = "', "') OR ('", "world\\", '\\" OR id EXISTS')


def attempts(count: int, seed: int = 3) -> Iterator[str]:
    """Yield values that are made to break out of a filter."""
    dice = random.Random(seed)
    for _ in range(count):
        made = "".join(dice.choices(PIECES, k=dice.randint(1, 9)))
        shape = dice.choice(SHAPES)
        yield dice.choice([made, shape, made + shape, shape + made, f"{dice.choice(['world', 'other'])}{made}"])


async def attempt(engine: SearchEngine, value: str) -> int:
    """Try one value in a filter beside one that must hold; returns 1 when it was taken for a value."""
    mine = OneOf("outlet_id", (MINE,))
    own = OneOf("section", (value,))
    try:
        page = await engine.search("articles", Query(q=value, filters=(mine,), facets=("outlet_id",)))
        assert _is_mine(page), value
        page = await engine.search("articles", Query(filters=(mine, own), facets=("speaker_id", "section")))
        assert _is_mine(page), value
        assert all((hit.document["section"] or "").lower() == value.strip().lower() for hit in page.hits), value
        assert page.total <= (1 if value.strip().lower() in SECTIONS else 0), value
        assert {one.value for one in page.facets["speaker_id"].values} <= {"mine-ann"}, value
        found = await engine.facet_values("articles", Query(filters=(mine, own)), "speaker_id", value)
        assert {one.value for one in found.values} <= {"mine-ann"}, value
    except SearchRejected:
        return 0
    return 1


def _is_mine(page: Page) -> bool:
    return all(hit.document["outlet_id"] == MINE for hit in page.hits)


async def test_no_value_of_a_filter_finds_what_another_filter_keeps_out(
    stocked: SearchEngine, request: pytest.FixtureRequest
) -> None:
    values = list(attempts(request.config.getoption("--hostile-attempts")))
    taken = 0
    for first in range(0, len(values), 20):
        taken += sum(await asyncio.gather(*(attempt(stocked, value) for value in values[first : first + 20])))
    assert 0 < taken < len(values)  # some are refused for a backslash or a control character, the others are values
