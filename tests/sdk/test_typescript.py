"""The TypeScript client against a running service, in Node and in a browser, and under tsc --strict."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.conftest import ARGUMENTS, CHROMIUM, MISSING
from tests.sdk.conftest import compiled

USED = Path(__file__).with_name("use_typescript.ts")


@pytest.fixture(scope="module")
def used(typescript_sdk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's program, compiled by tsc --strict against the package as it is installed."""
    return compiled(typescript_sdk, tmp_path_factory.mktemp("used"), USED.read_text())


def test_a_users_program_runs_in_node(used: Path, service: str) -> None:
    program = f"import {{ use }} from './program.js'; console.log(await use({service!r}, 'Node News'))"
    command = ["node", "--input-type=module", "--eval", program]
    done = subprocess.run(command, cwd=used.parent, capture_output=True, text=True, check=False, timeout=120)
    assert done.stdout == "all as it should be\n", done.stderr


class _Quiet(SimpleHTTPRequestHandler):
    extensions_map = {".js": "text/javascript", ".html": "text/html"}  # noqa: RUF012 - as in the base class

    def log_message(self, *_: object) -> None:  # type: ignore[override]
        """Say nothing."""


def test_a_users_program_runs_in_a_browser(used: Path, typescript_sdk: Path, service: str, tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip(MISSING)
    shutil.copy(used, tmp_path / "program.js")
    shutil.copy(typescript_sdk / "dist" / "index.js", tmp_path / "client.js")
    shutil.copy(typescript_sdk / "node_modules" / "openapi-fetch" / "dist" / "index.mjs", tmp_path / "fetch.js")
    names = {"imports": {"onrecord-client": "/client.js", "openapi-fetch": "/fetch.js"}}
    (tmp_path / "index.html").write_text(f'<!doctype html><script type="importmap">{json.dumps(names)}</script>')
    pages = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(tmp_path)))
    threading.Thread(target=pages.serve_forever, daemon=True).start()
    try:
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
            page = browser.new_page()
            page.goto(f"http://127.0.0.1:{pages.server_address[1]}/")
            program = f"import('/program.js').then((module) => module.use({service!r}, 'Browser News'))"
            assert page.evaluate(program) == "all as it should be"
            browser.close()
    finally:
        pages.shutdown()
        pages.server_close()
