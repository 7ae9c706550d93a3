"""The unmodified instant-meilisearch client in a real Chromium, on both engines, with a search key, across origins."""

from __future__ import annotations

import json
import uuid
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.articles import ARTICLES
from tests.browser.conftest import CHROMIUM, MISSING, hand_in, running
from tests.browser.instantsearch_page import built, served

pytestmark = pytest.mark.asyncio(loop_scope="session")

API_KEY = "the-key-of-the-newsroom"
HOSTILE = {
    "title": "<img src=x data-owned onerror=window.__owned=1> herring",
    "outlet": "<b data-owned>Bold</b> Weekly",
    "published_at": "2022-01-01",
    "body": "“The herring <script>window.__owned=1</script> came late,” said Odd Brevik, a trader.",
}
HIDDEN = {
    "title": "Herring on the secret list",
    "outlet": "The Hidden Herald",
    "published_at": "2023-06-01",
    "body": "“Nobody is to know of this herring before the day,” said Odd Brevik, a trader.",
}


@pytest.fixture(scope="module", params=["chromium-embedded", "chromium-meilisearch"])
def origin(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the page is; the service behind it answers this origin, and this page's key leaves one outlet out."""
    if CHROMIUM is None:
        pytest.skip(MISSING)
    folder = tmp_path_factory.mktemp("page")
    variables = {"ONRECORD_API_KEY": API_KEY}
    if request.param.endswith("meilisearch"):
        server = request.getfixturevalue("meilisearch")
        variables |= {"ONRECORD_SEARCH_URL": server.url, "ONRECORD_SEARCH_KEY": server.key or ""}
        variables["ONRECORD_SEARCH_PREFIX"] = f"page-{uuid.uuid4().hex[:8]}"
    dist = built(folder)
    with served(dist) as address, running(folder / "data", ONRECORD_CORS_ORIGINS=address, **variables) as service:
        bearer = {"Authorization": f"Bearer {API_KEY}"}
        hand_in(service, [*ARTICLES, HOSTILE, HIDDEN], **bearer)
        outlets = ["the-quayside-post", "radio-norrland", "skarholm-weekly", "b-data-owned-bold-b-weekly"]
        wanted = {"filters": {"outlet": outlets}}
        made = httpx.post(f"{service}/v1/search-keys", json=wanted, headers=bearer).json()
        (dist / "config.json").write_text(json.dumps({"url": service, "key": made["key"]}))
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser, origin: str) -> AsyncIterator[Page]:
    context = await browser.new_context(locale="en-GB")
    opened = await context.new_page()
    opened.set_default_timeout(15_000)
    faults: list[str] = []
    opened.on("pageerror", lambda error: faults.append(str(error)))
    opened.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    await opened.goto(origin)
    await expect(opened.locator("#stats")).to_contain_text("results found")
    yield opened
    await context.close()
    assert not faults


def values(page: Page, facet: str) -> Locator:
    return page.locator(f"#{facet} .ais-RefinementList-item")


async def test_typing_finds_and_marks_and_nothing_of_a_document_becomes_markup(page: Page) -> None:
    await page.get_by_placeholder("Who said what?").fill("herring")
    await expect(page.locator("#stats")).to_contain_text("11 results found")
    quotes = page.locator("#quotes .ais-Hits-item")
    await expect(quotes).to_have_count(5)
    await expect(quotes.first.locator("mark")).to_have_text("herring")
    articles = page.locator("#articles .ais-InfiniteHits-item")
    await expect(articles).to_have_count(3)
    await expect(articles.filter(has_text="<img src=x").locator("mark").first).to_have_text("herring")
    await expect(values(page, "outlet").filter(has_text="<b data-owned>Bold</b> Weekly")).to_be_visible()
    assert await page.evaluate("window.__owned") is None
    assert await page.locator("[data-owned]").count() == 0
    assert "Hidden Herald" not in await page.locator("body").inner_text()


async def test_pages_sorting_a_range_and_infinite_hits(page: Page) -> None:
    quotes = page.locator("#quotes .ais-Hits-item")
    await page.locator("#sort select").select_option("quotes:published_at:desc")
    await expect(quotes.first).to_contain_text("2025-06")
    await page.locator("#pages").get_by_role("link", name="Page 2").click()
    await expect(page.locator("#pages .ais-Pagination-item--selected")).to_have_text("2")
    await expect(quotes.first).not_to_contain_text("2025-06")
    years = page.locator("#year input")
    assert [await one.get_attribute("min") for one in await years.all()] == ["2022", "2022"]
    await years.first.fill("2023")
    await years.last.fill("2023")
    await page.locator("#year button").click()
    await expect(page.locator("#stats")).to_contain_text("20 results found")
    await page.locator("#sort select").select_option("quotes:published_at:asc")
    await expect(quotes.first).to_contain_text("2023-01")
    articles = page.locator("#articles .ais-InfiniteHits-item")
    for count in (3, 6, 9, 10):
        await expect(articles).to_have_count(count)
        if count < 10:
            await page.get_by_role("button", name="More articles").click()
    await expect(page.get_by_role("button", name="More articles")).to_be_disabled()


async def test_lists_are_searched_inside_widened_and_taken_back(page: Page) -> None:
    await page.locator("#speaker input[type=search]").fill("quil")
    await expect(values(page, "speaker")).to_have_count(1)
    await values(page, "speaker").locator("label").click()
    await expect(page.locator("#refinements")).to_contain_text("Tomas Quill")
    await expect(page.locator("#stats")).to_contain_text("3 results found")
    # One outlet is chosen; another is found beside it, and widens the selection.
    await values(page, "outlet").filter(has_text="Radio Norrland").locator("label").click()
    await expect(page.locator("#stats")).to_contain_text("2 results found")
    await page.locator("#outlet input[type=search]").fill("quayside")
    await expect(values(page, "outlet")).to_have_count(1)
    await values(page, "outlet").locator("label").click()
    await expect(page.locator("#stats")).to_contain_text("3 results found")
    counts = values(page, "outlet").filter(has_text="Radio Norrland").locator(".ais-RefinementList-count")
    await expect(counts).to_have_text("2")
    await page.locator("#kind label").filter(has_text="direct").click()
    await expect(page.locator("#refinements")).to_contain_text("Tomas Quill")
    await page.locator("#clear button").click()
    await expect(page.locator("#refinements")).not_to_contain_text("Tomas Quill")


async def test_a_key_that_is_none_is_said_to_be_none(browser: Browser, origin: str) -> None:
    context = await browser.new_context()
    page = await context.new_page()
    config = {"url": "", "key": "x.y.z"}
    async with httpx.AsyncClient() as client:
        config["url"] = (await client.get(f"{origin}/config.json")).json()["url"]
    await page.route("**/config.json", lambda route: route.fulfill(json=config))
    await page.goto(origin)
    await expect(page.get_by_role("alert")).to_have_text("this is no key of this service")
    await context.close()
