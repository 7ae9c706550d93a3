"""What a journalist does with a quote: find where it is from, take it along with its source, take all of them along."""

from __future__ import annotations

import csv
import io

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage, idle

pytestmark = pytest.mark.asyncio(loop_scope="session")

QUOTE = "We cannot wait for another winter like the last one"
PARAGRAPH = (
    "At the meeting the mayor was blunt.\n\nWe can not wait for another winter like the last, she said, and went on to "
    "speak of stones."
)


async def pasted(page: Page, text: str) -> None:
    """Paste into whatever has the focus."""
    await page.evaluate(
        """(text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text", text);
            const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


async def test_a_pasted_paragraph_finds_the_quote_that_it_repeats(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    await page.locator("#q").focus()
    await pasted(page, PARAGRAPH)
    await expect(page.get_by_label("Paste a sentence or a paragraph")).to_have_value(PARAGRAPH)
    await expect(page.get_by_label("Paste a sentence or a paragraph")).to_be_focused()
    await expect(page.locator("#count")).to_have_text("1 quote like this passage")
    await expect(page.locator("#hits .spoken").first).to_have_text(
        "We cannot wait for another winter like the last one"
    )
    other = await open_page(page.url)
    await expect(other.locator("#passage")).to_have_value(PARAGRAPH)
    await expect(other.locator("#hits .card")).to_have_count(1)
    await other.locator("#passage").fill("Nobody in this town has ever spoken such words, and nobody will: zebra.")
    await expect(other.locator("#count")).not_to_contain_text("like this passage")
    await page.go_back()
    await expect(page.locator("#q")).to_be_visible()


async def test_a_long_passage_is_found_too(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/?in=find")
    await expect(page.get_by_role("heading", name="Where is this quote from?")).to_be_visible()
    await page.locator("#passage").fill(f"{PARAGRAPH} " * 10)
    await expect(page.locator("#hits .spoken").first).to_have_text(
        "We cannot wait for another winter like the last one"
    )


async def test_a_quote_is_copied_with_its_source(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/?q=frost+bulletin", permissions=["clipboard-read", "clipboard-write"])
    card = page.locator("#hits .card").first
    await card.get_by_role("button", name="Copy").click()
    await expect(card.get_by_role("button", name="Copied")).to_be_visible()
    link = await card.locator(".open").get_attribute("href")
    assert await page.evaluate("navigator.clipboard.readText()") == (
        "“The frost does not read the bulletin before it comes” — Aurel Nystad, “Orchard growers want their own frost "
        f"warning”, Radio Norrland, 2 February 2025. {service}{link}"
    )
    # Without a clipboard of the browser's, as on a page without TLS, the old way has to do.
    await page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('none')); }")
    await card.get_by_role("button", name="Copied").click()
    await expect(page.locator("#aside-status")).to_have_text("Copied the quote with its source")


async def test_what_is_shown_can_be_taken_along_where_a_file_can_hold_just_that(
    service: str, open_page: OpenPage
) -> None:
    page = await open_page(f"{service}/?outlet=radio-norrland&kind=direct&from=2024-01-01&to=2024-12-31")
    export = page.get_by_role("link", name="Export as CSV")
    async with page.expect_download() as started:
        await export.click()
    rows = list(csv.DictReader(io.StringIO((await (await started.value).path()).read_text("utf-8-sig"))))
    shown = await page.locator("#hits .spoken").all_inner_texts()
    assert sorted(row["text"] for row in rows) == sorted(shown)
    await page.fill("#q", "stones")
    await expect(export).to_be_hidden()
    await page.fill("#q", "")
    await expect(export).to_be_visible()
    await page.goto(f"{service}/?language=en")
    await idle(page)
    await expect(export).to_be_hidden()
