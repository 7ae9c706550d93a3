"""What changed in an article and when: fields, stretches of the body, quotes."""

from __future__ import annotations

from datetime import datetime

import pytest

from service.cursors import cursor_of
from tests.api.conftest import Client
from tests.api.test_reading import pages

URL = "https://ledger.example/wall"
FIRST = (
    "“The wall will be raised by a metre,” said Mayor Ilse Vandermeer.\n\n"
    "The engineer Tomas Quill spoke next. “It was never surveyed,” Quill said.\n\nThe council meets on Monday."
)
SECOND = (
    "Rain fell.\n\n“The wall will be raised by two metres,” said Mayor Ilse Vandermeer.\n\n"
    "The engineer Tomas Quill spoke next. “It was never surveyed,” Quill said.\n\n"
    "“Nobody asked the sea,” said the fisherman Aldo Brask.\n\nThe council meets on Monday."
)
THIRD = "“The wall will be raised by two metres,” said Mayor Ilse Vandermeer."


async def grown(client: Client) -> str:
    """The path of an article that was ingested three times, and corrected."""
    for body in (FIRST, SECOND, THIRD):
        answer = await client.post("/v1/articles", json={"body": body, "url": URL, "title": "Wall"})
    path = str(answer.headers["location"])
    await client.patch(path, json={"title": "The wall", "section": "Politics"})
    return path


async def test_each_revision_says_what_it_changed(store_only: Client) -> None:
    path = await grown(store_only)
    fourth, third, second, first = (await store_only.get(f"{path}/revisions")).json()["items"]
    assert [one["revision"] for one in (first, second, third, fourth)] == [1, 2, 3, 4]
    moments = [datetime.fromisoformat(one["at"]) for one in (first, second, third, fourth)]
    assert moments == sorted(moments)

    assert (first["fields"], first["body"]) == ([], [])
    assert [quote["text"] for quote in first["quotes"]["appeared"]] == [
        "The wall will be raised by a metre",
        "It was never surveyed",
    ]

    assert [(one["old"].strip(), one["new"].strip()) for one in second["body"]] == [
        ("", "Rain fell."),
        ("a", "two"),
        ("metre,”", "metres,”"),
        ("", "“Nobody asked the sea,” said the fisherman Aldo Brask."),
    ]
    for hunk in second["body"]:
        assert FIRST[hunk["old_start"] :].startswith(hunk["old"])
        assert SECOND[hunk["new_start"] :].startswith(hunk["new"])
    (reworded,) = second["quotes"]["changed"]
    assert (reworded["fields"], reworded["old"]["text"], reworded["new"]["text"]) == (
        ["text"],
        "The wall will be raised by a metre",
        "The wall will be raised by two metres",
    )
    assert [quote["text"] for quote in second["quotes"]["appeared"]] == ["Nobody asked the sea"]
    assert second["quotes"]["disappeared"] == []

    assert [quote["text"] for quote in third["quotes"]["disappeared"]] == [
        "It was never surveyed",
        "Nobody asked the sea",
    ]
    assert (third["quotes"]["appeared"], third["quotes"]["changed"]) == ([], [])

    assert fourth["fields"] == [
        {"field": "title", "old": "Wall", "new": "The wall"},
        {"field": "section", "old": None, "new": "Politics"},
    ]
    assert (fourth["body"], fourth["quotes"]) == ([], {"appeared": [], "changed": [], "disappeared": []})


async def test_revisions_are_paged_like_every_list(store_only: Client) -> None:
    path = await grown(store_only)
    url, numbers = f"{path}/revisions?limit=1", []
    while url:
        answer = await store_only.get(url)
        numbers += [one["revision"] for one in answer.json()["items"]]
        url = answer.headers.get("link", "").partition("<")[2].partition(">")[0]
    assert numbers == [4, 3, 2, 1]
    other = (await store_only.post("/v1/articles", json={"body": "Another article."})).headers["location"]
    cursor = (await store_only.get(f"{path}/revisions?limit=1")).json()["next_cursor"]
    assert (await store_only.get(f"{other}/revisions", params={"cursor": cursor})).status_code == 422


@pytest.mark.parametrize("place", [10**30, -1])
async def test_a_made_up_cursor_is_refused_before_a_database_sees_it(store_only: Client, place: int) -> None:
    path = await grown(store_only)
    made_up = cursor_of(f"revisions of {path.rpartition('/')[2]}", place)
    answer = await store_only.get(f"{path}/revisions", params={"cursor": made_up})
    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "cursor")


async def test_a_cursor_behind_the_newest_revision_begins_with_it(store_only: Client) -> None:
    path = await grown(store_only)
    behind = cursor_of(f"revisions of {path.rpartition('/')[2]}", 2**40)
    items = (await store_only.get(f"{path}/revisions", params={"cursor": behind})).json()["items"]
    assert [one["revision"] for one in items] == [4, 3, 2, 1]


async def test_an_article_can_be_read_as_it_was(store_only: Client) -> None:
    path = await grown(store_only)
    now = (await store_only.get(f"{path}?expand=quotes")).json()
    assert (await store_only.get(f"{path}/revisions/4")).json() == now
    second = (await store_only.get(f"{path}/revisions/2")).json()
    assert (second["revision"], second["title"], second["body"]) == (2, "Wall", SECOND)
    assert len(second["quotes"]) == 3
    for quote in second["quotes"]:
        assert second["body"][quote["start"] : quote["end"]] == quote["text"]
    for missing in ("0", "5", "-1", "99999999999999999999", "x"):
        assert (await store_only.get(f"{path}/revisions/{missing}")).status_code in {404, 422}, missing


async def test_an_article_that_never_changed_has_one_revision(store_only: Client) -> None:
    path = (await store_only.post("/v1/articles", json={"body": FIRST})).headers["location"]
    assert await pages(store_only, f"{path}/duplicates") == [[path.rpartition("/")[2]]]
    (only,) = (await store_only.get(f"{path}/revisions")).json()["items"]
    assert (only["revision"], len(only["quotes"]["appeared"])) == (1, 2)
