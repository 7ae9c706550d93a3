from __future__ import annotations

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage, all_pages, idle

pytestmark = pytest.mark.asyncio(loop_scope="session")

ALL_QUOTES = re.compile(r"^\d+ quotes$")


async def words(page: Page) -> list[str]:
    return [text.strip() for text in await page.locator("#hits .words").all_inner_texts()]


async def test_without_a_question_the_latest_quotes_are_shown_with_all_that_is_known_of_them(
    service: str, open_page: OpenPage
) -> None:
    page = await open_page(service)
    first = page.locator("#hits .card").first
    await expect(page.locator("#count")).to_have_text(ALL_QUOTES)
    await expect(first).to_contain_text("Jory Penhale")
    await expect(first.locator(".printed")).to_contain_text("Radio Norrland")
    await expect(first.locator("time")).to_have_text("1 June 2025")
    await expect(first.locator(".words")).to_contain_text("said Jory Penhale, the keeper")
    await expect(first.locator(".frame .mention")).to_have_text("Jory Penhale")
    await expect(first.locator(".frame .cue")).to_have_text("said")
    await expect(first.get_by_role("link", name="Lighthouse keeper answers the post")).to_be_visible()
    await expect(page.locator("#sort")).to_have_value("latest")


async def test_typing_finds_a_quote_by_mistyped_words_and_marks_them(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    await page.get_by_role("searchbox", name="Search").press_sequentially("anothr wintre", delay=20)
    await expect(page.locator("#hits .words").first).to_have_text(
        "“We cannot wait for another winter like the last one,” said Ilse Vandermeer, the mayor of Skarholm."
    )
    await expect(page.locator("#hits .words").first.locator("mark")).to_have_text(["another", "winter"])
    assert page.url == f"{service}/?q=anothr+wintre"


async def test_an_older_answer_that_comes_late_is_dropped(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/?in=find")  # where an answer is drawn without another question
    # The answer to "frost" is held back until the one to the next question stands there.
    await page.evaluate(
        """() => {
            const real = window.fetch;
            let held;
            window.asked = new Promise((done) => { held = done; });
            window.fetch = (url, options) => !String(url).includes("q=frost&") ? real(url, options)
                : new Promise((done) => {
                    window.release = async () => {
                        done(await real(url, { ...options, signal: undefined }));
                        await new Promise((drawn) => setTimeout(drawn, 200));
                    };
                    held();
                });
        }"""
    )
    await page.fill("#passage", "frost")
    await page.evaluate("window.asked")
    await page.fill("#passage", "turn too early")
    await expect(page.locator("#hits .words").first).to_contain_text("too early")
    await page.evaluate("window.release()")
    await expect(page.locator("#hits .words").first).to_contain_text("too early")


async def test_what_is_unknown_is_said_to_be_unknown(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/?q=archivist+Mirren+Aldous")
    cards = page.locator("#hits .card")
    undated = cards.filter(has_text="Nobody wrote down the day").locator(".printed > *")
    await expect(undated).to_have_text(["The Quayside Post", "date unknown"])
    unplaced = cards.filter(has_text="Somebody must have").locator(".printed > *")
    await expect(unplaced).to_have_text(["outlet unknown", "5 May 2025"])
    minute = (await open_page(f"{service}/?q=wet+biscuits")).locator("#hits time").first
    await expect(minute).to_have_text("4 March 2024, 09:30")


async def test_a_facet_narrows_and_the_back_button_restores(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    before = await words(page)
    total = await page.locator("#count").inner_text()
    await page.get_by_role("checkbox", name="The Quayside Post").check()
    await expect(page).to_have_url(f"{service}/?outlet=the-quayside-post")
    await expect(page.locator("#hits .outlet", has_text="Radio Norrland")).to_have_count(0)
    # A facet's own counts ignore its own selection: the others can be added.
    await page.get_by_role("checkbox", name="Radio Norrland").check()
    await expect(page.locator("#hits .outlet", has_text="Radio Norrland")).not_to_have_count(0)
    await page.go_back()
    await expect(page.get_by_role("checkbox", name="Radio Norrland")).not_to_be_checked()
    await expect(page.get_by_role("checkbox", name="The Quayside Post")).to_be_checked()
    await page.go_back()
    await expect(page.locator("#count")).to_have_text(total)
    await expect(page.get_by_role("checkbox", name="The Quayside Post")).not_to_be_checked()
    assert await words(page) == before


async def test_the_facets_counts_are_the_numbers_of_hits_they_lead_to(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    total = await page.locator("#count").inner_text()
    for name in ("Tomas Quill", "Radio Norrland", "Fragments"):
        row = page.locator("#facets label", has=page.get_by_text(name, exact=True))
        count = await row.locator(".number").inner_text()
        await row.locator("input").check()
        await expect(page.locator("#count")).to_have_text(f"{count} quote{'' if count == '1' else 's'}")
        await page.get_by_role("button", name=f"Remove the filter {name}").click()
        await expect(page.locator("#count")).to_have_text(total)


async def test_a_chosen_value_stays_to_be_taken_back_when_it_finds_nothing(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/?q=frost+bulletin&speaker=bruna-okafor")
    await expect(page.get_by_role("checkbox", name="Bruna Okafor 0")).to_be_checked()
    await expect(page.get_by_role("heading", name="No quotes found for “frost bulletin”")).to_be_visible()
    await page.get_by_role("link", name="Search without the filters").click()
    await expect(page.locator("#hits .words").first).to_contain_text("The frost does not read the bulletin")


async def test_a_shared_url_shows_the_same_search(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    await page.fill("#q", "skarholm")
    await expect(page).to_have_url(re.compile("q=skarholm"))
    await page.get_by_role("link", name="Articles").click()
    await page.get_by_role("checkbox", name="Radio Norrland").check()
    await page.select_option("#sort", "earliest")
    await page.fill("#from", "2024-03-01")
    await page.locator("#from").blur()
    await expect(page).to_have_url(
        f"{service}/?q=skarholm&in=articles&outlet=radio-norrland&from=2024-03-01&sort=earliest"
    )
    await idle(page)
    await expect(page.locator("#hits h2")).to_have_text("Sea wall money is short")
    other = await open_page(page.url)
    await expect(other.locator("#hits h2")).to_have_text(await page.locator("#hits h2").all_inner_texts())
    await expect(other.locator("#q")).to_have_value("skarholm")
    await expect(other.locator("#from")).to_have_value("2024-03-01")
    await expect(other.locator("#sort")).to_have_value("earliest")
    await expect(other.get_by_role("checkbox", name="Radio Norrland")).to_be_checked()
    await expect(other.locator("#tab-articles")).to_have_attribute("aria-current", "page")


async def test_all_pages_together_show_every_quote_once(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    total = int((await page.locator("#count").inner_text()).split()[0])
    links = set()
    async for _ in all_pages(page):
        links |= {await link.get_attribute("href") for link in await page.locator("#hits .open").all()}
    assert len(links) == total
    await page.go_back()
    await expect(page.get_by_role("link", name="Next →")).to_be_visible()


async def test_the_keyboard_alone_gets_to_a_result_and_back(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/?q=skarholm")
    await page.keyboard.press("/")
    await expect(page.locator("#q")).to_be_focused()
    await expect(page.locator("#q")).to_have_value("skarholm")
    await page.keyboard.type("ferry truth")
    await expect(page.locator("#hits .words").first).to_contain_text("She has told the truth")
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#hits .open").nth(0)).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await expect(page.locator("#hits .open").nth(1)).to_be_focused()
    await page.keyboard.press("ArrowUp")
    await page.keyboard.press("ArrowUp")
    await expect(page.locator("#q")).to_be_focused()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("mark.target")).to_have_text(
        "She has told the truth, which is rarer than a safe crossing"
    )
    await page.get_by_role("link", name="Back to the search").press("Enter")
    await expect(page.locator("#q")).to_have_value("ferry truth")


async def test_a_box_that_is_ticked_by_keyboard_keeps_the_focus(service: str, open_page: OpenPage) -> None:
    page = await open_page(service)
    box = page.get_by_role("checkbox", name="Radio Norrland")
    await box.focus()
    await page.keyboard.press("Space")
    await expect(page).to_have_url(f"{service}/?outlet=radio-norrland")
    await idle(page)
    await expect(page.get_by_role("checkbox", name="Radio Norrland")).to_be_focused()


async def test_everything_that_takes_input_has_a_name(service: str, open_page: OpenPage) -> None:
    page = await open_page(f"{service}/?outlet=radio-norrland")
    for role in ("searchbox", "checkbox", "combobox", "button", "link"):
        for one in await page.get_by_role(role).all():
            await expect(one).to_have_accessible_name(re.compile(r"\S"))
    for landmark in ("main", "search", "complementary", "banner"):
        await expect(page.get_by_role(landmark)).to_have_count(1)
    await expect(page.locator("#count")).to_have_attribute("aria-live", "polite")


async def test_a_speaker_is_found_by_any_word_of_the_name_beyond_those_listed(
    service: str, open_page: OpenPage
) -> None:
    page = await open_page(f"{service}/?outlet=radio-norrland")
    # As in an archive with more speakers than a list holds.
    await page.evaluate("document.querySelector('[data-facet=speaker] .within').hidden = false")
    box = page.get_by_role("searchbox", name="Find a speaker")
    await box.fill("penhal")
    await expect(page.locator("[data-facet=speaker] label")).to_have_text(["Jory Penhale 2"])
    await page.get_by_role("checkbox", name="Jory Penhale").check()
    await expect(page).to_have_url(f"{service}/?speaker=jory-penhale&outlet=radio-norrland")
    await expect(box).to_have_value("penhal")
    await box.fill("nobody of the name")
    await expect(page.locator("[data-facet=speaker]")).to_contain_text("No speaker of that name here")
    await expect(page.get_by_role("checkbox", name="Jory Penhale")).to_be_checked()
    await box.fill("")
    await expect(page.get_by_role("checkbox", name="Tomas Quill")).to_be_visible()


async def test_the_whole_page_can_be_used_from_the_keyboard(service: str, open_page: OpenPage) -> None:
    """Tab gets to all that a pointer can use, in the order of the page, and shows where it is."""
    page = await open_page(f"{service}/?q=frost")
    wanted = ["skip", "brand", "q", "tab-articles", "sort", "checkbox", "from", "bars", "open", "copy"]
    seen: list[str] = []
    for _ in range(60):
        await page.keyboard.press("Tab")
        at = await page.evaluate(
            """() => {
                const one = document.activeElement;
                const { outlineStyle, outlineWidth } = getComputedStyle(one);
                const name = one.closest("#bars") ? "bars" : one.type === "checkbox" ? "checkbox"
                    : one.id || one.className.split(" ")[0] || one.tagName;
                return { name, shown: outlineStyle !== "none" && parseFloat(outlineWidth) > 0 };
            }"""
        )
        if at["name"] == "BODY":
            break
        assert at["shown"], at
        seen.append(at["name"])
    places = [seen.index(name) for name in wanted]
    assert places == sorted(places), seen
    await page.get_by_role("link", name="Skip to the results").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#results")).to_be_focused()


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?q=skarholm&outlet=radio-norrland&kind=direct&to=2025-01-01",
        "/?in=find&q=skarholm",
        "/speakers/tomas-quill",
        "/docs",
    ],
)
async def test_no_width_scrolls_sideways(service: str, open_page: OpenPage, path: str) -> None:
    page = await open_page(service + path, settled=path != "/docs", viewport={"width": 820, "height": 800})
    for width in (820, 390, 320):
        await page.set_viewport_size({"width": width, "height": 800})
        if await page.locator("#open-filters").is_visible() and not await page.locator("#filters").is_visible():
            await page.click("#open-filters")
            await expect(page.get_by_role("checkbox").first).to_be_visible()
        assert await page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
