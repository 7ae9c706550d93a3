"""Conditions within conditions, and the scope: what they let through is what they say, in hits and in every count."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.checks import MAX_DEPTH
from search.engine import AllOf, AnyOf, Between, Filter, Known, Not, OneOf, Page, Query, SearchEngine, SearchRejected
from search.lookup import lookup_keys
from tests.conformance.engines.documents import article, ids, seconds

DAYS = ("2023-06-01", "2023-06-29", "2024-02-01", None)
LINE = "the old harbour wall will not stand another winter like the last one"
ARTICLES = [
    article(
        f"a{number}",
        f"storm {'rain' if number % 3 else 'calm'} {LINE}",
        outlet_id=outlet,
        section=[None, "world", "sport"][number % 3],
        speaker_id=speakers,
        speaker_lookup=[key for one in speakers for key in lookup_keys(one, f"{one} holm")],
        day=DAYS[number % 4],
    )
    for number, (outlet, speakers) in enumerate(
        (outlet, speakers) for outlet in ("rt", "wire", None) for speakers in ([], ["ann"], ["ann", "bob"], ["cem"])
    )
]
ALL = sorted(one.id for one in ARTICLES)
FACETS = ("outlet_id", "section", "speaker_id", "year")

leaves: st.SearchStrategy[Filter] = st.one_of(
    st.builds(
        lambda values: OneOf("outlet_id", tuple(values)), st.lists(st.sampled_from(["rt", "wire", "x"]), min_size=1)
    ),
    st.builds(lambda value: OneOf("section", (value,)), st.sampled_from(["world", "sport"])),
    st.builds(lambda value: OneOf("speaker_id", (value,)), st.sampled_from(["ann", "bob", "cem"])),
    st.builds(Known, st.sampled_from(FACETS)),
    st.builds(
        Between,
        st.just("published_at"),
        st.none() | st.sampled_from([seconds("2023-06-29")]),
        st.none() | st.sampled_from([seconds("2024-01-01")]),
    ),
)
conditions = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda some: AllOf(tuple(some)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(lambda some: AnyOf(tuple(some)), st.lists(inner, min_size=1, max_size=3)),
        st.builds(Not, inner),
    ),
    max_leaves=6,
)


def holds(document: Any, one: Filter) -> bool:
    if isinstance(one, AllOf | AnyOf):
        results = [holds(document, inner) for inner in one.filters]
        return all(results) if isinstance(one, AllOf) else any(results)
    if isinstance(one, Not):
        return not holds(document, one.filter)
    value = getattr(document, one.field)
    if isinstance(one, Between):
        return value is not None and (one.gte or -1e18) <= value < (one.lt or 1e18)
    values = value if isinstance(value, list) else [] if value is None else [value]
    return bool(values) if isinstance(one, Known) else any(known in one.values for known in values)


def counted(found: list[Any], facet: str) -> dict[str, int]:
    values = (getattr(one, facet) for one in found)
    return dict(Counter(value for some in values for value in ([some] if isinstance(some, str) else some or [])))


def counts(page: Page, facet: str) -> dict[str, int]:
    return {one.value: one.count for one in page.facets[facet].values if one.count}


@settings(max_examples=20)
@given(condition=conditions)
async def test_a_condition_finds_what_it_says_and_all_counts_obey_it(stocked: SearchEngine, condition: Filter) -> None:
    page = await stocked.search("articles", Query(filters=(condition,), limit=100))
    assert sorted(ids(page)) == sorted(one.id for one in ARTICLES if holds(one, condition))


@settings(max_examples=15)
@given(
    scope=st.lists(conditions, min_size=1, max_size=2),
    selected=st.sampled_from([None, ("outlet_id", "rt"), ("speaker_id", "ann"), ("section", "world")]),
    q=st.sampled_from(["", "storm", "calm", LINE]),
)
async def test_nothing_ignores_the_scope(
    stocked: SearchEngine, scope: list[Filter], selected: tuple[str, str] | None, q: str
) -> None:
    allowed = [one for one in ARTICLES if all(holds(one, condition) for condition in scope)]
    own = () if selected is None else (OneOf(selected[0], (selected[1],)),)
    without = selected[0] if selected else None
    query = Query(q=q, filters=own, scope=tuple(scope), facets=FACETS, histogram="day", limit=100)
    page = await stocked.search("articles", query)
    found = [one for one in allowed if q in one.body]
    shown = [one for one in found if all(holds(one, condition) for condition in own)]
    assert sorted(ids(page)) == sorted(one.id for one in shown)
    assert page.total == len(shown)
    for facet in FACETS:
        assert counts(page, facet) == counted(found if facet == without else shown, facet), facet
    assert page.histogram is not None
    assert sum(one.count for one in page.histogram.buckets) + page.histogram.undated == len(shown)
    values = await stocked.facet_values("articles", query, "speaker_id", "holm")
    expected = counted(found if without == "speaker_id" else shown, "speaker_id")
    assert {one.value: one.count for one in values.values} == expected


async def test_a_condition_that_is_too_deep_or_holds_nothing_is_rejected(stocked: SearchEngine) -> None:
    deep: Filter = OneOf("section", ("world",))
    for _ in range(MAX_DEPTH - 1):
        deep = Not(deep)
    assert (await stocked.search("articles", Query(filters=(deep,)))).total
    for bad in (Not(deep), AllOf(()), AnyOf((AllOf(()),)), Known("body"), Not(OneOf("body", ("x",)))):
        for query in (Query(filters=(bad,)), Query(scope=(bad,))):
            with pytest.raises(SearchRejected):
                await stocked.search("articles", query)
