"""Random articles in the store: every number of a search is that of plain SQL."""

from __future__ import annotations

import asyncio
import sqlite3
import uuid
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from service.settings import Settings
from tests.api.conftest import Client

SPEAKERS = {"eva-holm": "Eva Holm", "ada-lind": "Ada Lind", "lin-hola": "Lin Hola"}
OUTLETS = {"the-ledger": "The Ledger", "radio-norrland": "Radio Norrland"}
WORDS = ["storm", "harbour", "winter"]

made_article = st.fixed_dictionaries(
    {
        "outlet": st.none() | st.sampled_from(list(OUTLETS.values())),
        "section": st.none() | st.sampled_from(["Politics", "Sport"]),
        "published_at": st.none()
        | st.sampled_from(
            ["2023-12-31", "2024-01-01", "2024-01-07T23:30:00-01:00", "2024-03-01T12:00:00Z", "2019-05-05"]
        ),
        "said": st.lists(
            st.tuples(
                st.sampled_from(list(SPEAKERS.values())), st.lists(st.sampled_from(WORDS), min_size=1, max_size=3)
            ),
            max_size=3,
        ),
    }
)
chosen: dict[str, st.SearchStrategy[Any]] = {
    "outlet": st.lists(st.sampled_from(list(OUTLETS)), min_size=1, max_size=2, unique=True),
    "speaker": st.lists(st.sampled_from([*SPEAKERS, "nobody"]), min_size=1, max_size=2, unique=True),
    "section": st.just(["Sport"]),
    "year": st.lists(st.sampled_from(["2019", "2024"]), min_size=1, max_size=2, unique=True),
    "from": st.sampled_from(["2023-12-31", "2024-01-02"]),
    "to": st.sampled_from(["2024-01-08", "2024-12-31"]),
}
asked = st.tuples(
    st.fixed_dictionaries({"q": st.sampled_from(["", *WORDS, "storm winter"])}, optional=chosen),
    st.none() | st.fixed_dictionaries({}, optional=chosen),  # the filters of a search key
)
FACETS = ("outlet", "speaker", "section", "year", "month")
LENGTH = {"year": 4, "month": 7}

Row = dict[str, Any]


def body(number: int, said: list[tuple[str, list[str]]]) -> str:
    paragraphs = [
        f"“We will talk about the {' and the '.join(words)} again soon,” {speaker} said." for speaker, words in said
    ]
    return "\n\n".join([f"This is report {number} of the day, {uuid.uuid4().hex}.", *paragraphs])


STORED = """
    SELECT q.text, q.speaker_id AS speaker, a.outlet_id AS outlet, a.section, date(a.published_ts, 'unixepoch') AS day,
           coalesce(s.name, '') || ' ' || coalesce(a.title, '') || ' ' || coalesce(o.name, '') AS names
    FROM quotes q JOIN articles a ON a.id = q.article_id
    LEFT JOIN speakers s ON s.id = q.speaker_id LEFT JOIN outlets o ON o.id = a.outlet_id
"""


async def stored(database: Path) -> list[Row]:
    """What the store holds of every quote, by SQL alone, once all of it is searchable."""
    with closing(sqlite3.connect(database)) as connection:
        connection.row_factory = sqlite3.Row
        while connection.execute("SELECT count(*) FROM outbox").fetchone()[0]:  # noqa: ASYNC110 — in a database
            await asyncio.sleep(0.02)
        rows = [dict(row) for row in connection.execute(STORED)]
    for row in rows:
        row |= {unit: row["day"] and row["day"][:length] for unit, length in LENGTH.items()}
    return rows


def found(rows: list[Row], query: Row, *, without: str = "") -> list[Row]:
    def fits(row: Row) -> bool:
        text = f"{row['text']} {row['names']}".lower()
        return (
            all(word in text for word in query["q"].split())
            and all(row[name] in query[name] for name in FACETS if name in query and name != without)
            and ("from" not in query or (row["day"] or "") >= query["from"])
            and ("to" not in query or (row["day"] or "~") <= query["to"])
        )

    return [row for row in rows if fits(row)]


def flat(hit: Row) -> Row:
    return {"text": hit["text"], "speaker": hit["speaker"] and hit["speaker"]["id"]}


def statement(row: Row) -> tuple[str, ...]:
    words = tuple(row["text"].lower().replace(",", "").split())
    return words if len(words) >= 12 else (row["speaker"], *words)


@effort(max_examples=6, derandomize=True)  # the same examples on every machine
@given(corpus=st.lists(made_article, min_size=1, max_size=6), queries=st.lists(asked, min_size=1, max_size=6))
async def test_totals_facets_histogram_and_found_values_are_those_of_sql_with_a_search_key_and_without(
    client: Client, settings: Settings, corpus: list[Row], queries: list[tuple[Row, Row | None]]
) -> None:
    for old in (await client.get("/v1/articles", params={"limit": 200})).json()["items"]:
        await client.delete(f"/v1/articles/{old['id']}")
    for number, one in enumerate(corpus):
        known = {name: value for name, value in one.items() if name != "said" and value is not None}
        answer = await client.post("/v1/articles", json=known | {"body": body(number, one["said"])})
        assert answer.status_code == 201, answer.text
    everything = await stored(settings.data_dir / "onrecord.db")
    for query, forced in queries:
        rows, headers = everything, {}
        if forced is not None:
            rows = found(everything, {"q": ""} | forced)
            key = (await client.post("/v1/search-keys", json={"filters": forced})).json()["key"]
            headers = {"Authorization": f"Bearer {key}"}
        sent = query | {"facets": list(FACETS), "histogram": "day", "match": "all"}
        answer = await client.post("/v1/search/quotes", json=sent, headers=headers)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        by_url = await client.get("/v1/search/quotes", params=sent, headers=headers)
        assert page == by_url.json() | {"took_ms": page["took_ms"]}
        expected = found(rows, query)
        assert (page["total"], page["total_is_exact"]) == (len(expected), True)
        for facet in FACETS:
            tally = Counter(row[facet] for row in found(rows, query, without=facet))
            tally.pop(None, None)
            known = {row[facet] for row in rows}
            tally.update({one: 0 for one in query.get(facet, ()) if not forced or one in known})
            assert {one["value"]: one["count"] for one in page["facets"][facet]} == tally, (facet, query)
        histogram = page["histogram"]
        days = Counter(row["day"] for row in expected)
        assert histogram["undated"] == days.pop(None, 0)
        if histogram["interval"] == "day":
            assert {one["start"]: one["count"] for one in histogram["buckets"] if one["count"]} == days
        assert sum(one["count"] for one in histogram["buckets"]) == sum(days.values())
        once = (
            await client.get(
                "/v1/search/quotes", params=sent | {"distinct": "statement", "limit": 100}, headers=headers
            )
        ).json()
        statements = {statement(row) for row in expected}
        assert (once["total"], once["total_is_exact"]) == (len(statements), True)
        assert sorted(map(statement, map(flat, once["hits"]))) == sorted(statements)
        assert (once["facets"], once["histogram"]) == (page["facets"], page["histogram"])
        sent = {name: value for name, value in query.items() if name != "q"} | {"q": "hol", "query": query["q"]}
        typed = await client.get("/v1/search/quotes/facets/speaker", params=sent, headers=headers)
        counted = Counter(row["speaker"] for row in found(rows, query, without="speaker"))
        if " " not in query["q"]:  # the words of that route may be given up one by one
            assert {one["value"]: one["count"] for one in typed.json()["values"]} == {
                speaker: count
                for speaker, count in counted.items()
                if speaker and any(word.startswith("hol") for word in speaker.split("-"))
            }
