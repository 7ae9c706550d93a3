"""Random corpora: totals, facets and order against a loop over the documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from search.engine import Between, Filter, OneOf, Query, SearchEngine, Sort
from search.facets import selected
from search.schema import QuoteDocument
from tests.conformance.engines.documents import counts, ids, quote

WORDS = ["storm", "calm", "rain"]
VALUES = ["a", "b", "c", "d"]
FACETS = ("outlet_id", "speaker_id", "section", "kind")

maybe = st.sampled_from([None, *VALUES])
fields = st.fixed_dictionaries(
    {
        "text": st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join),
        "outlet_id": maybe,
        "speaker_id": maybe,
        "section": maybe,
        "kind": st.sampled_from(["direct", "partial"]),
        "published_at": st.none() | st.integers(-5, 5),
        "group": st.sampled_from([None, None, "g", "h", "i"]),
        "statement": st.sampled_from([None, "s", "t"]),
    }
)
some = st.lists(st.sampled_from(VALUES), min_size=1, max_size=3, unique=True).map(tuple)
conditions = st.one_of(
    st.builds(OneOf, st.sampled_from(FACETS[:3]), some),
    st.builds(Between, st.just("published_at"), st.none() | st.integers(-5, 5), st.none() | st.integers(-5, 5)),
)
queries = st.builds(
    Query,
    q=st.sampled_from(["", *WORDS, "storm rain"]),
    match=st.just("all"),
    filters=st.lists(conditions, max_size=3).map(tuple),
    facets=st.just(FACETS),
    sort=st.none() | st.builds(Sort, st.just("published_at"), st.booleans()),
    limit=st.just(100),
    distinct=st.sampled_from([None, "group", "statement"]),
)


def _passes(document: QuoteDocument, condition: Filter) -> bool:
    value: Any = getattr(document, condition.field)
    if isinstance(condition, OneOf):
        return value in condition.values
    if value is None:
        return False
    return (condition.gte is None or value >= condition.gte) and (condition.lt is None or value < condition.lt)


def _found(documents: Sequence[QuoteDocument], query: Query, *, without: str = "") -> list[QuoteDocument]:
    wanted = set(query.q.split())
    filters = [one for one in query.filters if not (isinstance(one, OneOf) and one.field == without)]
    return [
        document
        for document in documents
        if wanted <= set(document.text.split()) and all(_passes(document, one) for one in filters)
    ]


def _sort_key(document: QuoteDocument, *, descending: bool) -> tuple[bool, int]:
    moment = document.published_at
    return moment is None, 0 if moment is None else -moment if descending else moment


@settings(max_examples=12)
@given(corpus=st.lists(fields, min_size=1, max_size=25), asked=st.lists(queries, min_size=1, max_size=6))
async def test_totals_counts_and_order_are_those_of_a_loop(
    engine: SearchEngine, corpus: list[dict[str, Any]], asked: list[Query]
) -> None:
    # One engine for all examples: every example puts its documents where the last one's were, and removes the rest.
    documents = [quote(f"q{number}", **known) for number, known in enumerate(corpus)]
    await engine.write("quotes", put=documents, remove=[f"q{number}" for number in range(len(corpus), 25)])
    for query in asked:
        page = await engine.search("quotes", query)
        expected = _found(documents, query)
        if query.distinct:
            groups = {getattr(document, query.distinct) or document.id for document in expected}
            assert page.total == len(groups)
            shown = [hit.document[query.distinct] or hit.document["id"] for hit in page.hits]
            assert sorted(shown) == sorted(groups)
        else:
            assert page.total == len(expected)
            assert sorted(ids(page)) == sorted(document.id for document in expected)
        for facet in FACETS:
            tally = Counter(getattr(document, facet) for document in _found(documents, query, without=facet))
            tally.pop(None, None)
            tally.update(dict.fromkeys(selected(query.filters, facet), 0))
            assert counts(page, facet) == sorted(tally.items(), key=lambda item: (-item[1], item[0]))
        if query.sort is not None:
            keys = [_sort_key(QuoteDocument(**hit.document), descending=query.sort.descending) for hit in page.hits]
            assert keys == sorted(keys)
