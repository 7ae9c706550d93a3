"""Every page by the rules of axe-core, in both themes; what stands there stays where it is."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage, idle

pytestmark = pytest.mark.asyncio(loop_scope="session")

AXE = AXE_FILE_PATH.read_text()
PATHS = {
    "quotes": "/?q=skarholm&outlet=radio-norrland&from=2024-01-01&to=2024-12-31",
    "articles": "/?in=articles&q=wall",
    "passage": "/?in=find&q=we+cannot+wait+for+another+winter+like+the+last+one+she+said",
    "nothing": "/?q=zzxqk",
    "speaker": "/speakers/tomas-quill",
    "docs": "/docs",
}
MOST_SHIFT = 0.02
"""Of the window's height and width, together: below this nobody notices (Google's limit for "good" is 0.1)."""


async def faults(page: Page, **options: Any) -> list[str]:
    """What axe-core finds wrong: the rule, and where."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE)
    found = await page.evaluate("(options) => axe.run(options)", {"resultTypes": ["violations"], **options})
    return [f"{fault['id']}: {node['html'][:200]}" for fault in found["violations"] for node in fault["nodes"]]


async def faults_of_themes(page: Page) -> list[str]:
    await page.emulate_media(color_scheme="light")
    light = await faults(page)
    await page.emulate_media(color_scheme="dark")
    return light + await faults(page, runOnly=["color-contrast"])


async def shifted(page: Page) -> float:
    """The cumulative layout shift since the page was opened, as Chromium counts it."""
    found = await page.evaluate(
        """() => new Promise((done) => {
            const add = (list) => list.reduce((sum, one) => sum + (one.hadRecentInput ? 0 : one.value), 0);
            new PerformanceObserver((list) => done(add(list.getEntries()))).observe(
                { type: "layout-shift", buffered: true });
            setTimeout(() => done(0), 100);
        })"""
    )
    return float(found)


@pytest.mark.parametrize("path", PATHS.values(), ids=PATHS)
async def test_a_page_keeps_the_rules_in_both_themes_and_nothing_jumps(
    service: str, open_page: OpenPage, path: str
) -> None:
    page = await open_page(service + path, settled=path != "/docs")
    assert await shifted(page) < MOST_SHIFT
    # The contract is long, and the same over and over.
    await page.evaluate("document.querySelectorAll('.docs section ~ section').forEach((one) => one.remove())")
    assert await faults_of_themes(page) == []


async def test_an_article_with_its_evidence_keeps_the_rules(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/?q=winter")
    await page.locator("#hits .open").first.click()
    await idle(page)
    assert await shifted(page) < MOST_SHIFT
    await page.locator("mark.said-here").last.focus()
    await expect(page.get_by_role("tooltip")).to_be_visible()
    assert await faults_of_themes(page) == []


async def test_the_filters_of_a_phone_keep_the_rules(service: str, open_page: OpenPage) -> None:
    page = await open_page(service, viewport={"width": 390, "height": 800})
    assert await shifted(page) < MOST_SHIFT
    await page.click("#open-filters")
    assert await faults_of_themes(page) == []
