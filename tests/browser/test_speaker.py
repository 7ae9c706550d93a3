from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenPage, idle

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_speakers_page_shows_who_they_are_and_only_what_they_said(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/?q=treasurer+truth")
    await page.locator("#hits").get_by_role("link", name="Tomas Quill").first.click()
    await expect(page).to_have_url(f"{service}/speakers/tomas-quill")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Tomas Quill")
    await expect(page.locator("#person")).to_contain_text("3 quotes in 2 articles")
    await expect(page.locator("#person")).to_contain_text("20 March 2024 – 11 January 2025")
    await expect(page.locator("#person")).to_contain_text("treasurer")
    await expect(page.locator("#count")).to_have_text("3 quotes")
    await expect(page.locator("#hits .speaker")).to_have_text(["Tomas Quill"] * 3)
    await expect(page.locator("[data-facet=speaker]")).to_have_count(0)
    await expect(page.locator("[data-facet=outlet] label")).to_have_text(["Radio Norrland 2", "The Quayside Post 1"])
    await expect(page.locator("#bars a[aria-label*=': 2 quotes']")).to_have_count(1)
    await page.get_by_role("checkbox", name="The Quayside Post").check()
    await expect(page).to_have_url(f"{service}/speakers/tomas-quill?outlet=the-quayside-post")
    await expect(page.locator("#count")).to_have_text("1 quote")
    await page.get_by_role("link", name="Articles").click()
    await expect(page.locator("#hits h2")).to_have_text("Ferry captain takes the blame")
    await page.locator("#hits .open").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Ferry captain takes the blame")
    await page.get_by_role("link", name="Back to the search").click()
    await expect(page).to_have_url(f"{service}/speakers/tomas-quill?in=articles&outlet=the-quayside-post")


async def test_a_speaker_who_was_merged_is_shown_under_the_one_name(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    merged = await page.request.post(f"{service}/v1/speakers/odd-brevik/merge", data={"into": "aurel-nystad"})
    assert merged.ok, await merged.text()
    await page.goto(f"{service}/speakers/odd-brevik?in=articles")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Aurel Nystad")
    await expect(page.locator("#person")).to_contain_text("Also printed asOdd Brevik")
    await expect(page).to_have_url(f"{service}/speakers/aurel-nystad?in=articles")
    back = {"into": {"id": "odd-brevik"}, "aliases": ["Odd Brevik"]}
    undone = await page.request.post(f"{service}/v1/speakers/aurel-nystad/split", data=back)
    assert undone.ok, await undone.text()


async def test_a_speaker_who_is_not_there_is_said_to_be_missing(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/speakers/nobody-at-all")
    await expect(page.get_by_role("heading", name="There is no such speaker")).to_be_visible()
    await idle(page)
