from __future__ import annotations

import socket
from pathlib import Path

import pytest
from playwright.async_api import Route, expect

from tests.browser.articles import ARTICLES
from tests.browser.conftest import OpenPage, hand_in, running

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_with_the_engine_down_a_calm_notice_stands_there(tmp_path: Path, open_page: OpenPage) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: nobody else can answer there
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
        with running(tmp_path / "service", ONRECORD_SEARCH_URL=url) as address:
            page = await open_page(address)
            await expect(page.get_by_role("heading", name="Search is not available right now")).to_be_visible()
            await expect(page.locator("#notice")).to_contain_text("tries again by itself")
            await expect(page.locator("#count")).to_have_text("Search is not available right now")


async def test_when_the_engine_is_back_the_page_shows_the_answer_by_itself(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    asked = 0

    async def down_twice(route: Route) -> None:
        nonlocal asked
        asked += 1
        if asked > 2:
            await route.continue_()
            return
        problem = {"title": "Search is not available right now", "status": 503}
        await route.fulfill(status=503, headers={"Retry-After": "1"}, json=problem)

    await page.route("**/v1/search/**", down_twice)
    await page.fill("#q", "winter")
    await expect(page.locator("#notice h2")).to_be_visible()
    await expect(page.locator("#hits .card")).to_have_count(0)
    await expect(page.locator("#hits .words").first).to_contain_text("another winter")
    await expect(page.locator("#notice h2")).to_have_count(0)


async def test_a_service_that_is_gone_is_said_to_be_gone(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    await page.route("**/v1/search/**", lambda route: route.abort())
    await page.fill("#q", "winter")
    await expect(page.get_by_role("heading", name="The service can’t be reached")).to_be_visible()
    await page.unroute("**/v1/search/**")
    await page.get_by_role("button", name="Try now").click()
    await expect(page.locator("#hits .words").first).to_contain_text("another winter")


async def test_the_key_is_asked_for_once_and_the_first_article_appears_in_an_empty_archive(
    tmp_path: Path, open_page: OpenPage
) -> None:
    with running(tmp_path / "service", ONRECORD_API_KEY="open-sesame-7") as address:
        page = await open_page(address, settled=False)
        dialog = page.get_by_role("dialog", name="This archive needs a key")
        await dialog.get_by_label("API key").fill("wrong")
        await dialog.get_by_role("button", name="Open").click()
        await expect(dialog).to_contain_text("That key was not accepted")
        await dialog.get_by_label("API key").fill("open-sesame-7")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Nothing can be searched yet")).to_be_visible()
        hand_in(address, ARTICLES[:1], Authorization="Bearer open-sesame-7")
        await expect(page.locator("#hits .card")).not_to_have_count(0, timeout=15_000)
        async with page.expect_download() as started:
            await page.get_by_role("link", name="Export as CSV").click()
        assert (await started.value).suggested_filename == "quotes.csv"
        await page.locator("#hits .open").first.click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("Council votes to mend the sea wall")
        await expect(dialog).to_have_count(0)
        assert "sesame" not in page.url
        assert await page.evaluate("localStorage.length") == 0
        other = await open_page(address, settled=False)
        await expect(other.get_by_role("dialog")).to_be_visible()
        await other.keyboard.press("Escape")
        await expect(other.get_by_role("heading", name="A key is needed")).to_be_visible()


async def test_a_search_that_the_service_refuses_says_why(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/?kind=shouted")
    await expect(page.get_by_role("heading", name="The request is not valid")).to_be_visible()
    await expect(page.locator("#notice")).to_contain_text("kind")
