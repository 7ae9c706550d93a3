from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest

WEB = Path(__file__).parents[2] / "service" / "web"


PATHS = ["/", "/?q=x&utm_source=mail", "/articles/anything?x=1", "/speakers/any-one", "/assets/search.js"]


@pytest.mark.parametrize("path", PATHS)
def test_pages_carry_a_policy_that_runs_nothing_inline(service: str, path: str) -> None:
    answer = httpx.get(service + path)
    assert answer.status_code == httpx.codes.OK
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    again = httpx.get(service + path, headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (httpx.codes.NOT_MODIFIED, b"")


def test_the_contracts_page_carries_a_policy_too(service: str) -> None:
    policy = httpx.get(f"{service}/docs").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "//" not in policy


@pytest.mark.parametrize("name", ["pages.py", "..%2fpages.py", "..%2F..%2Fapp.py", "%2e%2e/docs.py", "search.html", ""])
def test_only_the_assets_are_served(service: str, name: str) -> None:
    assert httpx.get(f"{service}/assets/{name}").status_code == httpx.codes.NOT_FOUND


@pytest.mark.parametrize("page", ["search", "article"])
def test_a_page_preloads_just_the_modules_that_it_needs(page: str) -> None:
    """One that is missing is loaded after another; one too many is loaded for nothing, and Chromium complains."""
    needed: set[str] = set()
    found = {f"{page}.js"}
    while found - needed:
        name = (found - needed).pop()
        needed.add(name)
        found |= set(re.findall(r'from "\./([a-z]+\.js)"', (WEB / "assets" / name).read_text()))
    shell = (WEB / "shells" / f"{page}.html").read_text()
    assert {f"{page}.js", *re.findall(r'modulepreload" href="/assets/([a-z]+\.js)"', shell)} == needed
