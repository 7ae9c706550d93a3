"""A real Chromium at a real running service.

The service is a process of its own on a free loopback port, with a store and an embedded index in a temporary
directory. Everything here lives in one event loop for the session: Playwright's objects can't change theirs.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, ConsoleMessage, Dialog, Page, Request, async_playwright

from tests.browser.articles import ARTICLES
from tests.browser.hostile import HOSTILE

_NAMED = os.environ.get("ONRECORD_TEST_CHROMIUM", "/usr/bin/chromium")
CHROMIUM = shutil.which(_NAMED)
MISSING = f"no Chromium at {_NAMED}: install it there, or name it in ONRECORD_TEST_CHROMIUM"
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
START_SECONDS = 60.0

OpenPage = Callable[..., Any]


@contextmanager
def running(data_dir: Path, **variables: str) -> Iterator[str]:
    """A service of its own, by its address; it ends with the context."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_")}
    environment |= {"ONRECORD_DATA_DIR": str(data_dir), **variables}
    log = data_dir / "log"
    data_dir.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-c", "from service.cli import main; main()", "serve", "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address, process, log)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            if httpx.get(f"{address}/health/live", timeout=2).status_code == httpx.codes.OK:
                return
        except httpx.TransportError:
            pass
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError(f"the service did not start:\n{log.read_text(errors='replace')[-2_000:]}")
        time.sleep(0.05)


def hand_in(address: str, articles: list[dict[str, Any]], **headers: str) -> list[dict[str, Any]]:
    """Ingest articles and return them as they were stored, all of them searchable."""
    with httpx.Client(base_url=address, timeout=60, headers=headers) as client:
        stored = []
        for place, article in enumerate(articles, start=1):
            last = {"wait": "search"} if place == len(articles) else {}
            answer = client.post("/v1/articles", json=article, params=last)
            assert answer.status_code == httpx.codes.CREATED, answer.text
            stored.append(answer.json())
        deadline = time.monotonic() + START_SECONDS
        while client.get("/v1/search/articles").json()["total"] < len(articles):
            assert time.monotonic() < deadline, "not all articles became searchable"
            time.sleep(0.05)
    return stored


def hand_in_many(address: str, articles: list[dict[str, Any]]) -> None:
    """Import articles, and return when all of them are searchable."""
    lines = "".join(f"{json.dumps(article)}\n" for article in articles)
    with httpx.Client(base_url=address, timeout=60) as client:
        media_type = {"Content-Type": "application/x-ndjson"}
        answer = client.post("/v1/imports", content=lines.encode(), headers=media_type)
        assert answer.status_code == httpx.codes.ACCEPTED, answer.text
        deadline = time.monotonic() + 2 * START_SECONDS
        while client.get("/v1/search/articles").json()["total"] < len(articles):
            assert time.monotonic() < deadline, client.get(f"/v1/imports/{answer.json()['id']}").text
            time.sleep(0.1)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service that holds `ARTICLES`."""
    with running(tmp_path_factory.mktemp("service")) as address:
        hand_in(address, ARTICLES)
        yield address


@pytest.fixture(scope="session")
def hostile_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service whose every title, outlet, author, speaker and body is a hostile string."""
    articles = [
        {
            "title": f"{text} title",
            "outlet": f"{text} outlet",
            "authors": [f"{text} author"],
            "section": text,
            "published_at": "2025-01-01",
            "body": f"It began with {text} and went on.\n\n“We have seen {text} and we are not afraid of it,” said "
            f"Maren {text} Falk, the minister.\n\nThe report, according to {text}, is “entirely {text} finished”.",
        }
        for text in HOSTILE
    ]
    with running(tmp_path_factory.mktemp("hostile"), ONRECORD_IMPORT_WORKERS="1") as address:
        hand_in_many(address, articles)
        yield address


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    if CHROMIUM is None:
        pytest.skip(MISSING)
    async with async_playwright() as playwright:
        started = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield started
        await started.close()


@pytest_asyncio.fixture(loop_scope="session", params=["chromium"])
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """Opens a URL in a window of its own and waits for its answer.

    In the end no page may have opened a dialog, thrown an error, asked another host for anything, or gone against its
    own security policy.
    """
    contexts = []
    faults: list[str] = []

    def console(message: ConsoleMessage) -> None:
        # A refused or failing request is logged by Chromium itself, and is what some tests are about.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            faults.append(f"console: {message.text}")

    async def dialog(opened: Dialog) -> None:
        faults.append(f"dialog: {opened.message}")
        await opened.dismiss()

    async def open_at(url: str, *, settled: bool = True, **options: Any) -> Page:
        host = url.split("/")[2]

        def asked(request: Request) -> None:
            if not request.url.startswith((f"http://{host}/", "data:")):
                faults.append(f"request to {request.url}")

        context = await browser.new_context(**{"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"} | options)
        contexts.append(context)
        page = await context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", console)
        page.on("dialog", dialog)
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("request", asked)
        await page.goto(url)
        if settled:
            await idle(page)
        return page

    yield open_at
    for context in contexts:
        await context.close()
    assert not faults


async def idle(page: Page) -> None:
    """Wait until the page shows the answer to its last question."""
    await page.wait_for_selector('[aria-busy="false"]')


async def all_pages(page: Page) -> AsyncIterator[None]:
    """Turn the pages of the results to the last, stopping at each."""
    while True:
        yield
        forward = page.get_by_role("link", name="Next →")
        if not await forward.count():
            return
        await forward.click()
        await idle(page)


async def read_json(page: Page, path: str) -> Any:
    """What the service behind the page answers at `path`."""
    answer = await page.request.get(path)
    return cast("Any", json.loads(await answer.text()))
