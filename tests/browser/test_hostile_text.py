from __future__ import annotations

import json
from functools import partial
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import OpenPage, all_pages, idle, read_json
from tests.browser.hostile import HOSTILE

pytestmark = pytest.mark.asyncio(loop_scope="session")

CHUNKS = [HOSTILE[first : first + 8] for first in range(0, len(HOSTILE), 8)]
"""A window for each string would take longer than the test."""


async def stays_text(page: Page) -> None:
    """Nothing ran, and nothing in the page was made by the strings. `open_page` looks after dialogs and the policy."""
    assert await page.evaluate("window.__owned") is None
    assert await page.locator("[data-owned], iframe, base, form[action*=evil], svg, math").count() == 0
    assert await page.locator("body script, body style, body link").count() == 0
    assert await page.locator("a[href^='javascript:' i]").count() == 0


@pytest.mark.parametrize("index", ["quotes", "articles"])
async def test_in_results_and_facets(hostile_service: str, open_page: OpenPage, index: str) -> None:
    page = await open_page(f"{hostile_service}/?in={index}")
    listed = await read_json(page, f"{hostile_service}/v1/articles?limit=100")
    titles = set()
    async for _ in all_pages(page):
        titles |= set(await page.locator("#hits .open").all_text_contents())
        for more in await page.locator("#facets .more[aria-expanded=false]").all():
            await more.click()
        await stays_text(page)
    # They are there to be read, as they were written.
    assert titles == {article["title"] for article in listed["items"]}


async def test_in_articles(hostile_service: str, open_page: OpenPage) -> None:
    page = await open_page(hostile_service)
    articles = (await read_json(page, f"{hostile_service}/v1/articles?limit=100&expand=quotes"))["items"]
    assert len(articles) == len(HOSTILE)
    for article in articles:
        await page.goto(f"{hostile_service}/articles/{article['id']}")
        await idle(page)
        await stays_text(page)
        assert await page.locator("h1").text_content() == article["title"]
        assert "\n\n".join(await page.locator(".body p").all_text_contents()) == article["body"]
        for mark in await page.locator("mark[id]").all():
            await page.keyboard.press("Escape")  # what is said of the one before may cover this one
            await mark.hover()
        await stays_text(page)


@pytest.mark.parametrize("texts", CHUNKS, ids=range(len(CHUNKS)))
async def test_in_every_field_that_the_api_answers(service: str, open_page: OpenPage, texts: tuple[str, ...]) -> None:
    """Whatever the API holds one day: every string of its answers is replaced, also those that it would never send."""
    page = await open_page(service)
    listed = await read_json(page, f"{service}/v1/search/quotes?q=winter")
    article = f"/articles/{listed['hits'][0]['article_id']}"
    for text in texts:
        await page.unroute_all()
        await page.route("**/v1/**", partial(spoil, text))
        for path in ("/?q=winter", "/?in=articles&q=winter", article):
            await page.goto(service + path)
            await idle(page)
            await stays_text(page)
        await page.locator("mark[id]").first.hover()
        await expect(page.get_by_role("tooltip")).to_be_visible()
        await stays_text(page)


@pytest.mark.parametrize("texts", CHUNKS, ids=range(len(CHUNKS)))
async def test_in_the_url(service: str, open_page: OpenPage, texts: tuple[str, ...]) -> None:
    page = await open_page(service)
    for text in texts:
        names = ("q", "speaker", "outlet", "year", "from", "sort", "page")
        await page.goto(f"{service}/?{urlencode(dict.fromkeys(names, text))}")
        await idle(page)
        await stays_text(page)
        assert await page.locator("#q").input_value() == text


async def spoil(text: str, route: Route) -> None:
    answer = await route.fetch()
    await route.fulfill(response=answer, body=json.dumps(_spoilt(await answer.json(), text)))


def _spoilt(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {key: _spoilt(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [_spoilt(one, text) for one in value]
    return f"{value}{text}" if isinstance(value, str) else value
