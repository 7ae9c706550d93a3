"""Agency copy in several outlets: each its own article, linked, listed together, and collapsed in search."""

from __future__ import annotations

from typing import Any

from tests.api.conftest import Client
from tests.api.test_reading import pages
from tests.copies import story

QUOTE = "“Nobody asked the zeppelins for an opinion,” said the engineer Tomas Quill."
COPY = f"{QUOTE}\n\n{story(1)}"


async def three_copies(client: Client) -> list[dict[str, Any]]:
    """Three outlets' printings of one text, and one article of its own with the same quote; all of them searchable."""
    bodies = [COPY, COPY + "\n\nThe council meets on Monday.", COPY.upper()[:3] + COPY[3:]]
    made = []
    for outlet, body in zip(("The Ledger", "The Courier", "Radio Norrland"), bodies, strict=True):
        made.append((await client.post("/v1/articles", json={"body": body, "outlet": outlet, "language": "en"})).json())
    other = {"body": f"{story(2)}\n\n{QUOTE}", "outlet": "The Ledger", "language": "en"}
    made.append((await client.post("/v1/articles?wait=search", json=other)).json())
    assert made[-1]["searchable"] is True
    return made


async def test_copies_are_linked_to_the_first_and_listed_with_it(store_only: Client) -> None:
    first, second, third, other = await three_copies(store_only)
    assert [one["duplicate_of"] for one in (first, second, third, other)] == [None, first["id"], first["id"], None]
    assert [one["similarity"] for one in (first, second, third, other)] == [None, 1.0, 1.0, None]
    group = [third["id"], second["id"], first["id"]]
    for one in (first, second, third):
        assert await pages(store_only, f"/v1/articles/{one['id']}/duplicates") == [group]
    assert await pages(store_only, f"/v1/articles/{first['id']}/duplicates?limit=2") == [group[:2], group[2:]]


async def test_search_collapses_copies_when_asked_and_counts_what_it_shows(client: Client) -> None:
    made = await three_copies(client)
    asked = {"q": "zeppelins", "facets": "outlet"}
    plain = (await client.get("/v1/search/articles", params=asked)).json()
    once = (await client.get("/v1/search/articles", params=asked | {"distinct": "duplicates"})).json()
    assert (plain["total"], len(plain["hits"])) == (4, 4)
    assert (once["total"], once["total_is_exact"], len(once["hits"])) == (2, True, 2)
    assert once["facets"] == plain["facets"]
    shown = {hit["id"] for hit in once["hits"]}
    assert made[-1]["id"] in shown
    elsewhere = {"distinct": "duplicates", "outlet": "radio-norrland"}
    found = (await client.get("/v1/search/articles", params=elsewhere)).json()
    assert [hit["id"] for hit in found["hits"]] == [made[2]["id"]]


async def test_the_same_words_in_copies_are_one_hit_and_in_other_articles_another(client: Client) -> None:
    await three_copies(client)
    asked = {"q": "zeppelins"}
    plain = (await client.get("/v1/search/quotes", params=asked)).json()
    once = (await client.get("/v1/search/quotes", params=asked | {"distinct": "duplicates"})).json()
    assert (plain["total"], once["total"], len(once["hits"])) == (4, 2, 2)


async def test_when_the_first_copy_is_deleted_the_others_are_still_one_hit(client: Client) -> None:
    first, second, third, _ = await three_copies(client)
    await client.delete(f"/v1/articles/{first['id']}")
    await client.post("/v1/articles?wait=search", json={"body": "Nothing else happened in the whole valley."})
    assert (await client.get(f"/v1/articles/{second['id']}")).json()["duplicate_of"] is None
    assert (await client.get(f"/v1/articles/{third['id']}")).json()["duplicate_of"] == second["id"]
    once = (await client.get("/v1/search/articles", params={"q": "zeppelins", "distinct": "duplicates"})).json()
    assert once["total"] == 2


async def test_only_duplicates_can_be_collapsed(empty: Client) -> None:
    answer = await empty.get("/v1/search/articles", params={"distinct": "outlet"})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "distinct")
