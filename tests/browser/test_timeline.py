from __future__ import annotations

import re

import pytest
from playwright.async_api import expect

from tests.browser.conftest import OpenPage, idle

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_bars_count_all_that_is_found_and_say_what_they_leave_out(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    total = int((await page.locator("#count").inner_text()).split()[0])
    names = [await bar.get_attribute("aria-label") or "" for bar in await page.locator("#bars a").all()]
    counts = [int(name.split(": ")[1].split()[0]) for name in names]
    await expect(page.locator("#pointed")).to_have_text("1 quote without a date")
    assert sum(counts) == total - 1
    assert "January 2023: 2 quotes" in names
    summary = await page.locator("#timeline").get_attribute("aria-label")
    assert (
        summary == "Timeline of quotes by month, 1 January 2023 – 30 June 2025, at most 4 each, 1 quote without a date"
    )


async def test_a_click_narrows_to_its_bar_by_month_then_day_and_the_path_leads_out(
    service: str, open_page: OpenPage
) -> None:
    page = await open_page(f"{service}/?outlet=the-quayside-post")
    await page.get_by_role("link", name=re.compile(r"^March 2024: \d+ quotes?$")).click()
    await expect(page).to_have_url(f"{service}/?outlet=the-quayside-post&from=2024-03-01&to=2024-03-31")
    await expect(page.locator("#bars a")).to_have_count(31)
    await expect(page.locator("#from")).to_have_value("2024-03-01")
    for facts in await page.locator("#hits time").all_inner_texts():
        assert "March 2024" in facts
    await page.get_by_role("link", name=re.compile(r"^4 March 2024: \d+ quotes?$")).click()
    await expect(page.locator("#path li")).to_have_text(["All time", "2024", "March 2024", "4 March 2024"])
    await page.locator("#path").get_by_role("link", name="2024", exact=True).click()
    await expect(page.locator("#bars a")).to_have_count(12)
    await expect(page.locator("#bars .tick")).to_have_text(["January 2024", "Mar", "May", "Jul", "Sept", "Nov"])
    await page.locator("#path").get_by_role("link", name="All time").click()
    await expect(page).to_have_url(f"{service}/?outlet=the-quayside-post")
    await page.go_back()
    await expect(page).to_have_url(f"{service}/?outlet=the-quayside-post&from=2024-01-01&to=2024-12-31")
    await expect(page.locator("#bars a")).to_have_count(12)
    await page.get_by_role("button", name="Remove the filter 2024").click()
    await expect(page).to_have_url(f"{service}/?outlet=the-quayside-post")


async def test_one_bar_is_a_stop_of_the_keyboard_and_the_arrows_go_from_there(
    service: str, open_page: OpenPage
) -> None:
    page = await open_page(f"{service}/?from=2024-01-01&to=2024-12-31")
    await expect(page.locator("#bars a[tabindex='0']")).to_have_count(1)
    await page.locator("#bars a").first.focus()
    for key in ("ArrowRight", "ArrowRight", "End", "ArrowLeft", "Home", "ArrowRight", "ArrowRight"):
        await page.keyboard.press(key)
    await expect(page.locator("#bars a").nth(2)).to_be_focused()
    await expect(page.locator("#pointed")).to_have_text(re.compile(r"^March 2024: \d+ quotes?$"))
    await page.keyboard.press("Enter")
    await expect(page).to_have_url(f"{service}/?from=2024-03-01&to=2024-03-31")
    await idle(page)
    # The bars are new, and the reader is still among them.
    await expect(page.locator("#bars a:focus")).to_have_count(1)


async def test_many_months_are_shown_as_years(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    made = await page.evaluate(
        """async () => {
            const { drawTimeline } = await import("/assets/timeline.js");
            const { read } = await import("/assets/state.js");
            const buckets = Array.from({ length: 60 }, (_, at) => {
                const month = `${2019 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`;
                return { start: `${month}-01`, end: `${month}-28`, count: 1 };
            });
            drawTimeline({ interval: "month", buckets, undated: 0, earlier: 0 }, read(location));
            return [...document.querySelectorAll("#bars a")].map((bar) => bar.search);
        }"""
    )
    assert made == [f"?from={year}-01-01&to={year}-12-28" for year in range(2019, 2024)]
