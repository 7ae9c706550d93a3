"""The routes for instant-meilisearch, on both engines, and beside them what Meilisearch itself answers."""

from __future__ import annotations

import asyncio
import random
import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio
from litestar.testing import AsyncTestClient

from service.app import create_app
from service.settings import Secret, Settings
from tests.api.conftest import HOST, Client
from tests.api.pages import ARTICLES
from tests.conformance.engines.test_hostile_filters import PIECES, attempts
from tests.servers import Access

pytestmark = pytest.mark.asyncio(loop_scope="module")

ROUTE = "/v1/instantsearch"
HOSTILE = '<img src=x onerror="alert(1)"> & wall'
MORE = [
    {
        "title": HOSTILE,
        "outlet": "Skarholm Weekly",
        "section": 'Arts, "Letters" & <b>more</b>',
        "published_at": "2019-12-31",
        "body": "“We have seen the wall and we are not afraid,” said Odd Brevik, a trader.\n\n"
        "“It is a wall like any other,” said Maren Falk.",
    },
    {"title": "Snow", "published_at": "2018-02-02", "body": "It snowed all day at Skarholm, and nobody said a word."},
]
NAMESAKES = {"Ilse Vandermeer (ilse-vandermeer)", "Ilse Vandermeer (ilse-vandermeer-2)"}
HIGHLIGHT = {"highlightPreTag": "__ais-highlight__", "highlightPostTag": "__/ais-highlight__"}


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=["embedded", "meilisearch"])
async def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Client]:
    """A service with a few articles, in which two speakers bear one name."""
    made = Settings(data_dir=tmp_path_factory.mktemp("instantsearch"), token_secret=Secret("s" * 40))
    if request.param == "meilisearch":
        url, key = request.getfixturevalue("meilisearch")
        prefix = f"instant-{uuid.uuid4().hex[:8]}"
        made = Settings(
            data_dir=made.data_dir,
            token_secret=made.token_secret,
            search_url=url,
            search_key=Secret(key) if key else None,
            search_prefix=prefix,
        )
    async with AsyncTestClient(create_app(made), base_url=HOST) as opened:
        for article in (*ARTICLES, *MORE):
            assert (await opened.post("/v1/articles", json=article)).status_code == 201
        split = {"into": {"name": "Ilse Vandermeer"}, "outlets": ["radio-norrland"]}
        assert (await opened.post("/v1/speakers/ilse-vandermeer/split", json=split)).status_code == 200
        while (await opened.get("/health/ready")).json()["waiting"]:  # noqa: ASYNC110 — over HTTP
            await asyncio.sleep(0.02)
        yield opened


async def results(client: Client, *queries: dict[str, Any], **headers: str) -> list[dict[str, Any]]:
    asked = [{"indexUid": "quotes"} | one for one in queries]
    answer = await client.post(f"{ROUTE}/multi-search", json={"queries": asked}, headers=headers)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["results"]
    return found


async def facet_hits(client: Client, name: str, typed: str, index: str = "quotes", **more: Any) -> dict[str, int]:
    asked = {"facetName": name, "facetQuery": typed} | more
    answer = await client.post(f"{ROUTE}/indexes/{index}/facet-search", json=asked)
    assert answer.status_code == 200, answer.text
    assert answer.json()["facetQuery"] == typed
    return {one["value"]: one["count"] for one in answer.json()["facetHits"]}


async def test_hits_are_flat_documents_and_pages_are_counted_both_ways(client: Client) -> None:
    scrolled, paged, beyond, deep, none = await results(
        client,
        {"q": "winter", "limit": 21, "offset": 0},
        {"hitsPerPage": 3, "page": 2, "sort": ["published_at:desc"]},
        {"hitsPerPage": 3, "page": 900},
        {"limit": 21, "offset": 5_000},
        {"hitsPerPage": 0, "page": 1},
    )
    (hit,) = scrolled["hits"]
    known = {"text": "We cannot wait for another winter like the last one", "outlet": "The Ledger", "year": 2024}
    known |= {"speaker": "Ilse Vandermeer", "month": "2024-03", "published_at": 1_709_544_600, "kind": "direct"}
    assert hit.items() >= known.items()
    assert "_formatted" not in hit
    assert (scrolled["limit"], scrolled["offset"], scrolled["estimatedTotalHits"]) == (21, 0, 1)
    assert {"hitsPerPage", "page", "totalPages", "totalHits", "facetDistribution"}.isdisjoint(scrolled)
    total = paged["totalHits"]
    assert (paged["hitsPerPage"], paged["page"], paged["totalPages"], len(paged["hits"])) == (3, 2, -(-total // 3), 3)
    assert "limit" not in paged
    assert (beyond["hits"], deep["hits"], none["hits"]) == ([], [], [])
    assert (deep["offset"], deep["estimatedTotalHits"], none["totalPages"]) == (5_000, total, 0)


async def test_a_facets_counts_obey_all_filters_and_several_queries_make_them_disjunctive(client: Client) -> None:
    """As InstantSearch asks: all filters for the hits, and each facet without its own selection for its counts."""
    chosen = {"outlet": ['"outlet"="Radio Norrland"', '"outlet"="The Ledger"'], "year": ['"year"="2024"']}
    found = await results(
        client,
        {"filter": [*chosen.values()], "facets": ["outlet", "year", "published_at"]},
        *({"filter": [some for own, some in chosen.items() if own != facet], "facets": [facet]} for facet in chosen),
    )
    ours = await client.get(
        "/v1/search/quotes",
        params={"outlet": ["radio-norrland", "the-ledger"], "year": "2024", "facets": ["outlet", "year"]},
    )
    assert found[0]["estimatedTotalHits"] == ours.json()["total"] == 4
    for answer, facet in zip(found[1:], chosen, strict=True):
        labelled = {one["label"]: one["count"] for one in ours.json()["facets"][facet] if one["count"]}
        assert answer["facetDistribution"] == {facet: labelled}
    assert found[0]["facetDistribution"]["outlet"] == {"The Ledger": 4}
    assert found[0]["facetStats"] == {
        "year": {"min": 2024, "max": 2024},
        "published_at": {"min": 1_709_544_600, "max": 1_710_892_800},
    }


async def test_with_tags_that_are_markup_everything_is_escaped_and_with_others_nothing_is(client: Client) -> None:
    usual, sentinel, other = await results(
        client,
        *(
            {"indexUid": "articles", "q": "wall", "filter": "year = 2019", "attributesToHighlight": ["*"]} | tags
            for tags in ({}, HIGHLIGHT, {"highlightPreTag": "<b>", "highlightPostTag": "</b>"})
        ),
    )
    (html,), (text,), (bold,) = usual["hits"], sentinel["hits"], other["hits"]
    assert html["title"] == HOSTILE
    escaped = "&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; "
    assert html["_formatted"]["title"] == f"{escaped}<em>wall</em>"
    assert bold["_formatted"]["title"] == f"{escaped}<b>wall</b>"
    assert html["_formatted"]["section"] == "Arts, &quot;Letters&quot; &amp; &lt;b&gt;more&lt;/b&gt;"
    assert text["_formatted"]["title"] == HOSTILE.replace("wall", "__ais-highlight__wall__/ais-highlight__")
    assert text["_formatted"]["section"] == text["section"]
    assert (text["_formatted"]["year"], text["_formatted"]["url"]) == ("2019", None)
    assert "body" not in text["_formatted"]


async def test_what_is_asked_for_is_shown_marked_and_cropped_and_no_more(client: Client) -> None:
    some, cropped, names = await results(
        client,
        {"q": "winter", "attributesToRetrieve": ["id", "objectID", "source"], "attributesToHighlight": []},
        {
            "indexUid": "articles",
            "q": "sandcastle",
            "attributesToRetrieve": ["title"],
            "attributesToHighlight": ["body"],
            "attributesToCrop": ["body:3"],
            "cropMarker": "[…]",
        },
        {"indexUid": "articles", "q": "falk", "attributesToRetrieve": [], "attributesToHighlight": ["speaker"]},
    )
    assert [set(hit) for hit in some["hits"]] == [{"id", "source"}]
    (hit,) = cropped["hits"]
    assert set(hit) == {"title", "_formatted"}
    assert set(hit["_formatted"]) == {"title", "body"}
    assert hit["_formatted"]["body"].startswith("[…]")
    assert "<em>sandcastle</em>" in hit["_formatted"]["body"]
    assert [hit["_formatted"]["speaker"] for hit in names["hits"]] == [["Odd Brevik", "Maren <em>Falk</em>"]]


async def test_facet_values_are_found_by_any_word_with_typos_and_without_what_is_selected(client: Client) -> None:
    assert await facet_hits(client, "speaker", "quill") == {"Tomas Quill": 3}
    assert await facet_hits(client, "outlet", "norland") == {"Radio Norrland": 2}
    assert await facet_hits(client, "section", "polit") == {"Politics": 3}
    assert await facet_hits(client, "month", "2024") == {"2024-03": 4}
    assert await facet_hits(client, "section", "letters") == {'Arts, "Letters" & <b>more</b>': 2}
    assert await facet_hits(client, "section", "zzz") == {}
    assert set(await facet_hits(client, "outlet", "")) == {"The Ledger", "Radio Norrland", "Skarholm Weekly"}
    chosen = ['"outlet"="The Ledger"']
    assert await facet_hits(client, "outlet", "radio", filter=[chosen]) == {"Radio Norrland": 2}
    assert await facet_hits(client, "outlet", "radio", filter=[chosen, "year = 2025"]) == {"Radio Norrland": 1}
    assert await facet_hits(client, "outlet", "radio", filter=chosen) == {}
    assert await facet_hits(client, "outlet", "radio", filter=[['outlet != "Radio Norrland"']]) == {}
    assert await facet_hits(client, "speaker", "quill", filter=[chosen], q="sandcastle") == {"Tomas Quill": 1}


async def test_speakers_of_one_name_are_told_apart(client: Client) -> None:
    (found,) = await results(client, {"facets": ["speaker"]})
    counts = found["facetDistribution"]["speaker"]
    assert counts.keys() > NAMESAKES
    assert "Ilse Vandermeer" not in counts
    assert set(await facet_hits(client, "speaker", "vandermeer")) == NAMESAKES
    both, *one = await results(
        client, *({"filter": f'speaker = "{name}"'} for name in ("Ilse Vandermeer", *sorted(NAMESAKES)))
    )
    assert [each["estimatedTotalHits"] for each in one] == [counts[name] for name in sorted(NAMESAKES)]
    assert both["estimatedTotalHits"] == sum(each["estimatedTotalHits"] for each in one) == 2
    # In the scope of a key in which there is only one of them, her name is enough.
    key = (await client.post("/v1/search-keys", json={"filters": {"outlet": ["the-ledger"]}})).json()["key"]
    (scoped,) = await results(client, {"facets": ["speaker", "outlet"]}, Authorization=f"Bearer {key}")
    assert scoped["facetDistribution"]["outlet"] == {"The Ledger": 4}
    assert scoped["facetDistribution"]["speaker"] == {"Ilse Vandermeer": 1, "Tomas Quill": 3}


WRONG: list[tuple[dict[str, Any], str]] = [
    *(
        ({"filter": one}, "invalid_search_filter")
        for one in (
            "outlet =",
            "outlet = a b",
            'outlet = "open',
            'section = "back\\\\slash"',
            "section = 'new\nline'",
            "body = x",
            "nothing = x",
            "outlet > x",
            "year >= NaN",
            "year = 20x3",
            "year = 2023.5",
            "month = 2023-13",
            "published_at >= 1e300",
            "published_at = Infinity",
            "outlet CONTAINS x",
            "outlet STARTS WITH x",
            "_geoRadius(1, 2, 3)",
            "(outlet = x",
            "outlet IN [a",
            "outlet IN a",
            "outlet = AND",
            "year = 2023 and outlet = x",
            "(" * 50 + "year = 1" + ")" * 50,
            "NOT " * 5_000 + "year = 1",
            f"outlet IN [{','.join(map(str, range(10_000)))}]",
            [[f'"outlet"="{number}"' for number in range(10_000)]],
            [[["outlet = x"]]],
            "outlet = " + "x" * 469,
            {"outlet": "x"},
            5,
        )
    ),
    ({"facets": ["colour"]}, "invalid_search_facets"),
    ({"sort": ["outlet:asc"]}, "invalid_search_sort"),
    ({"sort": ["published_at"]}, "invalid_search_sort"),
    ({"distinct": "outlet"}, "invalid_search_distinct"),
    ({"limit": -1}, "invalid_search_limit"),
    ({"hitsPerPage": 10_000}, "invalid_search_hits_per_page"),
    ({"q": 5}, "invalid_search_q"),
    ({"attributesToCrop": ["body:0"]}, "invalid_search_attributes_to_crop"),
    ({"matchingStrategy": "frequency"}, "invalid_search_matching_strategy"),
    ({"vector": [0.1]}, "invalid_search_vector"),
    ({"showRankingScore": True}, "invalid_search_show_ranking_score"),
    ({"indexUid": "secrets"}, "index_not_found"),
    ({"colour": "red"}, "bad_request"),
]


async def test_what_is_wrong_is_said_as_meilisearch_says_it(client: Client) -> None:
    def check(answer: Any, status: int, code: str, kind: str = "invalid_request") -> None:
        said = answer.json()
        assert (answer.status_code, said["code"], said["type"]) == (status, code, kind), answer.text[:500]
        assert set(said) == {"message", "code", "type", "link"}
        assert said["link"] == f"https://docs.meilisearch.com/errors#{code}"
        assert answer.headers["content-type"] == "application/json"

    route = f"{ROUTE}/multi-search"
    for wrong, code in WRONG:
        check(await client.post(route, json={"queries": [{"indexUid": "quotes"} | wrong]}), 400, code)
    json = {"Content-Type": "application/json"}
    check(await client.post(route, content=b"{", headers=json), 400, "malformed_payload")
    check(await client.post(route, content=b"[" * 100_000, headers=json), 400, "malformed_payload")
    check(await client.post(route, content=b"{}", headers={"Content-Type": "text/plain"}), 415, "invalid_content_type")
    check(await client.post(route, json={"queries": [{"indexUid": "quotes"}] * 51}), 400, "bad_request")
    check(await client.post(route, json={}, headers={"Authorization": "Bearer x.y.z"}), 401, "invalid_api_key", "auth")
    check(await client.get(route), 405, "method_not_allowed")
    facets = f"{ROUTE}/indexes/quotes/facet-search"
    check(await client.post(f"{ROUTE}/indexes/secrets/facet-search", json={"facetName": "x"}), 404, "index_not_found")
    check(await client.post(facets, json={"facetName": "text"}), 400, "invalid_facet_search_facet_name")
    check(await client.post(facets, json={"facetName": "speaker", "filter": "x"}), 400, "invalid_search_filter")


def random_filter(dice: random.Random, depth: int = 0, *, kind: bool = True) -> str:
    shape = dice.random()
    if depth < 3 and shape < 0.45:
        parts = [random_filter(dice, depth + 1, kind=kind) for _ in range(dice.randint(2, 3))]
        made = dice.choice([" AND ", " OR "]).join(parts)
        return f"({made})" if dice.random() < 0.6 else made
    if depth < 3 and shape < 0.55:
        return f"NOT ({random_filter(dice, depth + 1, kind=kind)})"
    texts = {
        "outlet": ["The Ledger", "Radio Norrland", "nobody"],
        "section": ["Politics", 'Arts, "Letters" & <b>more</b>', "Science"],
        "speaker": ["Tomas Quill", "Ilse Vandermeer", "Maren Falk"],
        "language": ["en"],
    } | ({"kind": ["direct", "partial"]} if kind else {})
    numbers = {"year": ["2019", "2024", "2024.5", "-3", "20000"], "published_at": ["1709544600", "1710892800", "17e8"]}
    months = ["2019-12", "2024-03", "2025-11"]
    name = dice.choice([*texts, *numbers, "month"])
    if dice.random() < 0.2:
        return (
            f"{name} {dice.choice(['', 'NOT '])}EXISTS"
            if dice.random() < 0.3
            else f"{name} IS {dice.choice(['', 'NOT '])}{dice.choice(['NULL', 'EMPTY'])}"
        )
    if name in texts:
        values = ['"' + value.replace('"', '\\"') + '"' for value in texts[name]]
        if dice.random() < 0.3:
            return (
                f"{name} {dice.choice(['', 'NOT '])}IN [{', '.join(dice.sample(values, dice.randint(1, len(values))))}]"
            )
        return f'"{name}"{dice.choice(["=", "!="])}{dice.choice(values)}'
    values = months if name == "month" else numbers[name]
    if dice.random() < 0.2:
        return f"{name} {dice.choice(values)} TO {dice.choice(values)}"
    operator = dice.choice([">", ">=", "<", "<=", "=", "!="])
    value = dice.choice(values[:2] if name == "year" and "=" in operator else values)
    return f"{name}{operator}{value}"


async def test_filters_mean_what_they_mean_to_meilisearch(client: Client, meilisearch: Access) -> None:
    """Beside a Meilisearch that holds the flat documents as they are shown."""
    dice = random.Random(7)
    headers = {"Authorization": f"Bearer {meilisearch.key}"}
    known = ["outlet", "section", "speaker", "kind", "language", "year", "month", "published_at"]
    async with httpx.AsyncClient(base_url=meilisearch.url, headers=headers, timeout=60) as original:
        for index in ("quotes", "articles"):
            uid = f"flat-{index}-{uuid.uuid4().hex[:8]}"
            (every,) = await results(client, {"indexUid": index, "limit": 100})
            await original.patch(f"/indexes/{uid}/settings", json={"filterableAttributes": known})
            sent = await original.post(f"/indexes/{uid}/documents?primaryKey=id", json=every["hits"])
            await done(original, sent.json()["taskUid"])
            filters = [random_filter(dice, kind=index == "quotes") for _ in range(46)]
            filters += [f"{name} IS {state}" for name in ("speaker", "outlet") for state in ("NULL", "EMPTY")]
            queries = [{"filter": one, "limit": 100, "attributesToRetrieve": ["id"]} for one in filters]
            ours = await results(client, *({"indexUid": index} | one for one in queries))
            asked = {"queries": [{"indexUid": uid} | one for one in queries]}
            theirs = (await original.post("/multi-search", json=asked)).json()["results"]
            sizes = set()
            for one, mine, expected in zip(filters, ours, theirs, strict=True):
                assert {hit["id"] for hit in mine["hits"]} == {hit["id"] for hit in expected["hits"]}, (index, one)
                sizes.add(len(expected["hits"]))
            assert len(sizes) > 3  # not all of them find everything or nothing


async def done(original: httpx.AsyncClient, task: int) -> None:
    while (state := (await original.get(f"/tasks/{task}")).json()["status"]) != "succeeded":
        assert state in ("enqueued", "processing")
        await asyncio.sleep(0.02)


async def test_no_filter_from_a_browser_finds_what_its_key_leaves_out(
    client: Client, request: pytest.FixtureRequest
) -> None:
    """`--hostile-attempts 10000` makes as many attempts on each engine."""
    key = (await client.post("/v1/search-keys", json={"filters": {"outlet": ["the-ledger"]}})).json()["key"]
    headers = {"Authorization": f"Bearer {key}"}
    dice = random.Random(5)
    taken = 0
    for number, value in enumerate(attempts(request.config.getoption("--hostile-attempts"), seed=9)):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        said = [f'"section"="{escaped}"', value, f"outlet = x OR {value}", "".join(dice.choices(PIECES, k=12))]
        given: Any = said[number % 4]
        given = dice.choice([given, [given], [[given, "section = nowhere"]], [["year = 2024"], given]])
        asked = {"indexUid": dice.choice(["quotes", "articles"]), "filter": given, "q": dice.choice(["", value])}
        asked |= {"facets": ["outlet", "speaker", "section"]}
        answer = await client.post(f"{ROUTE}/multi-search", json={"queries": [asked]}, headers=headers)
        assert answer.status_code in (200, 400), (given, answer.text)
        if answer.status_code == 400:
            assert answer.json()["code"] == "invalid_search_filter", (given, answer.text)
            continue
        taken += 1
        (found,) = answer.json()["results"]
        assert all(hit["outlet"] == "The Ledger" for hit in found["hits"]), given
        assert found["facetDistribution"]["outlet"].keys() <= {"The Ledger"}, given
        assert found["facetDistribution"]["section"].keys() <= {"Politics", "Science"}, given
    assert taken > 0
