"""200 hostile strings in every place where the page shows text. `open_page` looks after dialogs and the policy."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import quote

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.conftest import OpenPage, all_pages, idle, read_json
from tests.browser.hostile import HOSTILE

pytestmark = pytest.mark.asyncio(loop_scope="session")

MADE_BY_THEM = (
    "[data-owned], iframe, base, form[action*=evil], svg, math, body script, body style, body link, "
    "a[href^='javascript:' i], [onerror], [onload], [onfocus], [onmouseover], [ontoggle]"
)


async def stays_text(page: Page) -> None:
    """Nothing ran, and nothing in the page was made by the strings."""
    assert await page.evaluate("window.__owned") is None
    assert await page.locator(MADE_BY_THEM).count() == 0


async def open_facets(page: Page) -> None:
    """Show all values of all facets."""
    await page.evaluate("document.querySelectorAll('#facets .more[aria-expanded=false]').forEach((one) => one.click())")


async def test_in_results_and_facets(hostile_service: str, open_page: OpenPage) -> None:
    """As they come out of the service itself, which marks them and escapes them."""
    page = await open_page(f"{hostile_service}/?in=articles&q=title")
    titles: set[str] = set()
    async for _ in all_pages(page):
        titles |= set(await page.locator("#hits .open").all_text_contents())
        await stays_text(page)
    # They are there to be read, as they were written, but for characters that reading takes out of titles.
    assert titles == {re.sub("[\u202e\u2066\ue000\ue001]", "", f"{text} title") for text in HOSTILE}
    await page.goto(f"{hostile_service}/?q=afraid")
    await idle(page)
    await open_facets(page)
    await stays_text(page)
    await expect(page.locator("#hits .card")).to_have_count(20)


async def test_in_articles(hostile_service: str, open_page: OpenPage) -> None:
    page = await open_page(hostile_service)
    articles = (await read_json(page, f"{hostile_service}/v1/articles?limit=100&expand=quotes"))["items"]
    for article in articles[::10]:
        await page.goto(f"{hostile_service}/articles/{article['id']}")
        await idle(page)
        assert await page.locator("h1").text_content() == article["title"]
        assert "\n\n".join(await page.locator(".body p").all_text_contents()) == article["body"]
        await page.locator("mark[id]").first.hover()
        await stays_text(page)


@pytest.mark.parametrize("path", ["/?q=winter", "/?in=articles&q=winter", "/speakers/tomas-quill"])
async def test_in_every_field_that_a_search_answers(service: str, open_page: OpenPage, path: str) -> None:
    """Whatever the API holds one day: every string of its answers is replaced, also those that it would never send."""
    page = await open_page(service)
    await page.route("**/v1/**", partial(respond, spoilt_search))
    await page.goto(service + path)
    await idle(page)
    await expect(page.locator("#hits .card")).to_have_count(len(HOSTILE))
    await open_facets(page)
    for text in HOSTILE[:: len(HOSTILE) // 4]:
        await expect(page.locator("#facets")).to_contain_text(text)
    await page.locator("#bars a").first.hover()
    await stays_text(page)


async def test_in_every_field_of_an_article(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    found = (await read_json(page, f"{service}/v1/search/quotes?q=winter"))["hits"][0]
    await page.route("**/v1/**", partial(respond, spoilt_article))
    await page.goto(f"{service}/articles/{found['article_id']}")
    await idle(page)
    await expect(page.locator("#quotes li")).to_have_count(len(HOSTILE))
    said = await page.evaluate(
        """() => [...document.querySelectorAll("mark[id]")].map((mark) => {
            mark.focus();
            return document.querySelector("[role=tooltip] .who").textContent;
        })"""
    )
    assert sorted(said) == sorted(HOSTILE)
    await stays_text(page)


async def test_in_the_url(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    names = ("q", "speaker", "outlet", "section", "kind", "language", "from", "sort", "page")
    # The page reads its URL again at each step of the history: faster than 200 windows. No answer matters here.
    drawn = await page.evaluate(
        """([names, texts]) => {
            window.fetch = () => new Promise(() => {});
            return texts.map((text) => {
                history.replaceState(null, "", `/?${new URLSearchParams(names.map((name) => [name, text]))}`);
                window.dispatchEvent(new PopStateEvent("popstate"));
                return [document.querySelector("#q").value, document.querySelector("#chosen .name").textContent];
            });
        }""",
        [names, HOSTILE],
    )
    assert drawn == [[text, text] for text in HOSTILE]
    await stays_text(page)
    for text in [text for text in HOSTILE if "/" not in text][::30]:
        for path in ("articles", "speakers"):
            await page.goto(f"{service}/{path}/{quote(text)}")
            await idle(page)
            await stays_text(page)


async def test_in_error_messages(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    for text in HOSTILE[::20]:
        problem = {"title": text, "detail": f"{text} detail", "status": 422}
        await page.unroute_all()
        await page.route("**/v1/search/**", partial(refuse, problem))
        await page.fill("#q", text)
        await expect(page.locator("#notice h2")).to_have_text(text)
        await stays_text(page)


async def refuse(problem: dict[str, Any], route: Route) -> None:
    await route.fulfill(status=422, json=problem)


async def respond(change: Callable[[Any], Any], route: Route) -> None:
    answer = await route.fetch()
    await route.fulfill(response=answer, body=json.dumps(change(await answer.json())))


def spoilt_search(answer: Any) -> Any:
    """Every string replaced, and of each list with something in it one for every hostile string."""
    if "facets" not in answer:
        return _spoilt(answer, HOSTILE[1])
    answer["hits"] = [_spoilt(answer["hits"][0], text) for text in HOSTILE]
    for name, values in answer["facets"].items():
        answer["facets"][name] = [{"value": text, "label": text, "count": 1} for text in HOSTILE] if values else []
    answer["histogram"]["buckets"] = [{"start": text, "end": text, "count": 1} for text in HOSTILE]
    return answer


def spoilt_article(answer: Any) -> Any:
    first = answer["quotes"][0]
    quotes = [_spoilt(first, text) | {"id": f"q{place}"} for place, text in enumerate(HOSTILE)]
    return _spoilt(answer | {"quotes": []}, " ".join(HOSTILE)) | {"quotes": quotes}


def _spoilt(value: Any, text: str) -> Any:
    if isinstance(value, dict):
        return {key: _spoilt(one, text) for key, one in value.items()}
    if isinstance(value, list):
        return [_spoilt(one, text) for one in value]
    return text if isinstance(value, str) else value
