"""The page of `examples/instantsearch`, built with packages kept outside of the clone, at an origin of its own."""

from __future__ import annotations

import functools
import hashlib
import http.server
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "instantsearch"
SECONDS = 300


def built(folder: Path) -> Path:
    """Build the page into `folder`; skips where npm or its registry is not to be had."""
    modules = _installed()
    for name in ("package.json", "src"):
        source = EXAMPLE / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "node_modules").symlink_to(modules / "node_modules")
    subprocess.run(["npm", "run", "--silent", "build"], cwd=folder, check=True, capture_output=True, timeout=SECONDS)
    return folder / "dist"


def _installed() -> Path:
    """A folder with the packages of the lock file, installed when it is first asked for."""
    if shutil.which("npm") is None:
        pytest.skip("no npm: the InstantSearch example can't be built")
    lock = (EXAMPLE / "package-lock.json").read_bytes()
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "onrecord"
    place = caches / f"instantsearch-{hashlib.sha256(lock).hexdigest()[:16]}"
    if place.exists():
        return place
    caches.mkdir(parents=True, exist_ok=True)
    making = Path(tempfile.mkdtemp(dir=caches))
    for name in ("package.json", "package-lock.json"):
        shutil.copy(EXAMPLE / name, making / name)
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    done = subprocess.run(command, cwd=making, capture_output=True, text=True, timeout=SECONDS, check=False)
    if done.returncode:
        shutil.rmtree(making)
        pytest.skip(f"npm can't install the InstantSearch example: {done.stderr.strip().splitlines()[-1:]}")
    try:
        making.rename(place)
    except OSError:  # another run was faster
        shutil.rmtree(making)
    return place


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The origin at which the files of `folder` are."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
