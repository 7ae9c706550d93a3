from __future__ import annotations

import pytest

from tests.api.conftest import Client


async def pages(client: Client, url: str) -> list[list[str]]:
    """The ids on each page, following the `Link` header until there is none."""
    found = []
    while url:
        answer = await client.get(url)
        assert answer.status_code == 200, answer.text
        found.append([item["id"] for item in answer.json()["items"]])
        link = answer.headers.get("link", "")
        assert bool(link) == (answer.json()["next_cursor"] is not None)
        url = link.partition("<")[2].partition(">")[0]
    return found


@pytest.mark.parametrize("resource", ["articles", "quotes", "speakers", "outlets"])
async def test_pages_hold_every_item_once_in_the_same_order(stocked: Client, resource: str) -> None:
    whole = (await pages(stocked, f"/v1/{resource}"))[0]
    by_one = await pages(stocked, f"/v1/{resource}?limit=1")
    assert [key for page in by_one for key in page] == whole
    assert len(whole) == len(set(whole)) > 1


@pytest.mark.parametrize("resource", ["articles", "quotes", "speakers", "outlets"])
async def test_an_item_of_a_list_is_the_single_resource(stocked: Client, resource: str) -> None:
    for item in (await stocked.get(f"/v1/{resource}")).json()["items"]:
        single = (await stocked.get(f"/v1/{resource}/{item['id']}")).json()
        assert single.items() >= item.items()


@pytest.mark.parametrize("resource", ["articles", "quotes", "speakers", "outlets"])
async def test_an_unknown_id_is_404(empty: Client, resource: str) -> None:
    answer = await empty.get(f"/v1/{resource}/nobody-knows-it")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_articles_come_with_their_quotes_when_asked(stocked: Client) -> None:
    plain = (await stocked.get("/v1/articles")).json()["items"]
    expanded = (await stocked.get("/v1/articles?expand=quotes")).json()["items"]
    assert all("quotes" not in article for article in plain)
    for article in expanded:
        listed = (await stocked.get(f"/v1/articles/{article['id']}/quotes")).json()
        assert listed == {"items": article["quotes"], "next_cursor": None}


async def test_quotes_are_filtered_by_speaker_outlet_kind_and_date(stocked: Client) -> None:
    async def texts(**wanted: str) -> set[str]:
        answer = await stocked.get("/v1/quotes", params=wanted)
        return {quote["text"] for quote in answer.json()["items"]}

    assert await texts(speaker="ilse-vandermeer", outlet="radio-norrland") == {
        "The wall will stand and so will this city"
    }
    assert await texts(kind="partial") == {"a sandcastle"}
    assert await texts(**{"from": "2025-01-01"}) == {"The wall will stand and so will this city"}
    assert "We have not given up hope" not in await texts(to="2100-01-01")


async def test_a_name_is_counted_over_all_its_quotes(stocked: Client) -> None:
    speaker = (await stocked.get("/v1/speakers/tomas-quill")).json()
    known = {"id": "tomas-quill", "name": "Tomas Quill", "type": "person", "article_id": None}
    assert speaker.items() >= (known | {"quotes": 3, "articles": 2}).items()
    seen = {"quotes": 3, "first_seen": "2024-03-04", "last_seen": "2024-03-20"}
    assert speaker["aliases"] == [{"printed": "Tomas Quill"} | seen]
    assert speaker["roles"] == [{"printed": "engineer"} | seen]
    outlet = (await stocked.get("/v1/outlets/the-ledger")).json()
    assert outlet == {"id": "the-ledger", "name": "The Ledger", "articles": 2}


BAD_QUERIES = {
    "limit=0": "limit",
    "limit=10000": "limit",
    "limit=many": "limit",
    "cursor=none-of-ours": "cursor",
    "cursor=%C3%A9": "cursor",
    "cursor=bnVsbA": "cursor",
    "cursor=WyJub3doZXJlIiwgImEiXQ": "cursor",
    "cursor=WyJxdW90ZXMiLCB7ImFydGljbGVfaWQiOiAiYSIsICJwb3NpdGlvbiI6IDkyMjMzNzIwMzY4NTQ3NzU4MDh9XQ": "cursor",
    "outlte=rt": "outlte",
    "limit=1&limit=2": "limit",
}


@pytest.mark.parametrize(("query", "name"), BAD_QUERIES.items())
@pytest.mark.parametrize("resource", ["articles", "quotes", "speakers", "outlets"])
async def test_a_bad_parameter_is_a_problem_that_names_it(empty: Client, resource: str, query: str, name: str) -> None:
    answer = await empty.get(f"/v1/{resource}?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "validation")
    assert [fault["parameter"] for fault in answer.json()["errors"]] == [name]


async def test_a_period_that_ends_before_it_begins_is_refused(empty: Client) -> None:
    answer = await empty.get("/v1/quotes", params={"from": "2024-01-02", "to": "2024-01-01"})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "to")


@pytest.mark.parametrize("bound", ["from", "to"])
async def test_a_bound_that_is_no_date_is_named(empty: Client, bound: str) -> None:
    for route in ("/v1/articles", "/v1/quotes", "/v1/search/articles", "/v1/search/quotes"):
        answer = await empty.get(route, params={bound: "Friday"})
        assert answer.status_code == 422, route
        assert answer.json()["errors"][0]["parameter"] == bound
