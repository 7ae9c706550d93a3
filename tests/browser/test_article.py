from __future__ import annotations

import math
from typing import Any

import pytest
from playwright.async_api import Page, expect

from tests.browser.articles import ARTICLES, EMOJI_TITLE
from tests.browser.conftest import OpenPage, idle, read_json

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def stored(page: Page, service: str, title: str) -> dict[str, Any]:
    listed = await read_json(page, f"{service}/v1/articles?limit=100&expand=quotes")
    found: dict[str, Any] = next(one for one in listed["items"] if one["title"] == title)
    return found


async def marked(page: Page) -> dict[str, str]:
    """The marked words of each quote by its id, parts of one quote put together."""
    parts: dict[str, str] = {}
    for mark in await page.locator("mark[data-quote]").all():
        key = await mark.get_attribute("data-quote")
        assert key is not None
        parts[key] = parts.get(key, "") + (await mark.text_content() or "")
    return parts


async def test_exactly_the_quotes_words_are_marked(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    listed = (await read_json(page, f"{service}/v1/articles?limit=100&expand=quotes"))["items"]
    for article in listed[-len(ARTICLES[:7]) :]:  # the market reports are all alike
        await page.goto(f"{service}/articles/{article['id']}")
        await idle(page)
        await expect(page.get_by_role("heading", level=1)).to_have_text(article["title"])
        assert article["quotes"]
        assert await marked(page) == {quote["id"]: quote["text"] for quote in article["quotes"]}
        paragraphs = await page.locator(".body p").all_text_contents()
        assert "\n\n".join(paragraphs) == article["body"]


async def test_offsets_after_an_emoji_are_code_points(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    article = await stored(page, service, EMOJI_TITLE)
    await page.goto(f"{service}/articles/{article['id']}")
    await expect(page.locator("mark[data-quote]").first).to_have_text(
        "Every light I kept was kept for somebody I never met"
    )


async def test_the_evidence_shows_by_pointer_and_by_keyboard_and_goes_with_escape(
    service: str, open_page: OpenPage
) -> None:
    page = await open_page(service)
    article = await stored(page, service, "Council votes to mend the sea wall")
    quote = article["quotes"][0]
    await page.goto(f"{service}/articles/{article['id']}#quote-{quote['id']}")
    mark = page.locator("mark.target")
    await expect(mark).to_be_focused()
    await expect(page.get_by_role("tooltip")).to_be_hidden()
    await mark.hover()
    tooltip = page.get_by_role("tooltip")
    await expect(tooltip).to_contain_text("Ilse Vandermeer")
    await expect(tooltip).to_contain_text(f"{math.floor(quote['confidence'] * 100 + 0.5)} %")
    await expect(mark).to_have_attribute("aria-describedby", "evidence")
    lit = "[...CSS.highlights].map(([name, ranges]) => [name, String([...ranges][0])])"
    assert await page.evaluate(lit) == [["mention", "Ilse Vandermeer"], ["cue", "said"]]
    await page.keyboard.press("Escape")
    await expect(tooltip).to_be_hidden()
    assert await page.evaluate(lit) == []
    await page.keyboard.press("Tab")
    await expect(tooltip).to_be_visible()


async def test_quotes_within_and_across_each_other_are_all_marked(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    body = "🙂 one two three four five\n\nsix seven eight"
    spans = {"outer": (2, 25), "inner": (6, 13), "across": (20, 35), "twin": (6, 13), "last": (35, 40)}
    made = await page.evaluate(
        """async ([body, quotes]) => {
            const { marked } = await import("/assets/marking.js");
            const place = document.createElement("div");
            place.append(...marked(body, quotes));
            const parts = {};
            for (const mark of place.querySelectorAll("mark")) {
                parts[mark.dataset.quote] = (parts[mark.dataset.quote] ?? "") + mark.textContent;
            }
            const ids = [...place.querySelectorAll("mark[id]")].map((mark) => mark.id).sort();
            return { parts, ids, text: [...place.children].map((one) => one.textContent) };
        }""",
        [body, [{"id": key, "start": start, "end": end} for key, (start, end) in spans.items()]],
    )
    assert made["text"] == body.split("\n\n")
    assert made["ids"] == sorted(f"quote-{key}" for key in spans)
    for key, (start, end) in spans.items():
        assert made["parts"][key] == body[start:end].replace("\n\n", ""), key


async def test_the_list_of_quotes_leads_to_their_places(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    article = await stored(page, service, "Sea wall money is short")
    await page.goto(f"{service}/articles/{article['id']}")
    await idle(page)
    aside = page.get_by_role("complementary", name="2 quotes")
    await (
        aside.get_by_role("link", name="“Then we shall see who can carry stones,”")
        .or_(aside.get_by_role("link", name="“Then we shall see who can carry stones”"))
        .click()
    )
    await expect(page.locator("mark.target")).to_contain_text("Then we shall see")
    await expect(page.locator(".article .facts").first).to_have_text("Radio Norrland · NPA · 20 March 2024")


async def test_an_article_that_is_not_there_is_said_to_be_missing(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/articles/no-such%20article")
    await expect(page.get_by_role("heading", name="There is no such article")).to_be_visible()


async def test_no_width_scrolls_sideways(service: str, open_page: OpenPage) -> None:
    page = await open_page(service, viewport={"width": 820, "height": 800})
    article = await stored(page, service, EMOJI_TITLE)
    await page.goto(f"{service}/articles/{article['id']}")
    await idle(page)
    for width in (820, 390, 320):
        await page.set_viewport_size({"width": width, "height": 800})
        await page.locator("mark").first.focus()
        await page.locator("mark").last.focus()
        await expect(page.get_by_role("tooltip")).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
